// How an image of known size lies on the screen: fitted, then zoomed, moved, mirrored and turned. For engines that have no
// camera of their own.
import type { Mapping, Point } from './geometry';
import { UPRIGHT, type Orientation } from './orientation';

const LEAST_ZOOM = 0.2;
const MOST_ZOOM = 40;

export interface Size {
  width: number;
  height: number;
}

export interface View {
  zoom: number;
  pan: Point;
  orientation: Orientation;
}

export const FITTED: View = { zoom: 1, pan: { x: 0, y: 0 }, orientation: UPRIGHT };

const TURNS: Record<Orientation['degrees'], [number, number]> = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] };

/** The largest scale at which the whole image is seen. */
function fitScale(image: Size, screen: Size, { degrees }: Orientation): number {
  const isLying = degrees % 180 !== 0;
  const width = isLying ? image.height : image.width;
  const height = isLying ? image.width : image.height;
  return Math.min(screen.width / Math.max(width, 1), screen.height / Math.max(height, 1));
}

export function mappingOf(view: View, image: Size, screen: Size): Mapping {
  const scale = fitScale(image, screen, view.orientation) * view.zoom;
  const [cos, sin] = TURNS[view.orientation.degrees];
  const across = view.orientation.isMirrored ? -scale : scale;
  const u = { x: across * cos, y: across * sin };
  const v = { x: -scale * sin, y: scale * cos };
  const middle = { x: screen.width / 2 + view.pan.x, y: screen.height / 2 + view.pan.y };
  return {
    origin: { x: middle.x - (u.x * image.width + v.x * image.height) / 2, y: middle.y - (u.y * image.width + v.y * image.height) / 2 },
    u,
    v,
  };
}

/** Zooms so that what lies under `at` stays there. */
export function zoomed(view: View, factor: number, screen: Size, at?: Point): View {
  const zoom = Math.min(Math.max(view.zoom * factor, LEAST_ZOOM), MOST_ZOOM);
  const real = zoom / view.zoom;
  const middle = { x: screen.width / 2, y: screen.height / 2 };
  const fixed = at ?? middle;
  const move = (pan: number, middleAt: number, fixedAt: number) => fixedAt - middleAt - (fixedAt - middleAt - pan) * real;
  return { ...view, zoom, pan: { x: move(view.pan.x, middle.x, fixed.x), y: move(view.pan.y, middle.y, fixed.y) } };
}

/** For a style: the matrix that takes pixels of the image to the screen. */
export const cssMatrix = ({ origin, u, v }: Mapping): string => `matrix(${u.x}, ${u.y}, ${v.x}, ${v.y}, ${origin.x}, ${origin.y})`;
