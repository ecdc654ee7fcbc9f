// Where an image lies in the patient: letters at its edges, and the line in which another image cuts it.
// DICOM PS3.3 C.7.6.2: x runs to the patient's left, y to the back, z to the head.
import { toImage, type Mapping, type Point } from './geometry';

export type Vector = [number, number, number];

export interface Plane {
  frameOfReference: string;
  position: Vector;
  /** Direction of a row (along columns) and of a column (along rows). */
  row: Vector;
  column: Vector;
  /** Between columns and between rows, in mm. */
  columnSpacing: number;
  rowSpacing: number;
  columns: number;
  rows: number;
}

export interface Line {
  from: Point;
  to: Point;
}

const MOST_PARALLEL = 0.98;

const add = (a: Vector, b: Vector, factor: number): Vector => [a[0] + b[0] * factor, a[1] + b[1] * factor, a[2] + b[2] * factor];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const normalOf = (plane: Plane): Vector => cross(plane.row, plane.column);

function cornersOf(plane: Plane): [Vector, Vector, Vector, Vector] {
  const { position, row, column } = plane;
  const width = plane.columnSpacing * (plane.columns - 1);
  const height = plane.rowSpacing * (plane.rows - 1);
  const right = add(position, row, width);
  return [position, right, add(right, column, height), add(position, column, height)];
}

/** Position is the centre of the first pixel, which is (0.5, 0.5) in our coordinates. */
function inImage(plane: Plane, at: Vector): Point {
  const offset = add(at, plane.position, -1);
  return { x: dot(offset, plane.row) / plane.columnSpacing + 0.5, y: dot(offset, plane.column) / plane.rowSpacing + 0.5 };
}

/** Liang-Barsky: the part of a line inside the image. */
function clipped(line: Line, columns: number, rows: number): Line | undefined {
  const { from, to } = line;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  let start = 0;
  let end = 1;
  for (const [step, room] of [[-dx, from.x], [dx, columns - from.x], [-dy, from.y], [dy, rows - from.y]] as const) {
    if (step === 0 && room < 0) return undefined;
    if (step < 0) start = Math.max(start, room / step);
    if (step > 0) end = Math.min(end, room / step);
  }
  if (start >= end) return undefined;
  const at = (part: number): Point => ({ x: from.x + part * dx, y: from.y + part * dy });
  return { from: at(start), to: at(end) };
}

/** Where `other` cuts the image `mine`; nothing between different frames of reference or nearly parallel images. */
export function crossLine(mine: Plane, other: Plane): Line | undefined {
  if (!mine.frameOfReference || mine.frameOfReference !== other.frameOfReference) return undefined;
  const normal = normalOf(mine);
  if (Math.abs(dot(normal, normalOf(other))) > MOST_PARALLEL) return undefined;
  const corners = cornersOf(other);
  const heights = corners.map((corner) => dot(normal, add(corner, mine.position, -1)));
  const cuts: Vector[] = [];
  corners.forEach((corner, index) => {
    const next = (index + 1) % 4;
    const [here, there] = [heights[index] ?? 0, heights[next] ?? 0];
    if (here < 0 === there < 0) return;
    cuts.push(add(corner, add(corners[next] ?? corner, corner, -1), here / (here - there)));
  });
  const [first, second] = cuts;
  if (!first || !second) return undefined;
  return clipped({ from: inImage(mine, first), to: inImage(mine, second) }, mine.columns, mine.rows);
}

/** 'L', 'LP', …: what lies in this direction; a second letter where the image is oblique. */
export function lettersOf(direction: Vector): string {
  const names: [string, string][] = [['L', 'R'], ['P', 'A'], ['H', 'F']];
  const size = Math.hypot(...direction) || 1;
  return direction
    .map((value, axis) => ({ part: Math.abs(value) / size, letter: names[axis]?.[value > 0 ? 0 : 1] ?? '' }))
    .filter((one) => one.part > 0.35)
    .sort((a, b) => b.part - a.part)
    .slice(0, 2)
    .map((one) => one.letter)
    .join('');
}

export interface EdgeLetters {
  left: string;
  right: string;
  top: string;
  bottom: string;
}

/** The letters at the edges of the screen, whatever way the image is turned. */
export function edgeLetters(plane: Plane, mapping: Mapping): EdgeLetters {
  const origin = toImage(mapping, { x: 0, y: 0 });
  const towards = (x: number, y: number): string => {
    const to = toImage(mapping, { x, y });
    const along = add([0, 0, 0], plane.row, (to.x - origin.x) * plane.columnSpacing);
    return lettersOf(add(along, plane.column, (to.y - origin.y) * plane.rowSpacing));
  };
  return { left: towards(-1, 0), right: towards(1, 0), top: towards(0, -1), bottom: towards(0, 1) };
}
