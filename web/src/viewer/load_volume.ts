// Reads all slices of a stack into one volume; the decoders are Cornerstone's, the cuts are ours (volume.ts).
import { imageLoader, metaData } from '@cornerstonejs/core';
import { dicomImageId, planeOf, start } from './engine';
import { addressOfFrame } from './frames';
import type { AssetDetail } from './types';
import { upright } from './upright';
import { directions, evenStep, type Volume } from './volume';

const AT_ONCE = 4;
/** 512 x 512 x 1000 slices of 16 bits. */
const MOST_VOXELS = 512 * 512 * 1000;

export type Refusal = 'too_large' | 'uneven' | 'no_place';

export class NoVolume extends Error {
  constructor(readonly reason: Refusal) {
    super(reason);
  }
}

function rescaleOf(imageId: string): { slope: number; intercept: number } {
  const module = metaData.get('modalityLutModule', imageId) as { rescaleSlope?: number; rescaleIntercept?: number } | undefined;
  return { slope: module?.rescaleSlope ?? 1, intercept: module?.rescaleIntercept ?? 0 };
}

async function readSlice(imageId: string, into: Float32Array): Promise<void> {
  const image = await imageLoader.loadAndCacheImage(imageId);
  const pixels = image.getPixelData();
  const { slope, intercept } = image.preScale?.scaled ? { slope: 1, intercept: 0 } : rescaleOf(imageId);
  for (let i = 0; i < into.length; i += 1) into[i] = (pixels[i] ?? 0) * slope + intercept;
}

export async function loadVolume(detail: AssetDetail, onProgress: (loaded: number) => void, signal: AbortSignal): Promise<Volume> {
  const { rows, columns, frames } = detail;
  const plane = rows * columns;
  if (plane * frames.length > MOST_VOXELS) throw new NoVolume('too_large');
  const step_mm = evenStep(frames.map((frame) => frame.z_mm ?? 0));
  if (step_mm === undefined) throw new NoVolume('uneven');
  start();
  const ids = frames.map((frame) => dicomImageId(addressOfFrame(detail, frame)));
  const values = new Float32Array(plane * frames.length);
  let next = 0;
  let loaded = 0;
  const work = async () => {
    while (next < ids.length && !signal.aborted) {
      const index = next;
      next += 1;
      await readSlice(ids[index] ?? '', values.subarray(index * plane, (index + 1) * plane));
      loaded += 1;
      onProgress(loaded);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  signal.throwIfAborted();
  const [first, last] = [planeOf(ids[0] ?? ''), planeOf(ids.at(-1) ?? '')];
  if (!first || !last) throw new NoVolume('no_place');
  return upright({ frameOfReference: first.frameOfReference, values, slope: 1, intercept: 0, position: first.position, columns, rows, slices: frames.length, spacing_mm: [first.columnSpacing, first.rowSpacing, step_mm], ...directions(first, last) });
}
