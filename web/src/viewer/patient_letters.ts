// Radiograms and mammograms have no place in space but say where their rows and columns lead: Patient Orientation (0020,0020),
// PS3.3 C.7.6.1.1.1.
import { toImage, type Mapping } from './geometry';
import type { EdgeLetters } from './planes';

/** Of people; animals have other words. */
const LETTERS = /^[APLRHF]{1,3}$/;
const OPPOSITE: Record<string, string> = { A: 'P', P: 'A', L: 'R', R: 'L', H: 'F', F: 'H' };

const opposite = (letters: string): string => [...letters].map((letter) => OPPOSITE[letter] ?? '').join('');

/** The letters at the edges of the screen, whatever way the image is turned; nothing where the file does not say. */
export function letteredEdges(said: unknown, mapping: Mapping): EdgeLetters | undefined {
  const [row, column] = Array.isArray(said) ? said.map(String) : [];
  if (!row || !column || !LETTERS.test(row) || !LETTERS.test(column)) return undefined;
  const origin = toImage(mapping, { x: 0, y: 0 });
  const towards = (x: number, y: number): string => {
    const to = toImage(mapping, { x, y });
    const [across, down] = [to.x - origin.x, to.y - origin.y];
    if (Math.abs(across) > Math.abs(down)) return across > 0 ? row : opposite(row);
    return down > 0 ? column : opposite(column);
  };
  return { left: towards(-1, 0), right: towards(1, 0), top: towards(0, -1), bottom: towards(0, 1) };
}
