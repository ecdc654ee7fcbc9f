// Fetches a mask that can be laid over an image: a NIfTI label map with the same grid, or a DICOM segmentation.
import { countOf } from './frames';
import { colourOf, type Mask } from './mask';
import type { AssetDetail, OverlayChoice, Shown } from './types';
import type { Volume } from './volume';
import { pixelsOf, planeOfSlice } from './volume_slice';
import { loadVoxels, volumeAt } from './volume_store';
import type { Voxels } from './nifti';

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response;
}

function maskOfVoxels(voxels: Voxels, shown: Shown): Mask {
  const found = new Set<number>();
  for (const value of voxels.values) if (value > 0) found.add(value);
  const volume = volumeAt(voxels, 0);
  const cut = shown.stack?.cut ?? 'stack';
  const count = countOf(shown) / (shown.stack?.times ?? 1);
  return {
    labels: [...found].sort((a, b) => a - b).map((value, index) => ({ value, name: '', colour: colourOf(index) })),
    slicesAt: (frame) => [new Uint16Array(pixelsOf({ volume, cut, index: frame % count }))],
  };
}

/** The labels of all slices of a volume, so that any plane can be cut through them. */
export function labelVolume(mask: Mask, volume: Volume): Volume {
  const plane = volume.columns * volume.rows;
  const values = new Int16Array(plane * volume.slices);
  for (let index = 0; index < volume.slices; index += 1) {
    for (const labels of mask.slicesAt(index, planeOfSlice({ volume, cut: 'stack', index }))) {
      const into = values.subarray(index * plane, (index + 1) * plane);
      labels.forEach((label, at) => {
        if (label > 0) into[at] = label;
      });
    }
  }
  return { ...volume, values, slope: 1, intercept: 0 };
}

export async function loadMask(choice: OverlayChoice, shown: Shown, signal: AbortSignal): Promise<Mask> {
  if (choice.kind === 'nifti_volume') {
    const detail = (await (await fetched(choice.url)).json()) as AssetDetail;
    return maskOfVoxels(await loadVoxels(detail, () => undefined, signal), shown);
  }
  const [bytes, { parseSegmentation }, { maskOfSegmentation, readSegmentation }] = await Promise.all([fetched(`${choice.url}/frames/0`).then((response) => response.arrayBuffer()), import('./seg_pixels'), import('./seg')]);
  return maskOfSegmentation(await readSegmentation(await parseSegmentation(new Uint8Array(bytes))), shown.spacing_mm?.slice);
}
