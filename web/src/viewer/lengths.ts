// How long a drawn line is, and how far that can be relied on.
import type { DetectorSpacing } from './detector';
import { lengthMm, lengthPixels, type Point } from './geometry';
import type { Shown } from './types';
import { spacingBetween, type Region } from './ultrasound';

/** What the file says besides the spacing of the series. */
export interface Ruler {
  /** Where the file says nothing of distances in the patient: those on the detector. */
  detector_mm?: DetectorSpacing;
  /** Of an ultrasound image: each has a scale of its own. */
  regions?: Region[];
}

export interface Length {
  /** The text that says it. */
  key: 'length_mm' | 'length_um' | 'length_px' | 'length_px_regions' | 'length_detector' | 'length_magnified';
  value: number;
}

export function lengthOf(from: Point, to: Point, { spacing_mm, pyramid }: Pick<Shown, 'spacing_mm' | 'pyramid'>, { detector_mm, regions }: Ruler): Length {
  if (regions) {
    const spacing = spacingBetween(regions, from, to);
    return spacing ? { key: 'length_mm', value: lengthMm(from, to, spacing) } : { key: 'length_px_regions', value: lengthPixels(from, to) };
  }
  if (spacing_mm) {
    const mm = lengthMm(from, to, spacing_mm);
    // Under a microscope millimetres have too many zeros.
    return pyramid && mm < 1 ? { key: 'length_um', value: 1000 * mm } : { key: 'length_mm', value: mm };
  }
  if (!detector_mm) return { key: 'length_px', value: lengthPixels(from, to) };
  return { key: detector_mm.isMagnified ? 'length_magnified' : 'length_detector', value: lengthMm(from, to, detector_mm) };
}
