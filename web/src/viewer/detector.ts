// Radiograms and mammograms often say how far apart pixels are on the detector only (PS3.3, 10.7.1.3): what lies before it is
// smaller than that, so such a length is said to be one at the detector.
import { metaData } from '@cornerstonejs/core';

export interface DetectorSpacing {
  row: number;
  column: number;
}

interface Said {
  PixelSpacing?: unknown;
  ImagerPixelSpacing?: unknown;
}

const numbersIn = (value: unknown): number[] => (Array.isArray(value) ? value : []).map(Number);

/** Nothing where distances in the patient are known, or nothing is. */
export function detectorSpacingOf(said: Said | undefined): DetectorSpacing | undefined {
  if (!said || numbersIn(said.PixelSpacing).length > 0) return undefined;
  const [row, column] = numbersIn(said.ImagerPixelSpacing);
  return row && column && row > 0 && column > 0 ? { row, column } : undefined;
}

/** Of an image that is loaded. */
export const detectorSpacing = (imageId: string): DetectorSpacing | undefined => detectorSpacingOf(metaData.get('naturalized', imageId) as Said | undefined);
