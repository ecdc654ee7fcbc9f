// One plane of a volume as an image: its values, and where it lies in the patient.
import type { Plane, Vector } from './planes';
import { layoutOf, type Cut, type Volume } from './volume';

export interface Slice {
  volume: Volume;
  cut: Cut;
  index: number;
}

const placeOf = (index: number) => ({ column: index, row: index, slice: index });
const opposite = (a: Vector): Vector => [0 - a[0], 0 - a[1], 0 - a[2]];
const along = (from: Vector, direction: Vector, length: number): Vector => [from[0] + direction[0] * length, from[1] + direction[1] * length, from[2] + direction[2] * length];

/** Values of one plane, the row at the top of the screen first. */
export function pixelsOf({ volume, cut, index }: Slice): Int16Array {
  const { width, height, across, down, start, isUpsideDown } = layoutOf(volume, cut, placeOf(index));
  const pixels = new Int16Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    let from = start + (isUpsideDown ? height - 1 - y : y) * down;
    for (let x = 0; x < width; x += 1, to += 1, from += across) pixels[to] = volume.values[from] ?? 0;
  }
  return pixels;
}

export function planeOfSlice({ volume, cut, index }: Slice): Plane {
  const { width, height, isUpsideDown } = layoutOf(volume, cut, placeOf(index));
  const [across_mm, down_mm, along_mm] = volume.spacing_mm;
  const step = { stack: along_mm, row: down_mm, column: across_mm }[cut];
  const normal = { stack: volume.normal, row: volume.column, column: volume.row }[cut];
  const upright = cut === 'stack' ? volume.column : volume.normal;
  const rowSpacing = cut === 'stack' ? down_mm : along_mm;
  const first = along(volume.position, normal, index * step);
  return {
    frameOfReference: volume.frameOfReference ?? 'nifti',
    position: isUpsideDown ? along(first, upright, (height - 1) * rowSpacing) : first,
    row: cut === 'column' ? volume.column : volume.row,
    column: isUpsideDown ? opposite(upright) : upright,
    columnSpacing: cut === 'column' ? down_mm : across_mm,
    rowSpacing,
    columns: width,
    rows: height,
  };
}
