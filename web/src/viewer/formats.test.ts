import { describe, expect, it } from 'vitest';
import { clock, frameAt, momentOf } from './film_times';
import { besideMedia, countOf, groupOf } from './frames';
import { toImage, toScreen } from './geometry';
import { commandFor, keysFor } from './keys';
import { colourOf, FIRST_LOOK, paintLabels } from './mask';
import { axesOf, readNifti } from './nifti';
import { overviewSize } from './overview_size';
import type { Vector } from './planes';
import { barOf } from './scale_bar';
import { rgbOfLab } from './seg';
import type { Shown, VolumeGrid } from './types';
import { FITTED, mappingOf, zoomed } from './view_matrix';
import { keep, volumeOf } from './volume_store';
import { wholeOf } from './useFilm';
import { pixelsOf, planeOfSlice } from './volume_slice';

const bare: Shown = { asset: { id: '1', kind: 'raster' }, rows: 4, columns: 6, windows: [], frames: [], media_url: '', overlays: [] };

describe('a film', () => {
  // A frame is missing between the third and the fourth.
  const times = [0, 40_000, 80_000, 160_000];
  it('goes to the middle of a frame and finds it there again', () => {
    times.forEach((_, frame) => expect(frameAt(times, momentOf(times, frame))).toBe(frame));
    expect(momentOf(times, 0)).toBeCloseTo(0.02);
    expect(momentOf(times, 3)).toBeCloseTo(0.2);
  });
  it('takes the nearest frame, whatever side it lies on', () => {
    expect(frameAt(times, 0.0399)).toBe(1);
    expect(frameAt(times, 0.0401)).toBe(1);
    expect(frameAt(times, 9)).toBe(3);
    expect(frameAt(times, -1)).toBe(0);
  });
  it('writes moments as minutes, seconds and thousandths', () => {
    expect(clock([80_000, 62_425_000], 1)).toBe('1:02.345');
    expect(clock([0, 999_600], 1)).toBe('0:01.000');
  });
  it('marks a part only when both ends are there, in order', () => {
    expect(wholeOf({ from: 9, to: 3 })).toEqual({ from: 3, to: 9 });
    expect(wholeOf({ from: 9 })).toBeUndefined();
  });
});

