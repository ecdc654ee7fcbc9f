import { describe, expect, it } from 'vitest';
import type { Plane, Vector } from './planes';
import { isOfOnePlace, isResampled, labelsIn, type SegGrid } from './seg_grid';
import { unpackRunLengths } from './seg_pixels';

/** A ball of this segment, in the patient: whether a voxel belongs to it is asked at its centre, wherever the grid lies. */
interface Ball {
  segment: number;
  centre: Vector;
  radius: number;
}

const add = (a: Vector, b: Vector, factor: number): Vector => [a[0] + b[0] * factor, a[1] + b[1] * factor, a[2] + b[2] * factor];
const distance = (a: Vector, b: Vector): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

interface Shape {
  row: Vector;
  column: Vector;
  normal: Vector;
  first: Vector;
  size: [number, number, number];
  spacing: [number, number, number];
  isEmpty?: (slice: number) => boolean;
}

function gridOf({ row, column, normal, first, size, spacing, isEmpty = () => false }: Shape, balls: Ball[]): SegGrid {
  const frames = balls.flatMap(({ segment }) => Array.from({ length: size[2] }, (_, slice) => slice).filter((slice) => !isEmpty(slice)).map((slice) => ({ segment, position: add(first, normal, slice * spacing[2]) })));
  return {
    frameOfReference: 'f', row, column, columns: size[0], rows: size[1], columnSpacing: spacing[0], rowSpacing: spacing[1], frames,
    labelAt: (frame, pixel) => {
      const one = frames[frame];
      const ball = balls.find(({ segment }) => segment === one?.segment);
      if (!one || !ball) return 0;
      const at = add(add(one.position, row, (pixel % size[0]) * spacing[0]), column, Math.floor(pixel / size[0]) * spacing[1]);
      return distance(at, ball.centre) < ball.radius ? ball.segment : 0;
    },
  };
}

const BALL: Ball = { segment: 3, centre: [10, -5, 20], radius: 12 };
const SLICE: Plane = { frameOfReference: 'f', position: [-22, -37, 20], row: [1, 0, 0], column: [0, 1, 0], columnSpacing: 1, rowSpacing: 1, columns: 64, rows: 64 };
const [cos, sin] = [Math.cos(0.6), Math.sin(0.6)];
/** Turned about two axes, finer across, coarser along. */
const TURNED: Shape = { row: [cos, sin, 0], column: [-sin * 0.8, cos * 0.8, 0.6], normal: [sin * 0.6, -cos * 0.6, 0.8], first: [0, 0, 0], size: [60, 56, 26], spacing: [0.7, 0.8, 1.5] };
const centred = (shape: Shape): Shape => ({ ...shape, first: add(add(add(BALL.centre, shape.row, (-shape.spacing[0] * shape.size[0]) / 2), shape.column, (-shape.spacing[1] * shape.size[1]) / 2), shape.normal, (-shape.spacing[2] * shape.size[2]) / 2) });

/** Pixels of a plane that are on the wrong side of the ball's surface by more than half of a voxel's diagonal. */
function wrong(labels: Uint16Array | undefined, plane: Plane, spacing: Vector): number {
  const slack = Math.hypot(...spacing) / 2;
  let count = 0;
  for (let at = 0; at < plane.columns * plane.rows; at += 1) {
    const place = add(add(plane.position, plane.row, (at % plane.columns) * plane.columnSpacing), plane.column, Math.floor(at / plane.columns) * plane.rowSpacing);
    const off = distance(place, BALL.centre) - BALL.radius;
    const label = labels?.[at] ?? 0;
    if ((off < -slack && label !== BALL.segment) || (off > slack && label !== 0)) count += 1;
  }
  return count;
}

const area = (labels: Uint16Array | undefined): number => (labels ?? new Uint16Array()).reduce((count, label) => count + (label > 0 ? 1 : 0), 0);

