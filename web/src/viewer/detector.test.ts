import { describe, expect, it } from 'vitest';
import { detectorSpacingOf } from './detector';

describe('detectorSpacingOf', () => {
  it('takes the spacing on the detector, rows first, where it is the only one', () => {
    expect(detectorSpacingOf({ ImagerPixelSpacing: ['0.2', 0.1] })).toEqual({ row: 0.2, column: 0.1, isMagnified: false });
  });

  it('takes the estimated magnification off', () => {
    expect(detectorSpacingOf({ ImagerPixelSpacing: [0.3, 0.15], EstimatedRadiographicMagnificationFactor: '1.5' })).toEqual({ row: 0.3 / 1.5, column: 0.15 / 1.5, isMagnified: true });
    expect(detectorSpacingOf({ ImagerPixelSpacing: [0.3, 0.15], EstimatedRadiographicMagnificationFactor: 0 })?.isMagnified).toBe(false);
  });

  it('leaves it where distances in the patient are known', () => {
    expect(detectorSpacingOf({ ImagerPixelSpacing: [0.2, 0.2], PixelSpacing: [0.14, 0.14] })).toBeUndefined();
  });

  it('makes nothing up where nothing sensible is said', () => {
    for (const said of [undefined, {}, { ImagerPixelSpacing: [] }, { ImagerPixelSpacing: [0, 0] }, { ImagerPixelSpacing: [0.2] }, { ImagerPixelSpacing: ['x', 'y'] }]) expect(detectorSpacingOf(said)).toBeUndefined();
  });
});
