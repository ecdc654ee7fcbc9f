// Where the voxels of a segmentation lie, and which of them is nearest to each pixel of a shown plane, whatever its spacing and direction.
import type { Plane, Vector } from './planes';

const PARALLEL = 0.999;
/** Headers are written with few digits: what is nearer is the same height. */
const SAME_MM = 0.01;
/** Of the distance of slices: heights of an even stack are off it by less. */
const EVEN = 0.1;
const USUAL_STEP_MM = 1;
/** How much further than half way another slice may be: two that are equally far are told apart by nothing else. */
const HALF = 0.5 - 1e-6;
/** In voxels, from one pixel to the next. */
const WHOLE = 0.01;
/** In voxels, from one end of a plane to the other. */
const ALIGNED = 0.02;

export interface SegFrame {
  /** 0 where the pixels hold the numbers of segments themselves. */
  segment: number;
  position: Vector;
}

export interface SegGrid {
  frameOfReference: string;
  columns: number;
  rows: number;
  row: Vector;
  column: Vector;
  columnSpacing: number;
  rowSpacing: number;
  /** As the file says, in mm. */
  sliceSpacing?: number;
  sliceThickness?: number;
  frames: SegFrame[];
  /** The label of a pixel, 0 for none. */
  labelAt: (frame: number, pixel: number) => number;
}

const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** The same size, spacing and direction. */
function isAlike(grid: SegGrid, plane: Plane): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= 0.01 * b;
  return grid.columns === plane.columns && grid.rows === plane.rows && dot(grid.row, plane.row) > PARALLEL && dot(grid.column, plane.column) > PARALLEL && near(grid.columnSpacing, plane.columnSpacing) && near(grid.rowSpacing, plane.rowSpacing);
}

/** Whether it can be said at all where one lies in the other: without a frame of reference only where they are alike. */
export function isOfOnePlace(grid: SegGrid, plane: Plane): boolean {
  return grid.frameOfReference === plane.frameOfReference && (grid.frameOfReference !== '' || isAlike(grid, plane));
}

/** How far frames lie from the first one, across their slices. */
function heightsOf(grid: SegGrid, origin: Vector): number[] {
  const normal = cross(grid.row, grid.column);
  return grid.frames.map(({ position }) => dot(minus(position, origin), normal));
}

/** The distance of slices: what the file says if its frames keep to it, or the least distance of two frames. */
function stepOf(grid: SegGrid, heights: number[], plane: Plane, step_mm: number | undefined): number {
  const sorted = [...heights].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((height, index) => height - (sorted[index] ?? height)).filter((gap) => gap > SAME_MM);
  if (gaps.length === 0) return (isAlike(grid, plane) ? step_mm : undefined) ?? grid.sliceThickness ?? step_mm ?? USUAL_STEP_MM;
  const said = grid.sliceSpacing;
  const isEven = (gap: number) => said !== undefined && Math.abs(gap / said - Math.round(gap / said)) <= EVEN;
  return said !== undefined && said > 0 && gaps.every(isEven) && gaps.every((gap) => gap > said / 2) ? said : Math.min(...gaps);
}

/** From the pixels of a plane to places of the grid: columns, rows and slices, linear in x and y. */
interface Steps {
  start: Vector;
  along_x: Vector;
  along_y: Vector;
}

function stepsTo(grid: SegGrid, origin: Vector, slice_mm: number, plane: Plane): Steps {
  const axes = [grid.row, grid.column, cross(grid.row, grid.column)];
  const sizes = [grid.columnSpacing, grid.rowSpacing, slice_mm];
  const inGrid = (way: Vector, length: number): Vector => axes.map((axis, index) => (dot(way, axis) * length) / (sizes[index] ?? 1)) as Vector;
  return { start: inGrid(minus(plane.position, origin), 1), along_x: inGrid(plane.row, plane.columnSpacing), along_y: inGrid(plane.column, plane.rowSpacing) };
}

/** From pixel to pixel one whole voxel along one axis of the grid, and pixels lie on voxels: the same grid, turned. */
function isTurned({ start, along_x, along_y }: Steps): boolean {
  const isUnit = (step: Vector) => step.every((part) => Math.abs(part - Math.round(part)) < WHOLE) && step.reduce((sum, part) => sum + Math.abs(Math.round(part)), 0) === 1;
  return isUnit(along_x) && isUnit(along_y) && start.every((part) => Math.abs(part - Math.round(part)) <= EVEN);
}

/** Whether labels are taken from voxels that are no pixels of the plane; `step_mm` is the distance of the series' slices. */
export function isResampled(grid: SegGrid, plane: Plane, step_mm: number | undefined): boolean {
  const [first] = grid.frames;
  if (!first) return true;
  if (!isAlike(grid, plane)) return !isTurned(stepsTo(grid, first.position, stepOf(grid, heightsOf(grid, first.position), plane, step_mm), plane));
  const offset = minus(first.position, plane.position);
  return Math.abs(dot(offset, plane.row)) > HALF * plane.columnSpacing || Math.abs(dot(offset, plane.column)) > HALF * plane.rowSpacing;
}

