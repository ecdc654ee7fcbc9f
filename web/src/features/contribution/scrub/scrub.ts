// The first pass over one DICOM file: its header goes through the table, its pixels stay byte for byte.
import dcmjs, { type DicomElement, type DicomItem } from 'dcmjs';
import { knownIn, tellsKnown } from './known';
import { readLayout, ScrubFault } from './layout';
import { decide, dummyFor, isInstanceUid, type Action } from './policy';
import { newUid, pseudonym, type Hash } from './uids';
import type { Removed } from './version';

const META_KEPT = new Set(['00020001', '00020002', '00020003', '00020010', '00020012']);
const SOP_INSTANCE = '00080018';
const META_SOP_INSTANCE = '00020003';

export interface Scrubbed {
  file: Blob;
  removed: Removed[];
}

const LETTERS: Partial<Record<Action, Removed['action']>> = { remove: 'X', empty: 'Z', dummy: 'D', pseudonym: 'D', remap_uid: 'U' };

const keywordOf = (tag: string): string => dcmjs.data.DicomMetaDictionary.dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.name ?? '';

class Pass {
  readonly counts = new Map<string, Removed>();

  constructor(private readonly hash: Hash, private readonly known: string[]) {}

  async item(item: DicomItem): Promise<void> {
    for (const [tag, element] of Object.entries(item)) {
      const action = decide(tag, element.vr);
      const next = await this.treated(action, element);
      if (next) item[tag] = next;
      else delete item[tag];
      if (next !== element) this.note(tag, next ? (action === 'keep' ? 'empty' : action) : 'remove');
    }
  }

  /** The same element where nothing was changed, another one, or none. */
  private async treated(action: Action, element: DicomElement): Promise<DicomElement | undefined> {
    const { vr } = element;
    switch (action) {
      case 'keep':
        return tellsKnown(element, this.known) ? { vr, Value: [] } : element;
      case 'descend':
        for (const inner of element.Value ?? []) await this.item(inner as DicomItem);
        // What stood in the file must not be written instead of what is left.
        delete element._rawValue;
        return element;
      case 'remove':
        return undefined;
      case 'empty':
        return { vr, Value: [] };
      case 'dummy': {
        const dummy = dummyFor(vr);
        return dummy === undefined ? undefined : { vr, Value: [dummy] };
      }
      case 'pseudonym':
        return { vr, Value: [await pseudonym(this.hash, String(element.Value?.[0] ?? ''))] };
      case 'remap_uid':
        return this.remapped(element);
    }
  }

  private async remapped(element: DicomElement): Promise<DicomElement> {
    const uids = (element.Value ?? []).map(String);
    if (!uids.some(isInstanceUid)) return element;
    return { vr: element.vr, Value: await Promise.all(uids.map((uid) => (isInstanceUid(uid) ? newUid(this.hash, uid) : uid))) };
  }

  private note(tag: string, action: Action): void {
    const letter = LETTERS[action];
    if (!letter) return;
    const before = this.counts.get(tag + letter);
    this.counts.set(tag + letter, { tag, keyword: keywordOf(tag), action: letter, count: (before?.count ?? 0) + 1 });
  }
}

/** Nothing that had to go may be left: read again from what was written. */
function confirm(header: ArrayBuffer): void {
  const isLeft = (item: DicomItem): boolean =>
    Object.entries(item).some(([tag, element]) => {
      const action = decide(tag, element.vr);
      if (action === 'remove') return true;
      if (action === 'empty') return (element.Value ?? []).some((value) => value !== '' && value !== null && Object.keys(Object(value)).length > 0);
      return element.vr === 'SQ' && (element.Value ?? []).some((inner) => isLeft(inner as DicomItem));
    });
  if (isLeft(dcmjs.data.DicomMessage.readFile(header).dict)) throw new ScrubFault('damaged');
}

function readHeader(bytes: ArrayBuffer) {
  try {
    return dcmjs.data.DicomMessage.readFile(bytes);
  } catch {
    throw new ScrubFault('damaged');
  }
}

/** Throws ScrubFault where the file cannot be treated; nothing of it is sent then without asking. */
export async function scrub(file: Blob, hash: Hash): Promise<Scrubbed> {
  const { pixelsFrom, pixelsTo } = await readLayout(file);
  const dicom = readHeader(await file.slice(0, pixelsFrom).arrayBuffer());
  const pass = new Pass(hash, knownIn(dicom.dict));
  await pass.item(dicom.dict);
  for (const tag of Object.keys(dicom.meta)) if (!META_KEPT.has(tag)) delete dicom.meta[tag];
  const instance = dicom.dict[SOP_INSTANCE]?.Value;
  if (instance) dicom.meta[META_SOP_INSTANCE] = { vr: 'UI', Value: instance };
  dicom.dict['00120062'] = { vr: 'CS', Value: ['YES'] };
  dicom.dict['00120063'] = { vr: 'LO', Value: ['MEDAL first pass in the browser, PS3.15 2024e Basic Profile'] };
  const header = dicom.write({ allowInvalidVRLength: true });
  confirm(header);
  const removed = [...pass.counts.values()].sort((a, b) => a.tag.localeCompare(b.tag));
  return { file: new Blob([header, file.slice(pixelsFrom, pixelsTo)]), removed };
}
