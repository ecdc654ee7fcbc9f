// DICOM bytes for the tests of the first pass: explicit or implicit VR, little endian.
const LONG = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);
const UNDEFINED = 0xffffffff;

type Value = string | Uint8Array | number | Made[][];
export interface Made {
  tag: string;
  vr: string;
  value: Value;
  /** Pixels in items. */
  fragments?: Uint8Array[];
}

const text = new TextEncoder();
const u16 = (value: number) => new Uint8Array(new Uint16Array([value]).buffer);
const u32 = (value: number) => new Uint8Array(new Uint32Array([value]).buffer);

export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const tagBytes = (tag: string) => joined(u16(Number.parseInt(tag.slice(0, 4), 16)), u16(Number.parseInt(tag.slice(4), 16)));
const item = (bytes: Uint8Array) => joined(tagBytes('FFFEE000'), u32(bytes.length), bytes);

function padded(bytes: Uint8Array, vr: string): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : joined(bytes, new Uint8Array([vr === 'UI' || vr === 'OB' ? 0 : 0x20]));
}

function bytesOf({ vr, value }: Made, isExplicit: boolean): Uint8Array {
  if (typeof value === 'number') return vr === 'UL' ? u32(value) : u16(value);
  if (typeof value === 'string') return padded(text.encode(value), vr);
  if (value instanceof Uint8Array) return padded(value, vr);
  return joined(...value.map((inner) => item(elements(inner, isExplicit))));
}

function element(made: Made, isExplicit: boolean): Uint8Array {
  const { tag, vr, fragments } = made;
  const value = fragments ? joined(item(new Uint8Array()), ...fragments.map(item), tagBytes('FFFEE0DD'), u32(0)) : bytesOf(made, isExplicit);
  const length = fragments ? UNDEFINED : value.length;
  if (!isExplicit) return joined(tagBytes(tag), u32(length), value);
  const head = LONG.has(vr) ? joined(text.encode(vr), u16(0), u32(length)) : joined(text.encode(vr), u16(length));
  return joined(tagBytes(tag), head, value);
}

const elements = (list: Made[], isExplicit: boolean): Uint8Array => joined(...list.map((one) => element(one, isExplicit)));

export const EXPLICIT = '1.2.840.10008.1.2.1';
export const IMPLICIT = '1.2.840.10008.1.2';
export const JPEG = '1.2.840.10008.1.2.4.50';

export function dicom(list: Made[], syntax = EXPLICIT): File {
  const meta = elements(
    [
      { tag: '00020001', vr: 'OB', value: new Uint8Array([0, 1]) },
      { tag: '00020002', vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
      { tag: '00020003', vr: 'UI', value: '1.2.3.4.5.6' },
      { tag: '00020010', vr: 'UI', value: syntax },
      { tag: '00020016', vr: 'AE', value: 'PLANTEDSTATION' },
    ],
    true,
  );
  const length = element({ tag: '00020000', vr: 'UL', value: meta.length }, true);
  const preamble = joined(text.encode('PLANTED IN PREAMBLE'.padEnd(128)), text.encode('DICM'));
  return new File([joined(preamble, length, meta, elements(list, syntax !== IMPLICIT))], 'MUSTERMANN_1234.dcm');
}
