// A stack as a volume and its three cuts: along the stack, and the two planes that stand upright on it.
import { lettersOf, type Plane, type Vector } from './planes';
import type { Range } from './windows';

export interface Volume {
  /** Of a series; absent for files that have coordinates of their own. */
  frameOfReference?: string;
  /** Column fastest, then row, then slice. */
  values: Float32Array | Int16Array;
  /** What a value stands for: value * slope + intercept. */
  slope: number;
  intercept: number;
  columns: number;
  rows: number;
  slices: number;
  /** Between columns, rows and slices, in mm. */
  spacing_mm: Vector;
  /** Centre of the first voxel. */
  position: Vector;
  row: Vector;
  column: Vector;
  normal: Vector;
}

export const CUTS = ['stack', 'row', 'column'] as const;
/** 'stack' is a slice as it was taken; 'row' holds one row of every slice, 'column' one column. */
export type Cut = (typeof CUTS)[number];

export interface Place {
  column: number;
  row: number;
  slice: number;
}

const LARGEST_GAP = 0.1;

/** The step between slices, or nothing where they are not evenly spaced. */
export function evenStep(depths_mm: number[]): number | undefined {
  const steps = depths_mm.slice(1).map((depth, index) => Math.abs(depth - (depths_mm[index] ?? depth)));
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  if (!(mean > 0) || steps.some((step) => Math.abs(step - mean) > LARGEST_GAP * mean)) return undefined;
  return mean;
}

/** Slices may run against the cross product of row and column: the normal leads from the first to the last. */
export function directions(first: Plane, last: Plane): Pick<Volume, 'row' | 'column' | 'normal'> {
  const way = [0, 1, 2].map((axis) => (last.position[axis] ?? 0) - (first.position[axis] ?? 0)) as Vector;
  const size = Math.hypot(...way) || 1;
  return { row: first.row, column: first.column, normal: way.map((part) => part / size) as Vector };
}

interface Layout {
  width: number;
  height: number;
  /** How far apart in the values neighbours across and down are, and where the cut begins. */
  across: number;
  down: number;
  start: number;
  size_mm: [number, number];
  isUpsideDown: boolean;
}

const opposite = (direction: Vector): Vector => [-direction[0], -direction[1], -direction[2]];

/** Upright cuts of an axial stack have the head at the top (lettersOf: 'H'). */
export function layoutOf(volume: Volume, cut: Cut, at: Place): Layout {
  const { columns, rows, slices, spacing_mm } = volume;
  const plane = columns * rows;
  const isUpsideDown = cut !== 'stack' && lettersOf(volume.normal).startsWith('H');
  if (cut === 'stack') return { width: columns, height: rows, across: 1, down: columns, start: at.slice * plane, size_mm: [columns * spacing_mm[0], rows * spacing_mm[1]], isUpsideDown };
  const height_mm = slices * spacing_mm[2];
  if (cut === 'row') return { width: columns, height: slices, across: 1, down: plane, start: at.row * columns, size_mm: [columns * spacing_mm[0], height_mm], isUpsideDown };
  return { width: rows, height: slices, across: columns, down: plane, start: at.column, size_mm: [rows * spacing_mm[1], height_mm], isUpsideDown };
}

/** Grey values of a cut, opaque RGBA, one pixel a voxel. */
export function paint(volume: Volume, cut: Cut, at: Place, range: Range): { pixels: Uint8ClampedArray<ArrayBuffer>; layout: Layout } {
  const layout = layoutOf(volume, cut, at);
  const { width, height, across, down, start } = layout;
  const pixels = new Uint8ClampedArray(width * height * 4);
  const scale = (255 * volume.slope) / Math.max(range.upper - range.lower, 1e-6);
  const lower = (range.lower - volume.intercept) / volume.slope;
  for (let y = 0, to = 0; y < height; y += 1) {
    let from = start + (layout.isUpsideDown ? height - 1 - y : y) * down;
    for (let x = 0; x < width; x += 1, from += across, to += 4) {
      const grey = ((volume.values[from] ?? 0) - lower) * scale;
      pixels[to] = grey;
      pixels[to + 1] = grey;
      pixels[to + 2] = grey;
      pixels[to + 3] = 255;
    }
  }
  return { pixels, layout };
}

/** Where the crossing point lies in a cut, in parts of its width and height. */
export function crossIn(volume: Volume, cut: Cut, at: Place): { x: number; y: number } {
  const { isUpsideDown } = layoutOf(volume, cut, at);
  const x = cut === 'column' ? (at.row + 0.5) / volume.rows : (at.column + 0.5) / volume.columns;
  const depth = (at.slice + 0.5) / volume.slices;
  if (cut === 'stack') return { x, y: (at.row + 0.5) / volume.rows };
  return { x, y: isUpsideDown ? 1 - depth : depth };
}

const inside = (part: number, count: number): number => Math.min(Math.max(Math.floor(part * count), 0), count - 1);

/** The place that was pressed in a cut. */
export function placeAt(volume: Volume, cut: Cut, at: Place, part: { x: number; y: number }): Place {
  const { isUpsideDown } = layoutOf(volume, cut, at);
  if (cut === 'stack') return { ...at, column: inside(part.x, volume.columns), row: inside(part.y, volume.rows) };
  const slice = inside(isUpsideDown ? 1 - part.y : part.y, volume.slices);
  return cut === 'row' ? { ...at, column: inside(part.x, volume.columns), slice } : { ...at, row: inside(part.x, volume.rows), slice };
}

/** 'axial', 'coronal' or 'sagittal': what plane of the body a cut is nearest to; the cut itself where nothing says how it lies. */
export function nameOf(volume: Pick<Volume, 'row' | 'column' | 'normal'>, cut: Cut): 'axial' | 'coronal' | 'sagittal' | Cut {
  const across = { stack: volume.normal, row: volume.column, column: volume.row }[cut];
  const [letter] = lettersOf(across);
  if (!letter) return cut;
  if (letter === 'H' || letter === 'F') return 'axial';
  return letter === 'A' || letter === 'P' ? 'coronal' : 'sagittal';
}

export function lettersIn(volume: Pick<Volume, 'row' | 'column' | 'normal'>, cut: Cut): { left: string; right: string; top: string; bottom: string } {
  const right = cut === 'column' ? volume.column : volume.row;
  const along = cut === 'stack' ? volume.column : volume.normal;
  const down = cut !== 'stack' && lettersOf(volume.normal).startsWith('H') ? opposite(along) : along;
  return { left: lettersOf(opposite(right)), right: lettersOf(right), top: lettersOf(opposite(down)), bottom: lettersOf(down) };
}