describe('the view of a film', () => {
  const image = { width: 200, height: 100 };
  const screen = { width: 400, height: 400 };
  it('fits the image into the middle, also when it is turned', () => {
    expect(toScreen(mappingOf(FITTED, image, screen), { x: 0, y: 0 })).toEqual({ x: 0, y: 100 });
    const turned = mappingOf({ ...FITTED, orientation: { isMirrored: false, degrees: 90 } }, image, screen);
    expect(toScreen(turned, { x: 0, y: 0 })).toEqual({ x: 300, y: 0 });
    expect(toScreen(turned, { x: 200, y: 0 })).toEqual({ x: 300, y: 400 });
  });
  it('mirrors left and right of the image', () => {
    const mirrored = mappingOf({ ...FITTED, orientation: { isMirrored: true, degrees: 0 } }, image, screen);
    expect(toScreen(mirrored, { x: 0, y: 0 })).toEqual({ x: 400, y: 100 });
  });
  it('keeps what lies under the pointer when it zooms', () => {
    const at = { x: 90, y: 150 };
    const before = toImage(mappingOf(FITTED, image, screen), at);
    const after = toImage(mappingOf(zoomed(FITTED, 3, screen, at), image, screen), at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });
});

describe('the overview of a slide', () => {
  it('has its form, is neither lost on a small screen nor large on a wide one, and a strip can still be pressed', () => {
    expect(overviewSize(1000, { columns: 8192, rows: 4096 })).toEqual({ navigatorWidth: 180, navigatorHeight: 90 });
    expect(overviewSize(320, { columns: 4096, rows: 8192 })).toEqual({ navigatorWidth: 48, navigatorHeight: 96 });
    expect(overviewSize(4000, { columns: 90_000, rows: 3000 })).toEqual({ navigatorWidth: 192, navigatorHeight: 24 });
  });
});

describe('a scale bar', () => {
  it('stands for a round length and says micrometres below a millimetre', () => {
    expect(barOf(10)).toEqual({ length: 10, isMicrons: false, width_px: 100 });
    const fine = barOf(2000);
    expect([fine.length, fine.isMicrons]).toEqual([50, true]);
    expect(fine.width_px).toBeCloseTo(100);
  });
});

/** A NIfTI-1 file of 16-bit numbers, or of doubles with a scale. */
function fileOf(values: number[], { isDouble = false, slope = 1, isBig = false } = {}): ArrayBuffer {
  const width = isDouble ? 8 : 2;
  const view = new DataView(new ArrayBuffer(352 + width * values.length));
  view.setInt32(0, 348, !isBig);
  view.setInt16(70, isDouble ? 64 : 4, !isBig);
  view.setFloat32(108, 352, !isBig);
  view.setFloat32(112, slope, !isBig);
  view.setFloat32(116, isDouble ? 1 : 0, !isBig);
  values.forEach((value, index) => (isDouble ? view.setFloat64(352 + 8 * index, value, !isBig) : view.setInt16(352 + 2 * index, value, !isBig)));
  return view.buffer;
}

describe('NIfTI', () => {
  // 2 x 3 x 2; the first axis runs to the patient's right, the second to the front: both are turned.
  const grid: VolumeGrid = { size: [2, 3, 2], times: 1, place_mm: [10, 20, 30, -2, 0, 0, 0, -3, 0, 0, 0, 4], is_label_map: false };
  const counted = Array.from({ length: 12 }, (_, index) => index);
  const read = (file: ArrayBuffer, one = grid) => readNifti(file, one, [1, 1, 1]);
  it('is turned so that columns run to the left, rows to the back and slices to the head', () => {
    const voxels = read(fileOf(counted));
    expect([...voxels.values.subarray(0, 6)]).toEqual([5, 4, 3, 2, 1, 0]);
    expect([voxels.row, voxels.column, voxels.normal]).toEqual([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
    expect(voxels.position).toEqual([8, 14, 30]);
    expect(voxels.spacing_mm).toEqual([2, 3, 4]);
  });
  it('is read in either byte order, and scaled to 16 bits where its numbers are finer', () => {
    expect([...read(fileOf(counted, { isBig: true })).values]).toEqual([...read(fileOf(counted)).values]);
    const fine = read(fileOf(counted.map((value) => value / 11), { isDouble: true, slope: 2 }));
    fine.values.forEach((value, index) => expect(value * fine.slope + fine.intercept).toBeCloseTo((2 * ([5, 4, 3, 2, 1, 0, 11, 10, 9, 8, 7, 6][index] ?? 0)) / 11 + 1, 3));
  });
  it('keeps its axes where the header says nothing of the patient, and names no side', () => {
    const voxels = read(fileOf(counted), { ...grid, place_mm: [] });
    expect([...voxels.values]).toEqual(counted);
    expect(voxels.row).toEqual([0, 0, 0]);
  });
  it('uses each axis once, however oblique they are', () => {
    const steps: Vector[] = [[0.7, 0.71, 0], [0.71, 0.7, 0], [0, 0, 1]];
    expect(new Set(axesOf(steps).map((axis) => axis.index)).size).toBe(3);
  });
  it('is refused when it is shorter than it says', () => {
    expect(() => read(fileOf(counted.slice(1)))).toThrow('short');
  });
  it('has planes that lie where their voxels lie, head upwards', () => {
    const voxels = read(fileOf(counted));
    const coronal = { volume: voxels, cut: 'row' as const, index: 1 };
    expect([...pixelsOf(coronal)]).toEqual([9, 8, 3, 2]);
    const plane = planeOfSlice(coronal);
    expect(plane.position).toEqual([8, 17, 34]);
    expect([plane.row, plane.column]).toEqual([[1, 0, 0], [0, 0, -1]]);
  });
});

describe('what belongs to the media of an asset', () => {
  it('has the same version, so that nothing old is shown from memory', () => {
    expect(besideMedia('/api/v1/assets/7/media?v=abc', 'tiles/0/1/2')).toBe('/api/v1/assets/7/tiles/0/1/2?v=abc');
    expect(besideMedia('/api/v1/assets/7/media', 'frame-times')).toBe('/api/v1/assets/7/frame-times');
  });
});

describe('volumes that were read', () => {
  const read = (count: number) => ({ ...readNifti(fileOf([0]), { size: [1, 1, 1], times: 1, place_mm: [], is_label_map: false }, [1, 1, 1]), values: { length: count } as unknown as Int16Array<ArrayBuffer> });
  it('are kept for the next look, the oldest given up when there are too many', () => {
    keep('first', read(300_000_000));
    keep('second', read(90_000_000));
    expect(volumeOf('first')).toBeDefined();
    keep('third', read(50_000_000));
    expect([volumeOf('first'), volumeOf('second') === undefined, volumeOf('third') === undefined]).toEqual([undefined, false, false]);
  });
});

describe('volumes over time', () => {
  const shown: Shown = { ...bare, stack: { url: 'a', cut: 'stack', times: 3, size: { columns: 6, rows: 4, slices: 5 } } };
  it('scroll within one volume', () => {
    expect(countOf(shown)).toBe(15);
    expect(groupOf(shown, 7)).toEqual({ first: 5, count: 5, time: 1, times: 3 });
    expect(countOf({ ...shown, stack: { ...shown.stack!, cut: 'row' } })).toBe(12);
  });
  it('have keys of their own, as films and slides have', () => {
    expect(commandFor({ key: ']' }, keysFor(shown))).toBe('time_on');
    expect(commandFor({ key: ']' }, keysFor({ ...bare, film: { frames: 9, duration_s: 1, codec: 'h264', is_reencoded: false } }))).toBe('mark_to');
    const slide = keysFor({ ...bare, pyramid: { tile_px: 512, levels: [] }, frames: [{ index: 0, url: '' }] });
    expect(commandFor({ key: 'ArrowLeft' }, slide)).toBe('pan_left');
    expect(commandFor({ key: 'End' }, slide)).toBeUndefined();
  });
});

describe('masks', () => {
  const labels = new Uint16Array([0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 2, 0]);
  const known = [1, 2].map((value, index) => ({ value, name: '', colour: colourOf(index) }));
  const opaque = (look: typeof FIRST_LOOK) => {
    const pixels = new Uint8ClampedArray(64);
    paintLabels(pixels, labels, 4, known, look);
    return pixels.filter((_, at) => at % 4 === 3).reduce((count, alpha) => count + (alpha > 0 ? 1 : 0), 0);
  };
  it('paint labels filled, as outlines, and not those that are hidden', () => {
    expect(opaque(FIRST_LOOK)).toBe(10);
    expect(opaque({ ...FIRST_LOOK, isOutlined: true })).toBe(9);
    expect(opaque({ ...FIRST_LOOK, hidden: new Set([1]) })).toBe(1);
  });
  it('take the colours that a segmentation recommends', () => {
    expect(rgbOfLab([65535, 32896, 32896])).toEqual([255, 255, 255]);
    expect(rgbOfLab([0, 32896, 32896])).toEqual([0, 0, 0]);
    const [red, green, blue] = rgbOfLab([34885, 53485, 50171]);
    expect(red).toBeGreaterThan(230);
    expect(Math.max(green, blue)).toBeLessThan(40);
  });
});
