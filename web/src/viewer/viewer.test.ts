import { describe, expect, it } from 'vitest';
import { boxBetween, isDrawn, lengthMm, mappingFrom, toImage, toScreen } from './geometry';
import { firstHanging, mammographyPairs, type SeriesChoice } from './hanging';
import { commandFor, frameAfter, KEYS } from './keys';
import { flippedAcross, flippedDown, turned, UPRIGHT } from './orientation';
import { crossLine, edgeLetters, lettersOf, type Plane } from './planes';
import { framesThatFit, nextToLoad, orderAround, toForget } from './prefetch';
import { offeredRate } from './useCine';
import { crossIn, evenStep, layoutOf, lettersIn, nameOf, paint, placeAt, type Volume } from './volume';
import { dragged, presetsFor, rangeOf, windowOf } from './windows';

describe('prefetch', () => {
  it('goes outwards from the shown frame, ahead before behind', () => {
    expect(orderAround(5, 10, 5)).toEqual([5, 6, 4, 7, 3]);
  });
  it('goes one way at an end and covers the whole stack when it fits', () => {
    expect(orderAround(0, 4, 10)).toEqual([0, 1, 2, 3]);
    expect(orderAround(3, 4, 10)).toEqual([3, 2, 1, 0]);
  });
  it('never asks for more frames than the cache holds', () => {
    expect(orderAround(150, 300, 40)).toHaveLength(40);
    expect(framesThatFit(100 * 1024 * 1024, 512, 512, 2)).toBe(200);
    expect(framesThatFit(1, 4000, 4000, 2)).toBe(3);
  });
  it('loads what is not known yet and forgets what is too far away', () => {
    expect(nextToLoad([5, 6, 4], new Set([5]))).toBe(6);
    expect(nextToLoad([5], new Set([5]))).toBeUndefined();
    expect(toForget([5, 6], new Set([5, 99]))).toEqual([99]);
  });
});

describe('geometry', () => {
  const rotated = mappingFrom({ x: 10, y: 20 }, { x: 10, y: 23 }, { x: 7, y: 20 });
  it('maps there and back under rotation and zoom', () => {
    const back = toImage(rotated, toScreen(rotated, { x: 12.5, y: 40 }));
    expect(back.x).toBeCloseTo(12.5);
    expect(back.y).toBeCloseTo(40);
  });
  it('measures with the spacing of each direction', () => {
    expect(lengthMm({ x: 0, y: 0 }, { x: 3, y: 4 }, { row: 2, column: 1 })).toBeCloseTo(Math.hypot(3, 8));
  });
  it('makes the same box from any two opposite corners', () => {
    const box = { frame: 2, x: 10, y: 20, width: 30, height: 40 };
    expect(boxBetween(2, { x: 40, y: 60 }, { x: 10, y: 20 }, 100, 100)).toEqual(box);
    expect(boxBetween(2, { x: 10, y: 60 }, { x: 40, y: 20 }, 100, 100)).toEqual(box);
  });
  it('keeps a box inside the image', () => {
    expect(boxBetween(0, { x: -5, y: -5 }, { x: 500, y: 500 }, 64, 32)).toEqual({
      frame: 0,
      x: 0,
      y: 0,
      width: 32,
      height: 64,
    });
  });
  it('takes a click for no box', () => {
    expect(isDrawn({ frame: 0, x: 1, y: 1, width: 1, height: 0 })).toBe(false);
  });
});