describe('a segmentation on another grid', () => {
  it('shows a ball where the ball is, in slices that its grid is turned against', () => {
    const grid = gridOf(centred(TURNED), [BALL]);
    for (const height of [10, 16.3, 20, 29]) {
      const plane = { ...SLICE, position: [-22, -37, height] as Vector };
      const [labels] = labelsIn(grid, plane, 5);
      expect(wrong(labels, plane, TURNED.spacing)).toBe(0);
      const disc = Math.PI * (BALL.radius ** 2 - (height - BALL.centre[2]) ** 2);
      expect(Math.abs(area(labels) - disc) / disc).toBeLessThan(0.1);
    }
    expect(isResampled(grid, SLICE, 5)).toBe(true);
  });

  it('is sampled the same along its own axes as when it is turned ever so little', () => {
    const shape: Shape = { row: [1, 0, 0], column: [0, 1, 0], normal: [0, 0, 1], first: [-10.3, -25.2, 5], size: [60, 52, 20], spacing: [0.7, 0.8, 1.5] };
    const grid = gridOf(shape, [BALL]);
    const tilt = 0.002;
    const [straight] = labelsIn(grid, SLICE, 1);
    const [turned] = labelsIn(grid, { ...SLICE, row: [Math.cos(tilt), Math.sin(tilt), 0], column: [-Math.sin(tilt), Math.cos(tilt), 0] }, 1);
    expect(wrong(straight, SLICE, shape.spacing)).toBe(0);
    const differing = [...(straight ?? [])].reduce<number>((count, label, at) => count + (label === turned?.[at] ? 0 : 1), 0);
    expect(area(straight)).toBeGreaterThan(400);
    expect(differing).toBeLessThan(0.05 * area(straight));
  });

  it('takes the nearest slice where only the distance of slices is another', () => {
    const shape: Shape = { row: [1, 0, 0], column: [0, 1, 0], normal: [0, 0, 1], first: [-22, -37, 0], size: [64, 64, 14], spacing: [1, 1, 3] };
    const grid = gridOf(shape, [BALL]);
    const at = (height: number) => labelsIn(grid, { ...SLICE, position: [-22, -37, height] }, 1)[0];
    expect(at(25.4)).toEqual(at(24));
    expect(at(25.6)).toEqual(at(27));
    expect(area(at(24))).toBeGreaterThan(area(at(27)) + 20);
  });

  it('shows nothing beyond its ends and where it has no frame', () => {
    const shape: Shape = { row: [1, 0, 0], column: [0, 1, 0], normal: [0, 0, 1], first: [-22, -37, 0], size: [64, 64, 14], spacing: [1, 1, 3], isEmpty: (slice) => slice === 6 };
    const grid = gridOf(shape, [BALL]);
    const at = (height: number) => area(labelsIn(grid, { ...SLICE, position: [-22, -37, height] }, 1)[0]);
    expect(at(15)).toBeGreaterThan(0);
    expect(at(18)).toBe(0);
    expect(labelsIn(grid, { ...SLICE, position: [-22, -37, 41] }, 1)).toEqual([]);
    expect(labelsIn(grid, { ...SLICE, position: [500, 0, 20] }, 1).reduce((sum, labels) => sum + area(labels), 0)).toBe(0);
  });

  it('keeps segments apart that overlap', () => {
    const other: Ball = { ...BALL, segment: 7, radius: 6 };
    const pictures = labelsIn(gridOf(centred(TURNED), [BALL, other]), SLICE, 1);
    expect(pictures.map((labels) => new Set(labels))).toEqual([new Set([0, 3]), new Set([0, 7])]);
  });

  it('is not laid over images of another frame of reference, nor without one over other grids', () => {
    const grid = gridOf(centred(TURNED), [BALL]);
    expect(isOfOnePlace(grid, SLICE)).toBe(true);
    expect(labelsIn(grid, { ...SLICE, frameOfReference: 'another' }, 1)).toEqual([]);
    expect(labelsIn({ ...grid, frameOfReference: '' }, { ...SLICE, frameOfReference: '' }, 1)).toEqual([]);
  });
});

