// Points on the screen, points in the image, lengths in millimetres. Pixels of the original image:
// (0, 0) is the outer corner of the first pixel, x runs right along columns, y runs down along rows.
export interface Point {
  x: number;
  y: number;
}

export interface Box {
  frame: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** screen = origin + x * u + y * v; holds for any zoom, pan, rotation and flip. */
export interface Mapping {
  origin: Point;
  u: Point;
  v: Point;
}

/** The mapping that takes image (0,0), (1,0), (0,1) to these three points of the screen. */
export function mappingFrom(atOrigin: Point, atX: Point, atY: Point): Mapping {
  return {
    origin: atOrigin,
    u: { x: atX.x - atOrigin.x, y: atX.y - atOrigin.y },
    v: { x: atY.x - atOrigin.x, y: atY.y - atOrigin.y },
  };
}

export function toScreen(mapping: Mapping, point: Point): Point {
  const { origin, u, v } = mapping;
  return { x: origin.x + point.x * u.x + point.y * v.x, y: origin.y + point.x * u.y + point.y * v.y };
}

export function toImage(mapping: Mapping, point: Point): Point {
  const { origin, u, v } = mapping;
  const determinant = u.x * v.y - u.y * v.x;
  if (determinant === 0) return { x: 0, y: 0 };
  const dx = point.x - origin.x;
  const dy = point.y - origin.y;
  return { x: (dx * v.y - dy * v.x) / determinant, y: (dy * u.x - dx * u.y) / determinant };
}

export function clampToImage(point: Point, rows: number, columns: number): Point {
  return { x: Math.min(Math.max(point.x, 0), columns), y: Math.min(Math.max(point.y, 0), rows) };
}

/** Row spacing is between rows, so along y (DICOM PS3.3 10.7.1.3). */
export function lengthMm(a: Point, b: Point, spacing: { row: number; column: number }): number {
  return Math.hypot((b.x - a.x) * spacing.column, (b.y - a.y) * spacing.row);
}

export function lengthPixels(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** The box between two corners in any order, inside the image, to a tenth of a pixel. */
export function boxBetween(frame: number, a: Point, b: Point, rows: number, columns: number): Box {
  const from = clampToImage(a, rows, columns);
  const to = clampToImage(b, rows, columns);
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return {
    frame,
    x: tenth(Math.min(from.x, to.x)),
    y: tenth(Math.min(from.y, to.y)),
    width: tenth(Math.abs(to.x - from.x)),
    height: tenth(Math.abs(to.y - from.y)),
  };
}

/** A click that hardly moved is no box. */
export function isDrawn(box: Box): boolean {
  return box.width >= 2 && box.height >= 2;
}

/** The four corners on the screen, for a polygon: after a rotation a box is no upright rectangle. */
export function cornersOnScreen(mapping: Mapping, box: Box): Point[] {
  const { x, y, width, height } = box;
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ].map((corner) => toScreen(mapping, corner));
}