describe('windows', () => {
  it('puts the windows of the file first and the fixed ones only for CT', () => {
    const file = [{ name: 'file', center: 30, width: 300 }];
    expect(presetsFor('CT', file)[0]).toEqual(file[0]);
    expect(presetsFor('CT', file).length).toBeGreaterThan(4);
    expect(presetsFor('MR', file)).toEqual(file);
  });
  it('offers no window twice', () => {
    const names = presetsFor('CT', [{ name: 'lung', center: -500, width: 1400 }]).map((one) => one.name);
    expect(names.filter((name) => name === 'lung')).toEqual(['lung']);
  });
  it('converts a window to a range and back', () => {
    expect(windowOf(rangeOf({ center: 40, width: 80 }))).toEqual({ center: 40, width: 80 });
  });
  it('widens when dragged right, raises when dragged down, never below one', () => {
    const range = rangeOf({ center: 0, width: 400 });
    expect(windowOf(dragged(range, 10, 0)).width).toBeCloseTo(410);
    expect(windowOf(dragged(range, 0, 10)).center).toBeCloseTo(10);
    expect(windowOf(dragged(range, -9000, 0)).width).toBe(1);
  });
});

describe('keys', () => {
  it('gives no key two meanings', () => {
    const all = KEYS.flatMap((entry) => entry.keys);
    expect(new Set(all).size).toBe(all.length);
  });
  it('leaves chords to the browser', () => {
    expect(commandFor({ key: 'r', ctrlKey: true })).toBeUndefined();
    expect(commandFor({ key: 'R' })).toBe('reset');
  });
  it('stops at the ends of the stack', () => {
    expect(frameAfter('next', 9, 10)).toBe(9);
    expect(frameAfter('previous_ten', 4, 10)).toBe(0);
    expect(frameAfter('last', 0, 300)).toBe(299);
  });
});

describe('planes', () => {
  const axial: Plane = { frameOfReference: 'one', position: [0, 0, 30], row: [1, 0, 0], column: [0, 1, 0], columnSpacing: 1, rowSpacing: 2, columns: 100, rows: 50 };
  const sagittal: Plane = { ...axial, position: [40, 0, 80], row: [0, 1, 0], column: [0, 0, -1], columns: 100, rows: 50 };
  it('cuts an axial image by a sagittal one in a column', () => {
    const line = crossLine(axial, sagittal);
    expect(line?.from.x).toBeCloseTo(40.5);
    expect(line?.to.x).toBeCloseTo(40.5);
    expect(Math.abs((line?.from.y ?? 0) - (line?.to.y ?? 0))).toBeCloseTo(49.5);
  });
  it('draws no line between parallel images, other frames of reference, and images that do not meet', () => {
    expect(crossLine(axial, { ...axial, position: [0, 0, 35] })).toBeUndefined();
    expect(crossLine(axial, { ...sagittal, frameOfReference: 'two' })).toBeUndefined();
    expect(crossLine({ ...axial, position: [0, 0, 500] }, sagittal)).toBeUndefined();
    expect(crossLine(axial, { ...sagittal, position: [140, 0, 80] })).toBeUndefined();
  });
  it('names the sides, with two letters where an image is oblique', () => {
    expect(lettersOf([0, 0, -1])).toBe('F');
    expect(lettersOf([-0.8, 0.6, 0])).toBe('RP');
  });
  it('turns the letters with the image', () => {
    const upright = mappingFrom({ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 });
    const clockwise = mappingFrom({ x: 0, y: 0 }, { x: 0, y: 1 }, { x: -1, y: 0 });
    expect(edgeLetters(axial, upright)).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    expect(edgeLetters(axial, clockwise)).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' });
  });
});

describe('orientation', () => {
  it('is upright again after four turns and after two of the same flips', () => {
    expect(turned(turned(turned(turned(UPRIGHT))))).toEqual(UPRIGHT);
    const oblique = turned(flippedAcross(UPRIGHT));
    expect(flippedAcross(flippedAcross(oblique))).toEqual(oblique);
    expect(flippedDown(flippedDown(oblique))).toEqual(oblique);
  });
  it('takes both flips for half a turn', () => {
    expect(flippedDown(flippedAcross(UPRIGHT))).toEqual({ isMirrored: false, degrees: 180 });
  });
});

