// Boxes that are to become unreadable, as plain data: move, resize, scope, what they cover. Whole pixels of the image.
export type Style = 'fill' | 'block' | 'blur';
export type Subject = 'text' | 'face' | 'other';
export type Scope = 'frame' | 'range' | 'all';
export type Corner = 'nw' | 'ne' | 'sw' | 'se';

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Region extends Area {
  /** Only here, never sent. */
  id: number;
  frame_from: number;
  frame_to: number;
  style: Style;
  subject: Subject;
}

export interface Size {
  columns: number;
  rows: number;
  frames: number;
}

export const LEAST_SIDE = 2;

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), Math.max(least, most));

/** Inside the image and at least LEAST_SIDE wide, whatever was typed. */
export function fitted<T extends Area>(area: T, size: Size): T {
  const x = clamp(Math.round(area.x) || 0, 0, size.columns - LEAST_SIDE);
  const y = clamp(Math.round(area.y) || 0, 0, size.rows - LEAST_SIDE);
  return {
    ...area,
    x,
    y,
    width: clamp(Math.round(area.width) || LEAST_SIDE, LEAST_SIDE, size.columns - x),
    height: clamp(Math.round(area.height) || LEAST_SIDE, LEAST_SIDE, size.rows - y),
  };
}

/** Keeps its size: at the edge of the image it stops. */
export function moved<T extends Area>(area: T, dx: number, dy: number, size: Size): T {
  return {
    ...area,
    x: clamp(Math.round(area.x + dx), 0, size.columns - area.width),
    y: clamp(Math.round(area.y + dy), 0, size.rows - area.height),
  };
}

/** One corner goes, the one across stays; the box cannot be turned inside out. */
export function stretched<T extends Area>(area: T, corner: Corner, dx: number, dy: number, size: Size): T {
  const right = area.x + area.width;
  const bottom = area.y + area.height;
  const x = corner.endsWith('w') ? clamp(Math.round(area.x + dx), 0, right - LEAST_SIDE) : area.x;
  const y = corner.startsWith('n') ? clamp(Math.round(area.y + dy), 0, bottom - LEAST_SIDE) : area.y;
  const toX = corner.endsWith('e') ? clamp(Math.round(right + dx), area.x + LEAST_SIDE, size.columns) : right;
  const toY = corner.startsWith('s') ? clamp(Math.round(bottom + dy), area.y + LEAST_SIDE, size.rows) : bottom;
  return { ...area, x, y, width: toX - x, height: toY - y };
}

export function scopeOf(region: Region, size: Size): Scope {
  if (region.frame_from === 0 && region.frame_to === size.frames - 1) return 'all';
  return region.frame_from === region.frame_to ? 'frame' : 'range';
}

export function withScope(region: Region, scope: Scope, frame: number, size: Size): Region {
  if (scope === 'all') return { ...region, frame_from: 0, frame_to: size.frames - 1 };
  if (scope === 'frame') return { ...region, frame_from: frame, frame_to: frame };
  return { ...region, frame_from: frame, frame_to: Math.min(frame + 1, size.frames - 1) };
}

/** Frames from 0; the end never lies before the beginning. */
export function withRange(region: Region, from: number, to: number, size: Size): Region {
  const first = clamp(from, 0, size.frames - 1);
  return { ...region, frame_from: first, frame_to: clamp(to, first, size.frames - 1) };
}

export const isOn = (region: Region, frame: number): boolean => frame >= region.frame_from && frame <= region.frame_to;

/** How many frames meet at least one region. */
export function countFrames(regions: Region[]): number {
  const ranges = regions.map((one) => [one.frame_from, one.frame_to] as const).sort((a, b) => a[0] - b[0]);
  let count = 0;
  let next = 0;
  for (const [from, to] of ranges) {
    count += Math.max(0, to + 1 - Math.max(from, next));
    next = Math.max(next, to + 1);
  }
  return count;
}

/** Whether the middle of a found box lies under some region on each of its frames. */
export function isCovered(box: Area & { frame: number; lastFrame?: number }, regions: Region[]): boolean {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const over = regions.filter((one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + one.height);
  return countFrames(over.map((one) => within(one, box.frame, box.lastFrame ?? box.frame))) === (box.lastFrame ?? box.frame) - box.frame + 1;
}

const within = (one: Region, first: number, last: number): Region => ({ ...one, frame_from: Math.max(one.frame_from, first), frame_to: Math.min(one.frame_to, last) });

export interface Edits {
  past: Region[][];
  now: Region[];
  future: Region[][];
}

export const NO_EDITS: Edits = { past: [], now: [], future: [] };
const MOST_STEPS = 200;

/** `before` is what undo leads back to; without it, what is there now. */
export function edited(edits: Edits, now: Region[], before = edits.now): Edits {
  return { past: [...edits.past, before].slice(-MOST_STEPS), now, future: [] };
}

export function undone({ past, now, future }: Edits): Edits {
  const last = past[past.length - 1];
  return last ? { past: past.slice(0, -1), now: last, future: [now, ...future] } : { past, now, future };
}

export function redone({ past, now, future }: Edits): Edits {
  const [next, ...rest] = future;
  return next ? { past: [...past, now], now: next, future: rest } : { past, now, future };
}

/** As the server takes them. */
export const toSend = (regions: Region[]) =>
  regions.map(({ frame_from, frame_to, x, y, width, height, style, subject }) => ({ frame_from, frame_to, x, y, width, height, style, subject }));
