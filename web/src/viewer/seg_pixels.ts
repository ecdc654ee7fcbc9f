// The pixels of a DICOM segmentation in the browser: plain, run-length coded (PS3.5, annex G), deflated or codestreams, of one, eight or sixteen bits.
import { type DataSet, parseDicom, readPart10Header } from 'dicom-parser';
import { NoMask } from './no_mask';
import { decodeFrames, isCodestream } from './seg_codecs';

const PLAIN = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'];
const DEFLATED = '1.2.840.10008.1.2.1.99';
const RUN_LENGTH = '1.2.840.10008.1.2.5';
const DEFLATED_FRAMES = '1.2.840.10008.1.2.8.1';
/** A file that grows beyond it is no segmentation. */
const MOST_BYTES = 2 ** 30;

/** Throws where it grows beyond `most`. */
async function inflated(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size += next.value.length;
    if (size > most) throw new NoMask('failed');
  }
  const whole = new Uint8Array(size);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** Whatever the transfer syntax: one that deflates the whole data set is undone first. */
export async function parseSegmentation(bytes: Uint8Array<ArrayBuffer>): Promise<DataSet> {
  const head = readPart10Header(bytes) as DataSet & { position: number };
  if (head.string('x00020010') !== DEFLATED) return parseDicom(bytes);
  const rest = await inflated(bytes.subarray(head.position), MOST_BYTES);
  const whole = new Uint8Array(head.position + rest.length);
  whole.set(bytes.subarray(0, head.position));
  whole.set(rest, head.position);
  return parseDicom(bytes, { inflater: () => whole });
}

/** One segment of run-length coded bytes: a count below 128 copies that many and one more, one above repeats the next byte. */
function unpackRuns(runs: Uint8Array, into: Uint8Array): void {
  for (let from = 0, to = 0; from < runs.length && to < into.length; ) {
    const count = runs[from] ?? 128;
    from += 1;
    if (count < 128) {
      into.set(runs.subarray(from, from + Math.min(count + 1, into.length - to)), to);
      from += count + 1;
      to += count + 1;
    } else if (count > 128) {
      into.fill(runs[from] ?? 0, to, to + 257 - count);
      from += 1;
      to += 257 - count;
    }
  }
}

/** `width`: bytes of one value; the segments hold the highest bytes first, we the lowest. */
export function unpackRunLengths(frame: Uint8Array, size: number, width: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 64 || view.getUint32(0, true) !== width) throw new NoMask('failed');
  const whole = new Uint8Array(size);
  for (let segment = 0; segment < width; segment += 1) {
    const end = segment + 1 < width ? view.getUint32(8 + 4 * segment, true) : frame.length;
    const part = new Uint8Array(size / width);
    unpackRuns(frame.subarray(view.getUint32(4 + 4 * segment, true), end), part);
    for (let i = 0; i < part.length; i += 1) whole[i * width + width - 1 - segment] = part[i] ?? 0;
  }
  return whole;
}

/** The stored bytes of each frame: a fragment a frame, or as the offset table says. */
function fragmentsOf(data: DataSet, frames: number): Uint8Array<ArrayBuffer>[] {
  const { fragments = [], basicOffsetTable = [] } = data.elements.x7fe00010 ?? {};
  const starts = fragments.length === frames ? fragments.map((one) => one.offset) : frames === 1 ? [0] : basicOffsetTable;
  if (starts.length !== frames) throw new NoMask('failed');
  return starts.map((start, frame) => {
    const its = fragments.filter((one) => one.offset >= start && one.offset < (starts[frame + 1] ?? Infinity));
    const whole = new Uint8Array(its.reduce((sum, one) => sum + one.length, 0));
    its.reduce((at, one) => (whole.set(data.byteArray.subarray(one.position, one.position + one.length), at), at + one.length), 0);
    return whole;
  });
}

/** The value of a pixel, counted from the first of its frame. */
export type ValueAt = (frame: number, pixel: number) => number;

/** One bit after the other, the lowest of a byte first (PS3.5, 8.1.1), or little endian numbers. */
function valueIn(bytes: Uint8Array, bits: number, index: number): number {
  if (bits === 1) return ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
  return bits === 16 ? (bytes[2 * index] ?? 0) | ((bytes[2 * index + 1] ?? 0) << 8) : (bytes[index] ?? 0);
}

async function valuesOfCodestreams(data: DataSet, syntax: string, frames: number, plane: number): Promise<ValueAt> {
  if (2 * plane * frames > MOST_BYTES) throw new NoMask('failed');
  const decoded = await decodeFrames(syntax, fragmentsOf(data, frames), plane);
  return (frame, pixel) => {
    const one = decoded[frame];
    return one ? valueIn(one.bytes, 8 * one.bytesPerValue, pixel) : 0;
  };
}

export async function valuesOf(data: DataSet, frames: number, plane: number): Promise<ValueAt> {
  const pixels = data.elements.x7fe00010;
  const syntax = data.string('x00020010') ?? '';
  const bits = data.uint16('x00280100') ?? 1;
  if (!pixels || ![1, 8, 16].includes(bits)) throw new NoMask('failed');
  if (!pixels.encapsulatedPixelData) {
    if (![...PLAIN, DEFLATED].includes(syntax)) throw new NoMask('compressed');
    const bytes = data.byteArray.subarray(pixels.dataOffset, pixels.dataOffset + pixels.length) as Uint8Array;
    return (frame, pixel) => valueIn(bytes, bits, frame * plane + pixel);
  }
  if (isCodestream(syntax)) return valuesOfCodestreams(data, syntax, frames, plane);
  if (syntax !== RUN_LENGTH && syntax !== DEFLATED_FRAMES) throw new NoMask('compressed');
  const size = Math.ceil((plane * bits) / 8);
  if (size * frames > MOST_BYTES) throw new NoMask('failed');
  // Compressed frames begin with a byte of their own.
  const decoded = await Promise.all(fragmentsOf(data, frames).map((bytes) => (syntax === RUN_LENGTH ? unpackRunLengths(bytes, size, Math.max(1, bits / 8)) : inflated(bytes, size + 1))));
  return (frame, pixel) => valueIn(decoded[frame] ?? new Uint8Array(), bits, pixel);
}
