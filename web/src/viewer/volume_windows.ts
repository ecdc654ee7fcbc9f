// Windows for volumes whose files have none: what most voxels lie in, everything, and those of CT where the values are
// Hounsfield units.
import type { Voxels } from './nifti';
import { presetsFor, windowOf, type WindowPreset } from './windows';

const LOOKED_AT = 200_000;
const CLIPPED = 0.01;
/** Air around a patient, and the whole range that CT has. */
const AIR = [-1100, -850] as const;
const BRIGHTEST_CT = 32_000;

export function volumeWindows(voxels: Voxels): WindowPreset[] {
  const step = Math.max(1, Math.floor(voxels.values.length / LOOKED_AT));
  const seen: number[] = [];
  for (let at = 0; at < voxels.values.length; at += step) seen.push((voxels.values[at] ?? 0) * voxels.slope + voxels.intercept);
  seen.sort((a, b) => a - b);
  const at = (part: number) => seen[Math.round(part * (seen.length - 1))] ?? 0;
  const named = (name: string, lower: number, upper: number) => {
    const { center, width } = windowOf({ lower, upper: Math.max(upper, lower + 1e-3) });
    return { name, center: Number(center.toPrecision(5)), width: Number(width.toPrecision(5)) };
  };
  const lowest = at(0);
  const isCt = lowest <= AIR[1] && lowest >= AIR[0] - 2000 && at(0.2) < 0 && at(1) < BRIGHTEST_CT && at(1) > 100 && seen.every(Number.isInteger);
  const own = [named('most', at(CLIPPED), at(1 - CLIPPED)), named('all', lowest, at(1))];
  // A label map, or a picture that is nearly all background: all of it.
  if (at(CLIPPED) === at(1 - CLIPPED)) own.reverse();
  return isCt ? [...presetsFor('CT', []), ...own] : own;
}
