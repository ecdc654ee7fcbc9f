// The round length (1, 2 or 5 times a power of ten) that a bar of about a hundred pixels stands for.
const WIDEST_PX = 130;
const STEPS = [5, 2, 1];

export interface Bar {
  length: number;
  isMicrons: boolean;
  width_px: number;
}

export function barOf(pixelsPerMm: number): Bar {
  const most_mm = WIDEST_PX / Math.max(pixelsPerMm, 1e-9);
  const power = 10 ** Math.floor(Math.log10(most_mm));
  const length_mm = power * (STEPS.find((step) => step * power <= most_mm) ?? 1);
  const isMicrons = length_mm < 1;
  return { length: isMicrons ? Math.round(length_mm * 1e6) / 1e3 : length_mm, isMicrons, width_px: length_mm * pixelsPerMm };
}
