// NIfTI-1 and -2 voxels (nifti1.h, nifti2.h) turned to the axes of the body: columns run to the patient's left, rows to the
// back, slices to the head, so that an axial slice hangs as radiologists are used to. The server has checked the file; where
// the voxels lie comes from its description of the asset.
import type { Vector } from './planes';
import type { VolumeGrid } from './types';

/** 16 bits each; what has more values is scaled to these. */
export interface Voxels {
  /** All volumes one after the other; column fastest, then row, then slice. */
  values: Int16Array<ArrayBuffer>;
  slope: number;
  intercept: number;
  /** Of the values. */
  least: number;
  columns: number;
  rows: number;
  slices: number;
  times: number;
  spacing_mm: Vector;
  /** Centre of the first voxel, LPS. */
  position: Vector;
  /** Directions in the patient; all zero where the file does not say. */
  row: Vector;
  column: Vector;
  normal: Vector;
}

export const MOST_VOXELS = 262_144_000;
const MOST = 32767;
const LEAST = -32768;

type Raw = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array;

const TYPES: Record<number, { bytes: number; of: new (buffer: ArrayBuffer, offset: number, length: number) => Raw }> = {
  2: { bytes: 1, of: Uint8Array },
  4: { bytes: 2, of: Int16Array },
  8: { bytes: 4, of: Int32Array },
  16: { bytes: 4, of: Float32Array },
  64: { bytes: 8, of: Float64Array },
  256: { bytes: 1, of: Int8Array },
  512: { bytes: 2, of: Uint16Array },
  768: { bytes: 4, of: Uint32Array },
  1024: { bytes: 8, of: BigInt64Array },
  1280: { bytes: 8, of: BigUint64Array },
};

export class NoNifti extends Error {}

interface Head {
  type: number;
  offset: number;
  slope: number;
  intercept: number;
  isLittle: boolean;
}

function headOf(file: ArrayBuffer): Head {
  const view = new DataView(file);
  const isLittle = [348, 540].includes(view.getInt32(0, true));
  const size = view.getInt32(0, isLittle);
  if (size !== 348 && size !== 540) throw new NoNifti('header');
  const isTwo = size === 540;
  const real = (one: number, two: number) => (isTwo ? view.getFloat64(two, isLittle) : view.getFloat32(one, isLittle));
  const slope = real(112, 176);
  return {
    type: view.getInt16(isTwo ? 12 : 70, isLittle),
    offset: isTwo ? Number(view.getBigInt64(168, isLittle)) : view.getFloat32(108, isLittle),
    slope: Number.isFinite(slope) && slope !== 0 ? slope : 1,
    intercept: slope !== 0 && Number.isFinite(real(116, 184)) ? real(116, 184) : 0,
    isLittle,
  };
}

