import { describe, expect, it } from 'vitest';
import { letteredEdges } from './patient_letters';

const upright = { origin: { x: 10, y: 5 }, u: { x: 2, y: 0 }, v: { x: 0, y: 2 } };
const mirrored = { ...upright, u: { x: -2, y: 0 } };
const turned = { ...upright, u: { x: 0, y: 2 }, v: { x: -2, y: 0 } };

describe('letters from Patient Orientation', () => {
  it('stand where rows and columns lead, and their opposites across', () => {
    expect(letteredEdges(['P', 'FL'], upright)).toEqual({ left: 'A', right: 'P', top: 'HR', bottom: 'FL' });
  });

  it('are mirrored and turned with the picture', () => {
    expect(letteredEdges(['L', 'F'], mirrored)).toEqual({ left: 'L', right: 'R', top: 'H', bottom: 'F' });
    expect(letteredEdges(['L', 'F'], turned)).toEqual({ left: 'F', right: 'H', top: 'R', bottom: 'L' });
  });

  it('are not made up', () => {
    for (const said of [undefined, 'L', ['L'], ['', ''], ['LE', 'V'], ['left', 'F']]) expect(letteredEdges(said, upright)).toBeUndefined();
  });
});
