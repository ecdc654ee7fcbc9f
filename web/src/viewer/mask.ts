// Masks over images: which labels there are, and how a plane of them is painted.
import type { Plane } from './planes';

export type Colour = [number, number, number];

export interface Label {
  value: number;
  /** Empty where the file does not say. */
  name: string;
  colour: Colour;
}

export interface Mask {
  labels: Label[];
  /** Whether it lies where the image lies at all; without it always. */
  fits?: (plane: Plane) => boolean;
  /** Whether its voxels are others than the image's pixels, so that the nearest ones are shown. */
  isResampled?: (plane: Plane) => boolean;
  /** Label numbers of a plane, rows by columns; several where segments overlap; none where nothing lies there. */
  slicesAt(frame: number, plane: Plane | undefined): Uint16Array[];
}

export interface MaskLook {
  /** 0 to 1. */
  opacity: number;
  isOutlined: boolean;
  hidden: ReadonlySet<number>;
}

export const FIRST_LOOK: MaskLook = { opacity: 0.45, isOutlined: false, hidden: new Set() };

/** Okabe and Ito's colours, which people with any colour vision tell apart, and lighter ones after them. */
const COLOURS: Colour[] = [[230, 159, 0], [86, 180, 233], [0, 158, 115], [240, 228, 66], [0, 114, 178], [213, 94, 0], [204, 121, 167], [255, 255, 255], [255, 140, 140], [140, 255, 170], [150, 170, 255], [255, 200, 120]];

export const colourOf = (index: number): Colour => COLOURS[index % COLOURS.length] ?? [255, 255, 255];

/** A pixel whose neighbour has another label, or that lies at the edge of the image. */
function isEdge(labels: Uint16Array, at: number, columns: number): boolean {
  const label = labels[at];
  const column = at % columns;
  return column === 0 || column === columns - 1 || labels[at - 1] !== label || labels[at + 1] !== label || labels[at - columns] !== label || labels[at + columns] !== label;
}

/** Lays the labels onto RGBA pixels that may hold others already. */
export function paintLabels(pixels: Uint8ClampedArray, labels: Uint16Array, columns: number, known: Label[], look: MaskLook): void {
  const colours = new Map(known.filter((label) => !look.hidden.has(label.value)).map((label) => [label.value, label.colour]));
  const alpha = Math.round(255 * (look.isOutlined ? Math.max(look.opacity, 0.6) : look.opacity));
  for (let at = 0; at < labels.length; at += 1) {
    const label = labels[at];
    const colour = label ? colours.get(label) : undefined;
    if (!colour || (look.isOutlined && !isEdge(labels, at, columns))) continue;
    pixels.set(colour, 4 * at);
    pixels[4 * at + 3] = alpha;
  }
}
