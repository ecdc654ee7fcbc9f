// The shown frame as numbers. Cornerstone hands out values in units of the modality; stored ones are computed back.
import { metaData, type Types } from '@cornerstonejs/core';
import type { StoredPixels } from './types';
import { scaleOfVolume } from './volume_image';

const NATIVE_SYNTAXES = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.2'];

interface PixelModule {
  photometricInterpretation?: string;
  bitsStored?: number;
}

/** The type of Cornerstone's viewport does not name what its class has. */
interface WithImage {
  getCornerstoneImage?: () => Types.IImage | undefined;
}

/** The values of a volume are handed out as they are stored. */
function inUnits(values: ArrayLike<number>, { slope, intercept }: { slope: number; intercept: number }): ArrayLike<number> {
  return slope === 1 && intercept === 0 ? values : Float32Array.from(values, (value) => value * slope + intercept);
}

export function storedPixels(viewport: Types.IStackViewport): StoredPixels | undefined {
  const image = (viewport as unknown as WithImage).getCornerstoneImage?.();
  if (!image) return undefined;
  const module = (metaData.get('imagePixelModule', image.imageId) ?? {}) as PixelModule;
  const syntax = (metaData.get('transferSyntax', image.imageId) as { transferSyntaxUID?: string } | undefined)?.transferSyntaxUID;
  const scaling = image.preScale?.scaled ? image.preScale.scalingParameters : undefined;
  const raw = image.getPixelData() as ArrayLike<number>;
  const volume = scaleOfVolume(image.imageId);
  const values = volume ? inUnits(raw, volume) : raw;
  const { voiRange, invert } = viewport.getProperties();
  return {
    columns: image.columns,
    rows: image.rows,
    channels: Math.max(1, Math.round(values.length / (image.columns * image.rows))),
    values,
    slope: volume?.slope ?? scaling?.rescaleSlope ?? 1,
    intercept: volume?.intercept ?? scaling?.rescaleIntercept ?? 0,
    dark: volume?.least,
    photometric: module.photometricInterpretation ?? '',
    bitsStored: module.bitsStored ?? 8,
    isNative: syntax === undefined || NATIVE_SYNTAXES.includes(syntax),
    range: voiRange,
    isInverted: invert ?? false,
  };
}
