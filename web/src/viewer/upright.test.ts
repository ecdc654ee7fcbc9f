import { describe, expect, it } from 'vitest';
import type { Vector } from './planes';
import { upright } from './upright';
import { CUTS, lettersIn, nameOf, type Volume } from './volume';

/** A voxel's value tells where in the patient it lies: in mm, x + 100 y + 10000 z. */
const valueAt = ([x, y, z]: Vector) => x + 100 * y + 10_000 * z;

function taken(row: Vector, column: Vector, normal: Vector): Volume {
  const [columns, rows, slices] = [4, 3, 2];
  const spacing_mm: Vector = [1, 2, 5];
  const position: Vector = [10, 20, 30];
  const at = (i: number, j: number, k: number) => [0, 1, 2].map((axis) => (position[axis] ?? 0) + (row[axis] ?? 0) * i * spacing_mm[0] + (column[axis] ?? 0) * j * spacing_mm[1] + (normal[axis] ?? 0) * k * spacing_mm[2]) as Vector;
  const values = new Float32Array(columns * rows * slices);
  for (let k = 0, to = 0; k < slices; k += 1) for (let j = 0; j < rows; j += 1) for (let i = 0; i < columns; i += 1, to += 1) values[to] = valueAt(at(i, j, k));
  return { values, slope: 1, intercept: 0, columns, rows, slices, spacing_mm, position, row, column, normal };
}

function mustTellItsPlaces(volume: Volume) {
  const { row, column, normal, position, spacing_mm } = volume;
  for (let k = 0, at = 0; k < volume.slices; k += 1) {
    for (let j = 0; j < volume.rows; j += 1) {
      for (let i = 0; i < volume.columns; i += 1, at += 1) {
        const place = [0, 1, 2].map((axis) => (position[axis] ?? 0) + (row[axis] ?? 0) * i * spacing_mm[0] + (column[axis] ?? 0) * j * spacing_mm[1] + (normal[axis] ?? 0) * k * spacing_mm[2]) as Vector;
        expect(volume.values[at]).toBeCloseTo(valueAt(place), 3);
      }
    }
  }
}

const HUNG = { axial: { left: 'R', right: 'L', top: 'A', bottom: 'P' }, coronal: { left: 'R', right: 'L', top: 'H', bottom: 'F' }, sagittal: { left: 'A', right: 'P', top: 'H', bottom: 'F' } };

describe('upright', () => {
  for (const [name, row, column, normal] of [
    ['sagittal slices from right to left', [0, 1, 0], [0, 0, -1], [1, 0, 0]],
    ['sagittal slices from left to right', [0, 1, 0], [0, 0, -1], [-1, 0, 0]],
    ['coronal slices from the back to the front', [1, 0, 0], [0, 0, -1], [0, -1, 0]],
    ['coronal slices from the front to the back', [1, 0, 0], [0, 0, -1], [0, 1, 0]],
  ] as [string, Vector, Vector, Vector][]) {
    it(`hangs the three planes of ${name} as radiologists do, each voxel where it lies`, () => {
      const volume = upright(taken(row, column, normal));
      mustTellItsPlaces(volume);
      for (const cut of CUTS) {
        const plane = nameOf(volume, cut);
        expect(lettersIn(volume, cut)).toEqual(HUNG[plane as keyof typeof HUNG]);
      }
    });
  }

  it('leaves an axial stack as it was taken, and one that does not say how it lies', () => {
    const axial = taken([1, 0, 0], [0, 1, 0], [0, 0, -1]);
    expect(upright(axial)).toBe(axial);
    const unknown = taken([0, 0, 0], [0, 0, 0], [0, 0, 0]);
    expect(upright(unknown)).toBe(unknown);
  });
});
