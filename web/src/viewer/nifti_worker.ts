// Inflates and turns a volume beside the page, which stays quick meanwhile. The bytes are handed over: a worker of ours may
// fetch nothing by itself (its script is sent with a policy that forbids it).
import { NoNifti, readNifti, type Voxels } from './nifti';
import type { Vector } from './planes';
import type { VolumeGrid } from './types';

export interface VolumeOrder {
  packed: ArrayBuffer;
  grid: VolumeGrid;
  spacing_mm: Vector;
}

export type VolumeReport = { voxels: Voxels } | { failure: string };

const report = (what: VolumeReport, transfer: Transferable[] = []) => self.postMessage(what, { transfer });

async function read({ packed, grid, spacing_mm }: VolumeOrder): Promise<Voxels> {
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return readNifti(await new Response(plain).arrayBuffer(), grid, spacing_mm);
}

self.onmessage = (event: MessageEvent<VolumeOrder>) => {
  read(event.data).then(
    (voxels) => report({ voxels }, [voxels.values.buffer]),
    (error: unknown) => report({ failure: error instanceof NoNifti ? `nifti_${error.message}` : String(error) }),
  );
};