describe('hanging', () => {
  const series = ['r-cc', 'l-cc', 'r-mlo', 'ct'].map((url): SeriesChoice => ({ url, name: url, modality: url === 'ct' ? 'CT' : 'MG', frames: 1, thumbnailUrl: '' }));
  const sides = new Map([
    ['r-cc', { laterality: 'R', view: 'CC', rowLeadsTo: 'P' }],
    ['l-cc', { laterality: 'L', view: 'CC', rowLeadsTo: 'P' }],
    ['r-mlo', { laterality: 'R', view: 'MLO' }],
  ]);
  const pairs = mammographyPairs(series, sides);
  it('pairs right and left of a view, chest walls inside, and mirrors what lies the other way', () => {
    expect(pairs[0]).toEqual([
      { url: 'r-cc', align: 'right', isMirrored: false },
      { url: 'l-cc', align: 'left', isMirrored: true },
    ]);
  });
  it('shows the pair of a mammogram, and alone what has no partner or is no mammogram', () => {
    expect(firstHanging('l-cc', pairs)).toBe(pairs[0]);
    expect(firstHanging('r-mlo', pairs)).toEqual([{ url: 'r-mlo' }]);
    expect(firstHanging('ct', pairs)).toEqual([{ url: 'ct' }]);
  });
});

describe('cine', () => {
  it('offers the rate nearest to the file, and a usual one where the file says nothing', () => {
    expect(offeredRate(33.3)).toBe(30);
    expect(offeredRate(1)).toBe(60);
    expect(offeredRate(undefined)).toBe(15);
    expect(offeredRate(0)).toBe(15);
  });
});

describe('volume', () => {
  // Value = column + 10 * row + 100 * slice, 4 x 3 x 2, slices from the feet to the head.
  const values = Float32Array.from({ length: 24 }, (_, i) => (i % 4) + 10 * (Math.floor(i / 4) % 3) + 100 * Math.floor(i / 12));
  const volume: Volume = { values, slope: 1, intercept: 0, position: [0, 0, 0], columns: 4, rows: 3, slices: 2, spacing_mm: [1, 2, 5], row: [1, 0, 0], column: [0, 1, 0], normal: [0, 0, 1] };
  const at = { column: 1, row: 2, slice: 0 };
  const greys = (cut: 'stack' | 'row' | 'column') => [...paint(volume, cut, at, { lower: 0, upper: 255 }).pixels].filter((_, i) => i % 4 === 0);
  it('cuts along the stack, along rows and along columns, head upwards', () => {
    expect(greys('stack')).toEqual([0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23]);
    expect(greys('row')).toEqual([120, 121, 122, 123, 20, 21, 22, 23]);
    expect(greys('column')).toEqual([101, 111, 121, 1, 11, 21]);
  });
  it('keeps millimetres and names the planes and their sides', () => {
    expect(layoutOf(volume, 'row', at).size_mm).toEqual([4, 10]);
    expect((['stack', 'row', 'column'] as const).map((cut) => nameOf(volume, cut))).toEqual(['axial', 'coronal', 'sagittal']);
    expect(lettersIn(volume, 'row')).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(lettersIn(volume, 'column')).toEqual({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
  });
  it('finds the place that was pressed where it draws the cross', () => {
    for (const cut of ['stack', 'row', 'column'] as const) expect(placeAt(volume, cut, at, crossIn(volume, cut, at))).toEqual(at);
  });
  it('stays inside when pressed beside', () => {
    expect(placeAt(volume, 'row', at, { x: 1.2, y: -1 })).toEqual({ column: 3, row: 2, slice: 1 });
  });
  it('refuses slices that are unevenly spaced or all in one place', () => {
    expect(evenStep([0, 5, 10.2, 15])).toBeCloseTo(5);
    expect(evenStep([0, 5, 15])).toBeUndefined();
    expect(evenStep([0, 0, 0])).toBeUndefined();
  });
});