describe('a segmentation on the grid of its series', () => {
  const frames = [0, 3, 3].map((z, segment) => ({ segment, position: [1, 1, z] as Vector }));
  const grid: SegGrid = { frameOfReference: 'f', columns: 6, rows: 4, row: [1, 0, 0], column: [0, 1, 0], columnSpacing: 2, rowSpacing: 2, frames, labelAt: (frame, pixel) => 100 * frame + pixel };
  const plane: Plane = { frameOfReference: 'f', position: [1, 1, 3], row: [1, 0, 0], column: [0, 1, 0], columnSpacing: 2, rowSpacing: 2, columns: 6, rows: 4 };
  it('is read pixel by pixel, only where its frames lie', () => {
    const [one, two, three] = labelsIn(grid, plane, 3);
    expect([...(one ?? [])]).toEqual(Array.from({ length: 24 }, (_, pixel) => 100 + pixel));
    expect(two?.[23]).toBe(223);
    expect(three).toBeUndefined();
    expect(isResampled(grid, plane, 3)).toBe(false);
  });
  it('is on the grid of the images when they are turned, whole pixels apart, and not when they are moved or finer', () => {
    const shape: Shape = { row: [0, 1, 0], column: [0, 0, -1], normal: [-1, 0, 0], first: [20, -30, 40], size: [6, 5, 4], spacing: [2, 1.5, 3], isEmpty: (slice) => slice === 0 };
    const sagittal = gridOf(shape, [BALL]);
    // The same voxels from the feet to the head, rows to the left and columns to the back.
    const axial: Plane = { frameOfReference: 'f', position: [11, -30, 35.5], row: [1, 0, 0], column: [0, 1, 0], columnSpacing: 3, rowSpacing: 2, columns: 4, rows: 6 };
    expect(isResampled(sagittal, axial, 3)).toBe(false);
    expect(isResampled(sagittal, { ...axial, position: [11, -30, 34.9] }, 3)).toBe(true);
    expect(isResampled(sagittal, { ...axial, position: [12, -30, 35.5] }, 3)).toBe(true);
    expect(isResampled(sagittal, { ...axial, columnSpacing: 1.5, columns: 8 }, 3)).toBe(true);
    expect(isResampled(sagittal, { ...axial, row: [0.8, 0.6, 0], column: [-0.6, 0.8, 0] }, 3)).toBe(true);
  });
  it('of one frame is shown on its slice and not on the next', () => {
    const single = { ...grid, frames: frames.slice(0, 1), sliceThickness: 5 };
    const at = (z: number) => labelsIn(single, { ...plane, position: [1, 1, z] }, 2.5).length;
    expect([-2.5, 0, 2.5].map(at)).toEqual([0, 1, 0]);
  });
});

describe('run-length coded frames', () => {
  const frame = (segments: number[][]): Uint8Array => {
    const head = new DataView(new ArrayBuffer(64));
    head.setUint32(0, segments.length, true);
    segments.reduce((at, one, index) => (head.setUint32(4 + 4 * index, at, true), at + one.length), 64);
    return Uint8Array.from([...new Uint8Array(head.buffer), ...segments.flat()]);
  };
  it('repeat a byte and copy bytes', () => {
    expect([...unpackRunLengths(frame([[254, 9, 1, 5, 6, 128, 0, 7]]), 6, 1)]).toEqual([9, 9, 9, 5, 6, 7]);
  });
  it('of sixteen bits hold the high bytes first', () => {
    expect([...unpackRunLengths(frame([[1, 1, 2], [1, 3, 4]]), 4, 2)]).toEqual([3, 1, 4, 2]);
  });
  it('that say another number of segments are refused, and runs beyond the end are cut', () => {
    expect(() => unpackRunLengths(frame([[0, 1]]), 4, 2)).toThrow();
    expect([...unpackRunLengths(frame([[129, 4]]), 3, 1)]).toEqual([4, 4, 4]);
  });
});