/** Frames of one segment by the slice that they are. */
type Layer = Map<number, number>;

function layersOf(grid: SegGrid, sliceOf: number[]): Layer[] {
  const layers = new Map<number, Layer>();
  grid.frames.forEach(({ segment }, frame) => {
    const layer = layers.get(segment) ?? new Map<number, number>();
    layers.set(segment, layer.set(sliceOf[frame] ?? 0, frame));
  });
  return [...layers.values()];
}

/** Slices that the plane reaches. */
function reach({ start, along_x, along_y }: Steps, { columns, rows }: Plane): { first: number; last: number } {
  const ends = [0, along_x[2] * (columns - 1)].flatMap((x) => [0, along_y[2] * (rows - 1)].map((y) => start[2] + x + y));
  return { first: Math.min(...ends) - HALF, last: Math.max(...ends) + HALF };
}

/** Rows of the plane are rows of one slice, as they are unless somebody has turned something. */
function isAligned({ along_x, along_y }: Steps, { columns, rows }: Plane): boolean {
  const off = (Math.abs(along_x[1]) + Math.abs(along_x[2])) * columns + (Math.abs(along_y[0]) + Math.abs(along_y[2])) * rows;
  return off < ALIGNED;
}

/** The same as `sample`, several times faster. */
function sampleAligned(grid: SegGrid, layer: Layer, shifts: [number, number][], { start, along_x, along_y }: Steps, plane: Plane): Uint16Array {
  const labels = new Uint16Array(plane.columns * plane.rows);
  const frame = layer.get(Math.round(start[2]));
  if (frame === undefined || Math.abs(start[2] - Math.round(start[2])) > HALF) return labels;
  const [aside, down] = shifts[frame] ?? [0, 0];
  const columns = Int32Array.from({ length: plane.columns }, (_, x) => Math.round(start[0] + x * along_x[0] - aside));
  for (let y = 0; y < plane.rows; y += 1) {
    const row = Math.round(start[1] + y * along_y[1] - down);
    if (row < 0 || row >= grid.rows) continue;
    for (let x = 0, to = y * plane.columns; x < plane.columns; x += 1, to += 1) {
      const column = columns[x] ?? -1;
      if (column >= 0 && column < grid.columns) labels[to] = grid.labelAt(frame, row * grid.columns + column);
    }
  }
  return labels;
}

/** Nearest neighbours; frames may be moved within their slice against the first one. */
function sample(grid: SegGrid, layer: Layer, shifts: [number, number][], { start, along_x, along_y }: Steps, plane: Plane): Uint16Array {
  const labels = new Uint16Array(plane.columns * plane.rows);
  for (let y = 0, to = 0; y < plane.rows; y += 1) {
    for (let x = 0; x < plane.columns; x += 1, to += 1) {
      const height = start[2] + x * along_x[2] + y * along_y[2];
      const slice = Math.round(height);
      const frame = layer.get(slice);
      if (frame === undefined || Math.abs(height - slice) > HALF) continue;
      const [aside, down] = shifts[frame] ?? [0, 0];
      const column = Math.round(start[0] + x * along_x[0] + y * along_y[0] - aside);
      const row = Math.round(start[1] + x * along_x[1] + y * along_y[1] - down);
      if (column >= 0 && row >= 0 && column < grid.columns && row < grid.rows) labels[to] = grid.labelAt(frame, row * grid.columns + column);
    }
  }
  return labels;
}

/** Labels of the plane's pixels, one picture for each segment that reaches into it; `step_mm` is the distance of the series' slices. */
export function labelsIn(grid: SegGrid, plane: Plane, step_mm: number | undefined): Uint16Array[] {
  const origin = grid.frames[0]?.position;
  if (!origin || !isOfOnePlace(grid, plane)) return [];
  const offsets = grid.frames.map(({ position }) => minus(position, origin));
  const heights = heightsOf(grid, origin);
  const slice_mm = stepOf(grid, heights, plane, step_mm);
  const shifts = offsets.map((offset): [number, number] => [dot(offset, grid.row) / grid.columnSpacing, dot(offset, grid.column) / grid.rowSpacing]);
  const steps = stepsTo(grid, origin, slice_mm, plane);
  const { first, last } = reach(steps, plane);
  return layersOf(grid, heights.map((height) => Math.round(height / slice_mm)))
    .filter((layer) => [...layer.keys()].some((slice) => slice >= first && slice <= last))
    .map((layer) => (isAligned(steps, plane) ? sampleAligned : sample)(grid, layer, shifts, steps, plane));
}
