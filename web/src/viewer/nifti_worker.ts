// Fetches, inflates and turns a volume beside the page, which stays quick meanwhile.
import { NoNifti, readNifti, type Voxels } from './nifti';
import type { Vector } from './planes';
import type { VolumeGrid } from './types';

export interface VolumeOrder {
  url: string;
  grid: VolumeGrid;
  spacing_mm: Vector;
}

export type VolumeReport = { received: number; total: number } | { voxels: Voxels } | { failure: string };

const report = (what: VolumeReport, transfer: Transferable[] = []) => self.postMessage(what, { transfer });

/** Tells how much has come; what has come goes on. */
function counted(body: ReadableStream<Uint8Array<ArrayBuffer>>, total: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let received = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        received += chunk.byteLength;
        report({ received, total });
        controller.enqueue(chunk);
      },
    }),
  );
}

async function fetchVolume({ url, grid, spacing_mm }: VolumeOrder): Promise<Voxels> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${response.statusText}`);
  const packed = counted(response.body, Number(response.headers.get('content-length') ?? 0));
  const plain = packed.pipeThrough(new DecompressionStream('gzip'));
  return readNifti(await new Response(plain).arrayBuffer(), grid, spacing_mm);
}

self.onmessage = (event: MessageEvent<VolumeOrder>) => {
  fetchVolume(event.data).then(
    (voxels) => report({ voxels }, [voxels.values.buffer]),
    (error: unknown) => report({ failure: error instanceof NoNifti ? `nifti_${error.message}` : String(error) }),
  );
};