function swap(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** A copy, so that it lies at a multiple of its width and the file can be let go. */
function rawOf(file: ArrayBuffer, head: Head, count: number): Raw {
  const type = TYPES[head.type];
  if (!type) throw new NoNifti('type');
  if (head.offset + count * type.bytes > file.byteLength) throw new NoNifti('short');
  const bytes = new Uint8Array(file.slice(head.offset, head.offset + count * type.bytes));
  if (!head.isLittle && type.bytes > 1) swap(bytes, type.bytes);
  return new type.of(bytes.buffer, 0, count);
}

interface Axis {
  index: number;
  isReversed: boolean;
}

const lengthOf = (step: number[]) => Math.hypot(...step);

/** Which axis of the file is nearest to left, back and head; each is used once. */
export function axesOf(steps: Vector[]): [Axis, Axis, Axis] {
  const pairs = [0, 1, 2].flatMap((body) => [0, 1, 2].map((index) => ({ body, index, part: (steps[index]?.[body] ?? 0) / (lengthOf(steps[index] ?? []) || 1) })));
  pairs.sort((a, b) => Math.abs(b.part) - Math.abs(a.part));
  const axes: (Axis | undefined)[] = [undefined, undefined, undefined];
  const used = new Set<number>();
  for (const { body, index, part } of pairs) {
    if (axes[body] || used.has(index)) continue;
    axes[body] = { index, isReversed: part < 0 };
    used.add(index);
  }
  return axes as [Axis, Axis, Axis];
}

interface Scale {
  slope: number;
  intercept: number;
}

/** Whole numbers that fit are kept exactly. */
function scaleOf(raw: Raw, head: Head): { scale: Scale; factor: number; shift: number } {
  let least = Infinity;
  let most = -Infinity;
  let isWhole = true;
  for (const one of raw) {
    const value = Number(one);
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    isWhole &&= Number.isInteger(value);
  }
  if (isWhole && least >= LEAST && most <= MOST) return { scale: { slope: head.slope, intercept: head.intercept }, factor: 1, shift: 0 };
  const step = (most - least) / (MOST - LEAST) || 1;
  // stored = (value - least) / step + LEAST
  return { scale: { slope: head.slope * step, intercept: head.intercept + head.slope * (least - LEAST * step) }, factor: 1 / step, shift: LEAST - least / step };
}

export interface Turned {
  counts: [number, number, number];
  /** In the raw values, between neighbours along each axis of the body, and where the first lies. */
  strides: [number, number, number];
  start: number;
}

export function turnedOf(size: number[], axes: [Axis, Axis, Axis]): Turned {
  const rawStrides = [1, size[0] ?? 1, (size[0] ?? 1) * (size[1] ?? 1)];
  const counts = axes.map((axis) => size[axis.index] ?? 1) as [number, number, number];
  const strides = axes.map((axis) => (rawStrides[axis.index] ?? 1) * (axis.isReversed ? -1 : 1)) as [number, number, number];
  const start = axes.reduce((sum, axis, body) => sum + (axis.isReversed ? ((counts[body] ?? 1) - 1) * (rawStrides[axis.index] ?? 1) : 0), 0);
  return { counts, strides, start };
}

function turn(raw: Raw, { counts, strides, start }: Turned, times: number, factor: number, shift: number): Int16Array<ArrayBuffer> {
  const [columns, rows, slices] = counts;
  const [across, down, along] = strides;
  const values = new Int16Array(columns * rows * slices * times);
  let to = 0;
  for (let time = 0; time < times; time += 1) {
    for (let slice = 0; slice < slices; slice += 1) {
      for (let row = 0; row < rows; row += 1) {
        let from = start + time * columns * rows * slices + slice * along + row * down;
        for (let column = 0; column < columns; column += 1, to += 1, from += across) {
          values[to] = Math.min(Math.max(Math.round(Number(raw[from]) * factor + shift), LEAST), MOST);
        }
      }
    }
  }
  return values;
}

const vectorAt = (numbers: number[], at: number): Vector => [numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0];
/** No part is minus zero. */
const scaled = (a: Vector, factor: number): Vector => [a[0] * factor + 0, a[1] * factor + 0, a[2] * factor + 0];
const sum = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** `spacing_mm`: of columns, rows and slices, for a file that does not say how it lies. */
export function readNifti(file: ArrayBuffer, grid: VolumeGrid, spacing_mm: Vector): Voxels {
  const count = grid.size.reduce((all, one) => all * one, 1);
  if (count * grid.times > MOST_VOXELS) throw new NoNifti('too_large');
  const isPlaced = grid.place_mm.length === 12;
  const upright: Vector[] = [[spacing_mm[0], 0, 0], [0, spacing_mm[1], 0], [0, 0, spacing_mm[2]]];
  const steps = isPlaced ? [3, 6, 9].map((at) => vectorAt(grid.place_mm, at)) : upright;
  const axes = axesOf(steps);
  const head = headOf(file);
  const raw = rawOf(file, head, count * grid.times);
  const { scale, factor, shift } = scaleOf(raw, head);
  const turned = turnedOf(grid.size, axes);
  const along = axes.map((axis) => scaled(steps[axis.index] ?? [0, 0, 0], axis.isReversed ? -1 : 1));
  const directions = along.map((step) => (isPlaced ? scaled(step, 1 / (lengthOf(step) || 1)) : ([0, 0, 0] as Vector)));
  const position = axes.reduce((at, axis) => (axis.isReversed ? sum(at, scaled(steps[axis.index] ?? [0, 0, 0], (grid.size[axis.index] ?? 1) - 1)) : at), isPlaced ? vectorAt(grid.place_mm, 0) : ([0, 0, 0] as Vector));
  const [columns, rows, slices] = turned.counts;
  const [row, column, normal] = directions as [Vector, Vector, Vector];
  const values = turn(raw, turned, grid.times, factor, shift);
  const least = values.reduce((lowest, value) => Math.min(lowest, value), MOST);
  return { values, ...scale, least, columns, rows, slices, times: grid.times, spacing_mm: along.map(lengthOf) as Vector, position, row, column, normal };
}
