// Where the pixels of a DICOM file begin and end (PS3.5, 7.1 and A.4), read in pieces: a film of gigabytes is
// never held in memory. Little endian only; the two syntaxes beyond that are left to the server.
const PIXELS_GROUP = 0x7fe0;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const PREAMBLE_BYTES = 132;
const FIRST_BYTES = 1 << 20;
const MOST_HEADER_BYTES = 64 << 20;
const MOST_DEPTH = 32;

const IMPLICIT = '1.2.840.10008.1.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';

/** Offsets in bytes; without pixels both are the file's size. */
export interface Layout {
  pixelsFrom: number;
  pixelsTo: number;
}

export type Untreatable = 'not_dicom' | 'syntax' | 'damaged' | 'too_large';

export class ScrubFault extends Error {
  constructor(readonly reason: Untreatable) {
    super(reason);
  }
}

/** The piece that was read is too short. */
class MoreNeeded extends Error {}

interface Element {
  tag: number;
  vr: string;
  length: number;
  /** Of the value. */
  at: number;
}

class Walker {
  constructor(private readonly view: DataView, private readonly isComplete: boolean) {}

  group(at: number): number {
    this.need(at + 2);
    return this.view.getUint16(at, true);
  }

  element(at: number, isExplicit: boolean): Element {
    this.need(at + 8);
    const tag = this.view.getUint16(at, true) * 0x10000 + this.view.getUint16(at + 2, true);
    if (tag >>> 16 === 0xfffe || !isExplicit) return { tag, vr: '', length: this.view.getUint32(at + 4, true), at: at + 8 };
    const vr = String.fromCharCode(this.view.getUint8(at + 4), this.view.getUint8(at + 5));
    if (!/^[A-Z]{2}$/.test(vr)) throw new ScrubFault('damaged');
    if (!LONG_VRS.has(vr)) return { tag, vr, length: this.view.getUint16(at + 6, true), at: at + 8 };
    this.need(at + 12);
    return { tag, vr, length: this.view.getUint32(at + 8, true), at: at + 12 };
  }

  /** Behind the element, whatever is in it. */
  after(element: Element, isExplicit: boolean, depth = 0): number {
    if (element.length !== UNDEFINED) return element.at + element.length;
    if (depth > MOST_DEPTH) throw new ScrubFault('damaged');
    // An undefined length in a UN element is a sequence in implicit form (PS3.5, 6.2.2, note 2).
    const isInnerExplicit = isExplicit && element.vr !== 'UN';
    let at = element.at;
    for (;;) {
      const item = this.element(at, isInnerExplicit);
      if (item.tag === SEQUENCE_END) return item.at;
      if (item.tag !== ITEM) throw new ScrubFault('damaged');
      at = item.length === UNDEFINED ? this.afterItem(item.at, isInnerExplicit, depth) : item.at + item.length;
    }
  }

  private afterItem(from: number, isExplicit: boolean, depth: number): number {
    let at = from;
    for (;;) {
      const inner = this.element(at, isExplicit);
      if (inner.tag === ITEM_END) return inner.at;
      at = this.after(inner, isExplicit, depth + 1);
    }
  }

  text(element: Element): string {
    this.need(element.at + element.length);
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + element.at, element.length);
    return String.fromCharCode(...bytes).replace(/[\0 ]+$/, '');
  }

  private need(end: number): void {
    if (end <= this.view.byteLength) return;
    if (this.isComplete) throw new ScrubFault('damaged');
    throw new MoreNeeded();
  }
}

/** The file meta information: always explicit, little endian (PS3.10, 7.1). */
function readMeta(walker: Walker): { syntax: string; at: number } {
  let syntax = '';
  let at = PREAMBLE_BYTES;
  // What follows may have no VR to read.
  while (walker.group(at) === 2) {
    const element = walker.element(at, true);
    if (element.tag === 0x00020010) syntax = walker.text(element);
    at = walker.after(element, true);
  }
  return { syntax, at };
}

function isDicom(view: DataView): boolean {
  return view.byteLength > PREAMBLE_BYTES && view.getUint32(128, false) === 0x4449434d;
}

/** Behind the last item of encapsulated pixels, item by item. */
async function encapsulatedEnd(file: Blob, from: number): Promise<number> {
  let at = from;
  for (;;) {
    const head = new DataView(await file.slice(at, at + 8).arrayBuffer());
    if (head.byteLength < 8) throw new ScrubFault('damaged');
    const tag = head.getUint16(0, true) * 0x10000 + head.getUint16(2, true);
    const length = head.getUint32(4, true);
    if (tag === SEQUENCE_END) return at + 8;
    if (tag !== ITEM || length === UNDEFINED) throw new ScrubFault('damaged');
    at += 8 + length;
  }
}

function findPixels(walker: Walker, fileSize: number): Element & { from: number } | undefined {
  const { syntax, at: start } = readMeta(walker);
  if (syntax === DEFLATED || syntax === BIG_ENDIAN || syntax === '') throw new ScrubFault('syntax');
  const isExplicit = syntax !== IMPLICIT;
  let at = start;
  while (at < fileSize) {
    const element = walker.element(at, isExplicit);
    if (element.tag >>> 16 >= PIXELS_GROUP) return { ...element, from: at };
    at = walker.after(element, isExplicit);
  }
  if (at > fileSize) throw new ScrubFault('damaged');
  return undefined;
}

async function layoutOf(file: Blob, bytes: number): Promise<Layout> {
  const view = new DataView(await file.slice(0, bytes).arrayBuffer());
  if (!isDicom(view)) throw new ScrubFault('not_dicom');
  const pixels = findPixels(new Walker(view, view.byteLength === file.size), file.size);
  if (!pixels) return { pixelsFrom: file.size, pixelsTo: file.size };
  // Padding and signatures stand behind the pixels; neither is sent.
  if (pixels.tag >>> 16 !== PIXELS_GROUP) return { pixelsFrom: pixels.from, pixelsTo: pixels.from };
  const to = pixels.length === UNDEFINED ? await encapsulatedEnd(file, pixels.at) : pixels.at + pixels.length;
  if (to > file.size) throw new ScrubFault('damaged');
  return { pixelsFrom: pixels.from, pixelsTo: to };
}

/** Throws ScrubFault where the first pass cannot be done. */
export async function readLayout(file: Blob): Promise<Layout> {
  for (let bytes = FIRST_BYTES; bytes <= MOST_HEADER_BYTES; bytes *= 4) {
    try {
      return await layoutOf(file, bytes);
    } catch (error) {
      if (!(error instanceof MoreNeeded)) throw error;
    }
  }
  throw new ScrubFault('too_large');
}
