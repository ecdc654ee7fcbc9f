// A stack that was not taken in axial slices, turned so that its three planes hang as radiologists are used to: the head at the
// top of coronal and sagittal planes, the front at the top of axial ones, the patient's right at the left.
import { axesOf, turnedOf } from './nifti';
import type { Vector } from './planes';
import { nameOf, type Volume } from './volume';

const times = (a: Vector, factor: number): Vector => [a[0] * factor + 0, a[1] * factor + 0, a[2] * factor + 0];
const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** Axial stacks stay as they were taken, so that their slices keep their numbers. */
export function upright(volume: Volume): Volume {
  if (['axial', 'stack'].includes(nameOf(volume, 'stack'))) return volume;
  const directions = [volume.row, volume.column, volume.normal];
  const size = [volume.columns, volume.rows, volume.slices];
  const axes = axesOf(directions);
  const { counts, strides, start } = turnedOf(size, axes);
  const [columns, rows, slices] = counts;
  const [across, down, along] = strides;
  const values = new Float32Array(volume.values.length);
  let to = 0;
  for (let slice = 0; slice < slices; slice += 1) {
    for (let row = 0; row < rows; row += 1) {
      let from = start + slice * along + row * down;
      for (let column = 0; column < columns; column += 1, to += 1, from += across) values[to] = volume.values[from] ?? 0;
    }
  }
  const turned = axes.map(({ index, isReversed }) => ({ index, isReversed, direction: directions[index] ?? [0, 0, 0], spacing: volume.spacing_mm[index] ?? 1 }));
  const [row, column, normal] = turned.map((axis) => times(axis.direction, axis.isReversed ? -1 : 1)) as [Vector, Vector, Vector];
  const position = turned.reduce((at, axis) => (axis.isReversed ? plus(at, times(axis.direction, axis.spacing * ((size[axis.index] ?? 1) - 1))) : at), volume.position);
  return { ...volume, values, columns, rows, slices, row, column, normal, position, spacing_mm: turned.map((axis) => axis.spacing) as Vector };
}
