// Radiograms and mammograms often say how far apart pixels are on the detector only (PS3.3, 10.7.1.3): what lies before it is
// smaller than that, so such a length is said to be one at the detector. Where the file estimates by how much it was enlarged,
// that is taken off, and the length is said to be estimated.

export interface DetectorSpacing {
  row: number;
  column: number;
  /** Brought to the patient by the estimated magnification. */
  isMagnified: boolean;
}

interface Said {
  PixelSpacing?: unknown;
  ImagerPixelSpacing?: unknown;
  EstimatedRadiographicMagnificationFactor?: unknown;
}

const numbersIn = (value: unknown): number[] => (Array.isArray(value) ? value : []).map(Number);

/** Nothing where distances in the patient are known, or nothing is. */
export function detectorSpacingOf(said: Said | undefined): DetectorSpacing | undefined {
  if (!said || numbersIn(said.PixelSpacing).length > 0) return undefined;
  const [row, column] = numbersIn(said.ImagerPixelSpacing);
  if (!row || !column || !(row > 0) || !(column > 0)) return undefined;
  const factor = Number(said.EstimatedRadiographicMagnificationFactor ?? NaN);
  return factor > 0 ? { row: row / factor, column: column / factor, isMagnified: true } : { row, column, isMagnified: false };
}
