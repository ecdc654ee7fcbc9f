// Reads the side of the body from the first file of a series; the bytes stay in the browser's cache for the viewer.
import type { Side } from './hanging';

export async function readSide(assetUrl: string): Promise<Side> {
  const response = await fetch(`${assetUrl}/frames/0`, { credentials: 'same-origin' });
  if (!response.ok) return {};
  const [bytes, { parseDicom }] = await Promise.all([response.arrayBuffer(), import('dicom-parser')]);
  const data = parseDicom(new Uint8Array(bytes), { untilTag: 'x7fe00010' });
  const [rowLeadsTo] = (data.string('x00200020') ?? '').split('\\');
  return {
    laterality: data.string('x00200062') ?? data.string('x00200060'),
    view: data.string('x00185101'),
    rowLeadsTo: rowLeadsTo || undefined,
  };
}
