// Slices of a volume that is already in memory, for Cornerstone.
import { Enums, imageLoader, metaData, utilities, type Types } from '@cornerstonejs/core';
import type { Vector } from './planes';
import type { Cut } from './volume';
import { pixelsOf, planeOfSlice, type Slice } from './volume_slice';
import { volumeAt, volumeOf } from './volume_store';

const SCHEME = 'medalvolume';

/** `url`: '/api/v1/assets/ID/media?v=VERSION#CUT/INDEX'. */
export const volumeImageId = (url: string): string => `${SCHEME}:${url}`;

function sliceOf(imageId: string): Slice {
  const [url = '', place = ''] = imageId.slice(SCHEME.length + 1).split('#');
  const [cut, number] = place.split('/') as [Cut, string];
  const voxels = volumeOf(url);
  if (!voxels) throw new Error('volume');
  const count = { stack: voxels.slices, row: voxels.rows, column: voxels.columns }[cut];
  return { volume: volumeAt(voxels, Math.floor(Number(number) / count)), cut, index: Number(number) % count };
}

/** How stored values become shown ones, and the least of the whole volume; nothing for other images. */
export function scaleOfVolume(imageId: string): { slope: number; intercept: number; least: number } | undefined {
  if (!imageId.startsWith(`${SCHEME}:`)) return undefined;
  return volumeOf(imageId.slice(SCHEME.length + 1).split('#')[0] ?? '');
}

function load(imageId: string): Types.IImage {
  const slice = sliceOf(imageId);
  const pixels = pixelsOf(slice);
  const { columns, rows, columnSpacing, rowSpacing } = planeOfSlice(slice);
  let least = Infinity;
  let most = -Infinity;
  for (const value of pixels) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const { slope, intercept } = slice.volume;
  return {
    imageId,
    minPixelValue: least,
    maxPixelValue: most,
    slope,
    intercept,
    windowCenter: ((least + most) / 2) * slope + intercept,
    windowWidth: Math.max((most - least) * slope, 1e-3),
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    getPixelData: () => pixels,
    getCanvas: () => document.createElement('canvas'),
    rows,
    columns,
    height: rows,
    width: columns,
    color: false,
    rgba: false,
    numberOfComponents: 1,
    columnPixelSpacing: columnSpacing,
    rowPixelSpacing: rowSpacing,
    invert: false,
    photometricInterpretation: 'MONOCHROME2',
    sizeInBytes: pixels.byteLength,
    dataType: 'Int16Array',
    voxelManager: utilities.VoxelManager.createImageVoxelManager({ width: columns, height: rows, scalarData: pixels, numberOfComponents: 1 }),
  } as Types.IImage;
}

function planeModule(imageId: string) {
  const plane = planeOfSlice(sliceOf(imageId));
  // Without a place in the patient any upright one does for drawing; the letters are left out by who shows them.
  const isPlaced = Math.hypot(...plane.row) > 0;
  const row: Vector = isPlaced ? plane.row : [1, 0, 0];
  const column: Vector = isPlaced ? plane.column : [0, 1, 0];
  return {
    frameOfReferenceUID: isPlaced ? plane.frameOfReference : '',
    rows: plane.rows,
    columns: plane.columns,
    imageOrientationPatient: [...row, ...column],
    rowCosines: row,
    columnCosines: column,
    imagePositionPatient: plane.position,
    pixelSpacing: [plane.rowSpacing, plane.columnSpacing],
    rowPixelSpacing: plane.rowSpacing,
    columnPixelSpacing: plane.columnSpacing,
    sliceThickness: 1,
  };
}

const PIXELS = { samplesPerPixel: 1, photometricInterpretation: 'MONOCHROME2', bitsAllocated: 16, bitsStored: 16, highBit: 15, pixelRepresentation: 1 };

function provide(type: string, imageId: unknown): unknown {
  if (typeof imageId !== 'string' || !imageId.startsWith(`${SCHEME}:`)) return undefined;
  const { volume } = sliceOf(imageId);
  if (type === 'imagePixelModule') return { ...PIXELS, rows: volume.rows, columns: volume.columns };
  if (type === 'imagePlaneModule') return planeModule(imageId);
  if (type === 'generalSeriesModule') return { modality: 'OT', seriesInstanceUID: imageId.split('#')[0] };
  if (type === 'modalityLutModule') return { rescaleSlope: volume.slope, rescaleIntercept: volume.intercept };
  return undefined;
}

export function registerVolumeImages(): void {
  imageLoader.registerImageLoader(SCHEME, (imageId) => ({ promise: Promise.resolve().then(() => load(imageId)) }));
  metaData.addProvider(provide, 10_000);
}
