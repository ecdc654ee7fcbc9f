// Volumes that were read, by the address of their bytes: kept while somebody looks at them, and for the next look at them.
import type { Voxels } from './nifti';
import type { VolumeOrder, VolumeReport } from './nifti_worker';
import type { AssetDetail } from './types';
import type { Volume } from './volume';

/** Voxels that stay in memory, two bytes each; the newest volume stays whatever its size. */
const MOST_KEPT = 400_000_000;

const kept = new Map<string, Voxels>();

export const volumeOf = (url: string): Voxels | undefined => kept.get(url);

export function keep(mine: string, voxels: Voxels): void {
  kept.delete(mine);
  kept.set(mine, voxels);
  let sum = 0;
  for (const one of kept.values()) sum += one.values.length;
  for (const [url, one] of kept) {
    if (sum <= MOST_KEPT || url === mine) return;
    sum -= one.values.length;
    kept.delete(url);
  }
}

/** `onProgress` gets the part that has come, from 0 to 1. */
async function fetchPacked(url: string, onProgress: (part: number) => void, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { credentials: 'same-origin', signal });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${response.statusText}`);
  const total = Number(response.headers.get('content-length') ?? 0);
  let received = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        received += chunk.byteLength;
        if (total > 0) onProgress(received / total);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted).arrayBuffer();
}

function readBeside(order: VolumeOrder, signal: AbortSignal): Promise<Voxels> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./nifti_worker.ts', import.meta.url), { type: 'module' });
    const stop = () => {
      worker.terminate();
      reject(new DOMException('aborted', 'AbortError'));
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<VolumeReport>) => {
      signal.removeEventListener('abort', stop);
      worker.terminate();
      if ('failure' in data) reject(new Error(data.failure));
      else resolve(data.voxels);
    };
    worker.postMessage(order, [order.packed]);
  });
}

export async function loadVoxels(detail: AssetDetail, onProgress: (part: number) => void, signal: AbortSignal): Promise<Voxels> {
  const { volume: grid, spacing_mm, media_url } = detail;
  const known = volumeOf(media_url);
  if (known) return known;
  if (!grid) throw new Error('nifti_header');
  const packed = await fetchPacked(media_url, onProgress, signal);
  signal.throwIfAborted();
  const voxels = await readBeside({ packed, grid, spacing_mm: [spacing_mm?.column ?? 1, spacing_mm?.row ?? 1, spacing_mm?.slice ?? 1] }, signal);
  keep(media_url, voxels);
  return voxels;
}

/** One of the volumes, as planes are cut from it. */
export function volumeAt(voxels: Voxels, time: number): Volume {
  const count = voxels.columns * voxels.rows * voxels.slices;
  return { ...voxels, values: voxels.values.subarray(time * count, (time + 1) * count) };
}
