// Loads PNG frames for Cornerstone, which itself only knows DICOM. Grey pictures come as RGB too: one path.
import { Enums, imageLoader, metaData, utilities, type Types } from '@cornerstonejs/core';

const SCHEME = 'medalweb';

export function webImageId(url: string): string {
  return `${SCHEME}:${url}`;
}

interface Size {
  rows: number;
  columns: number;
}

const sizes = new Map<string, Size>();

async function decode(url: string): Promise<{ pixels: Uint8Array; size: Size; canvas: HTMLCanvasElement }> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  const bitmap = await createImageBitmap(await response.blob());
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d canvas');
  context.drawImage(bitmap, 0, 0);
  const rgba = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const pixels = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    pixels[to] = rgba[from] ?? 0;
    pixels[to + 1] = rgba[from + 1] ?? 0;
    pixels[to + 2] = rgba[from + 2] ?? 0;
  }
  const size = { rows: bitmap.height, columns: bitmap.width };
  bitmap.close();
  return { pixels, size, canvas };
}

async function load(imageId: string): Promise<Types.IImage> {
  const { pixels, size, canvas } = await decode(imageId.slice(SCHEME.length + 1));
  sizes.set(imageId, size);
  return {
    imageId,
    minPixelValue: 0,
    maxPixelValue: 255,
    slope: 1,
    intercept: 0,
    windowCenter: 128,
    windowWidth: 256,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    getPixelData: () => pixels,
    getCanvas: () => canvas,
    rows: size.rows,
    columns: size.columns,
    height: size.rows,
    width: size.columns,
    color: true,
    rgba: false,
    numberOfComponents: 3,
    columnPixelSpacing: 1,
    rowPixelSpacing: 1,
    invert: false,
    photometricInterpretation: 'RGB',
    sizeInBytes: pixels.byteLength,
    dataType: 'Uint8Array',
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      width: size.columns,
      height: size.rows,
      scalarData: pixels,
      numberOfComponents: 3,
    }),
  };
}

function planeOf(size: Size) {
  return {
    frameOfReferenceUID: 'medal',
    rows: size.rows,
    columns: size.columns,
    imageOrientationPatient: [1, 0, 0, 0, 1, 0],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    imagePositionPatient: [0, 0, 0],
    pixelSpacing: [1, 1],
    rowPixelSpacing: 1,
    columnPixelSpacing: 1,
    sliceThickness: 1,
  };
}

const PIXELS = {
  samplesPerPixel: 3,
  photometricInterpretation: 'RGB',
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  pixelRepresentation: 0,
  planarConfiguration: 0,
};

function provide(type: string, imageId: unknown): unknown {
  if (typeof imageId !== 'string' || !imageId.startsWith(SCHEME)) return undefined;
  const size = sizes.get(imageId) ?? { rows: 1, columns: 1 };
  if (type === 'imagePixelModule') return { ...PIXELS, ...size };
  if (type === 'imagePlaneModule') return planeOf(size);
  if (type === 'generalSeriesModule') return { modality: 'XC', seriesInstanceUID: imageId };
  if (type === 'voiLutModule') return { windowCenter: [128], windowWidth: [256] };
  return undefined;
}

export function registerWebImages(): void {
  imageLoader.registerImageLoader(SCHEME, (imageId) => ({ promise: load(imageId) }));
  metaData.addProvider(provide, 10_000);
}
