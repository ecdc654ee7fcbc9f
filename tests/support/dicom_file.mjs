// Writes small DICOM files (explicit VR, little endian; PS3.10) for tests: only what a viewer reads.
import { deflateRawSync } from 'node:zlib';
import { tissue } from './tissue.mjs';

const LONG = new Set(['OB', 'OW', 'SQ', 'UN']);

/** `value` of a sequence: its items, each an object of values by tag. */
function bytesOf(vr, value) {
  const number = (size, write) => { const bytes = Buffer.alloc(size); bytes[write](value); return bytes; };
  if (vr === 'US') return number(2, 'writeUInt16LE');
  if (vr === 'UL') return number(4, 'writeUInt32LE');
  if (vr === 'FD') { const bytes = Buffer.alloc(8); bytes.writeDoubleLE(value); return bytes; }
  if (vr === 'SL') return number(4, 'writeInt32LE');
  if (vr === 'SQ') return Buffer.concat(value.map((item) => { const body = elementsOf(item); const head = Buffer.from('feff00e000000000', 'hex'); head.writeUInt32LE(body.length, 4); return Buffer.concat([head, body]); }));
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'latin1');
}

function element(tag, vr, value) {
  const [group, number] = [parseInt(tag.slice(0, 4), 16), parseInt(tag.slice(4), 16)];
  let bytes = bytesOf(vr, value);
  if (bytes.length % 2) bytes = Buffer.concat([bytes, Buffer.from([vr === 'UI' ? 0 : 0x20])]);
  const head = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (LONG.has(vr)) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

const VRS = {
  '00181114': 'DS', '00186011': 'SQ', '00186012': 'US', '00186014': 'US', '00186016': 'UL', '00186018': 'UL', '0018601A': 'UL', '0018601C': 'UL', '0018601E': 'UL', '00186024': 'US', '00186026': 'US', '0018602C': 'FD', '0018602E': 'FD',
  '00080008': 'CS', '00180088': 'DS', '00209113': 'SQ', '00209116': 'SQ', '00209311': 'CS', '00280006': 'US', '00289110': 'SQ', '00480006': 'UL', '00480007': 'UL', '0048021A': 'SQ', '0048021E': 'SL', '0048021F': 'SL', '00620001': 'CS', '00620002': 'SQ',
  '00620004': 'US', '00620005': 'LO', '0062000A': 'SQ', '0062000B': 'US', '52009229': 'SQ', '52009230': 'SQ',
  '00080016': 'UI', '00080018': 'UI', '00080060': 'CS', '00100020': 'LO', '0008103E': 'LO', '00181063': 'DS', '00181164': 'DS', '00185101': 'CS', '0020000D': 'UI', '0020000E': 'UI', '00200011': 'IS',
  '00200013': 'IS', '00200020': 'CS', '00200032': 'DS', '00200037': 'DS', '00200052': 'UI', '00200062': 'CS', '00280002': 'US', '00280004': 'CS', '00280008': 'IS',
  '00280010': 'US', '00280011': 'US', '00280030': 'DS', '00280100': 'US', '00280101': 'US', '00280102': 'US', '00280103': 'US', '00281052': 'DS', '00281053': 'DS', '7FE00010': 'OW',
};

const elementsOf = (values) => Buffer.concat(Object.keys(values).sort().map((tag) => element(tag, VRS[tag], values[tag])));

const ROOT = '1.2.826.0.1.3680043.8.498';

export const SYNTAX = { plain: '1.2.840.10008.1.2.1', deflated: '1.2.840.10008.1.2.1.99', runLengths: '1.2.840.10008.1.2.5', jpegLs: '1.2.840.10008.1.2.4.80', jpeg2000: '1.2.840.10008.1.2.4.90', htj2k: '1.2.840.10008.1.2.4.201' };

/** Encapsulated pixel data (PS3.5, A.4): an empty offset table and one fragment a frame. */
function encapsulated(frames) {
  const item = (tag, bytes, length = bytes.length) => { const head = Buffer.from(`${tag}00000000`, 'hex'); head.writeUInt32LE(length, 4); return Buffer.concat([head, bytes]); };
  const none = Buffer.alloc(0);
  const even = (bytes) => (bytes.length % 2 ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes);
  return Buffer.concat([Buffer.from('e07f10004f420000ffffffff', 'hex'), item('feff00e0', none), ...frames.map((frame) => item('feff00e0', even(frame))), item('feffdde0', none)]);
}

/** `tags`: values by tag; `fragments`: the coded frames, where the pixels are compressed; `pixels`: an array of the numbers or bytes of all frames; `uid`: numbers that name study, series and file. */
export function dicomFile({ sopClass, modality, rows, columns, pixels, fragments, syntax = SYNTAX.plain, tags = {}, study = 1, series = 1, instance = 1 }) {
  const sop = `${ROOT}.${study}.${series}.${instance}`;
  const values = {
    '00080016': sopClass, '00080018': sop, '00080060': modality, '00100020': `P${study}`, '0020000D': `${ROOT}.${study}`, '0020000E': `${ROOT}.${study}.${series}`, '00200011': series,
    '00200013': instance, '00280002': 1, '00280004': 'MONOCHROME2', '00280010': rows, '00280011': columns, '00280100': 16, '00280101': 12, '00280102': 11, '00280103': 0,
    ...tags, ...(fragments ? {} : { '7FE00010': Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength) }),
  };
  const body = Buffer.concat([elementsOf(values), fragments ? encapsulated(fragments) : Buffer.alloc(0)]);
  const meta = Buffer.concat([element('00020001', 'OB', Buffer.from([0, 1])), element('00020002', 'UI', sopClass), element('00020003', 'UI', sop),
    element('00020010', 'UI', syntax), element('00020012', 'UI', `${ROOT}.9`)]);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element('00020000', 'UL', meta.length), meta, syntax === SYNTAX.deflated ? deflateRawSync(body) : body]);
}

const SOP = { US: '1.2.840.10008.5.1.4.1.1.6.1', SM: '1.2.840.10008.5.1.4.1.1.77.1.6', SEG: '1.2.840.10008.5.1.4.1.1.66.4', LABELMAP: '1.2.840.10008.5.1.4.1.1.66.7', CT: '1.2.840.10008.5.1.4.1.1.2', MR: '1.2.840.10008.5.1.4.1.1.4', MG: '1.2.840.10008.5.1.4.1.1.1.2' };

/** Grey values of frames, `grey(column, row, frame)` each. */
export function draw(columns, rows, frames, grey) {
  const pixels = new Uint16Array(columns * rows * frames);
  for (let f = 0, at = 0; f < frames; f += 1) for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1, at += 1) pixels[at] = grey(x, y, f);
  return pixels;
}

/** Numbers that look like noise and are always the same, so that no two files are taken for duplicates. */
const speckle = (x, y, f) => ((x * 73856093) ^ (y * 19349663) ^ ((f + 1) * 83492791)) & 63;

/** A volume cut in slices of `size`² pixels of 1 mm: `row` and `column` directions, `at(i)` position of slice i. */
export function volume({ modality = 'MR', series, slices, size = 64, row, column, at, name, study = 1, grey }) {
  return Array.from({ length: slices }, (_, i) => dicomFile({
    sopClass: SOP[modality], modality, rows: size, columns: size, study, series, instance: i + 1,
    pixels: draw(size, size, 1, grey ? (x, y) => grey(x, y, i) : (x, y) => 400 + 30 * series + ((x - size / 2) ** 2 + (y - size / 2) ** 2 < (size / 3) ** 2 ? 900 : 0) + speckle(x, y, i)),
    tags: { '0008103E': name, '00200032': at(i).join('\\'), '00200037': [...row, ...column].join('\\'), '00200052': `${ROOT}.${study}.7`, '00280030': '1\\1',
      ...(modality === 'CT' ? { '00281052': '-1024', '00281053': '1' } : {}) },
  }));
}

/** A breast whose chest wall lies on the side that `rowLeadsTo` says: 'P' (right edge) or 'A' (left edge). */
export function mammogram({ laterality, view, rowLeadsTo, series, study = 1, columns = 96, rows = 128, spacing = { '00280030': '0.5\\0.5' } }) {
  const isWallRight = rowLeadsTo === 'P';
  const isBreast = (x, y) => { const depth = isWallRight ? columns - 1 - x : x; return (depth / 70) ** 2 + ((y - rows / 2) / 55) ** 2 < 1; };
  return dicomFile({
    sopClass: SOP.MG, modality: 'MG', rows, columns, study, series, pixels: draw(columns, rows, 1, (x, y) => (isBreast(x, y) ? 1500 + 100 * series + speckle(x, y, series) : 0)),
    tags: { '0008103E': `${laterality} ${view}`, '00185101': view, '00200020': `${rowLeadsTo}\\F`, '00200062': laterality, ...spacing },
  });
}

/** One frame of ultrasound; `regions`: from column and row, to column and row, millimetres between pixels, and other tags of each. */
export function ultrasound({ regions, series = 1, study = 1, columns = 128, rows = 96 }) {
  const items = regions.map(([x0, y0, x1, y1, mm, other = {}]) => ({ '00186012': 1, '00186014': 1, '00186016': 0, '00186018': x0, '0018601A': y0, '0018601C': x1, '0018601E': y1, '00186024': 3, '00186026': 3, '0018602C': mm / 10, '0018602E': mm / 10, ...other }));
  return dicomFile({
    sopClass: SOP.US, modality: 'US', rows, columns, study, series, pixels: draw(columns, rows, 1, (x, y) => 300 + (Math.hypot(x - 32, y - 40) < 20 ? 1200 : 0) + speckle(x, y, series)),
    tags: { '0008103E': 'ULTRASOUND', '00186011': items },
  });
}

/** Frame f is one bright bar at its own place. */
export function clip({ frames, series = 1, study = 1, size = 64, frameTime_ms }) {
  return dicomFile({
    sopClass: SOP.MR, modality: 'MR', rows: size, columns: size, study, series, pixels: draw(size, size, frames, (x, y, f) => (Math.floor((x * frames) / size) === f ? 3000 : 100 + speckle(x, y, f))),
    tags: { '0008103E': 'CLIP', '00181063': frameTime_ms, '00280008': frames, '00280030': '1\\1' },
  });
}

/** One resolution of a slide, 1/2^`level` as wide, in tiles of 256; a sparse one lacks the tiles that `isEmpty` names. */
function resolution({ width, height, level, series, study, isEmpty = () => false, flavour = 'VOLUME', instance = level + 1 }) {
  const size = 256;
  const [columns, rows] = [width >> level, height >> level];
  const corners = [];
  for (let top = 0; top < rows; top += size) for (let left = 0; left < columns; left += size) if (!isEmpty(left / size, top / size)) corners.push([left, top]);
  const pixels = new Uint8Array(corners.length * size * size * 3);
  let at = 0;
  for (const [left, top] of corners) for (let y = top; y < top + size; y += 1) for (let x = left; x < left + size; x += 1, at += 3) pixels.set(tissue(x << level, y << level), at);
  const isFull = corners.length === Math.ceil(columns / size) * Math.ceil(rows / size);
  const spacing = 0.0005 * 2 ** level;
  return dicomFile({
    sopClass: SOP.SM, modality: 'SM', rows: size, columns: size, study, series, instance, pixels,
    tags: { '00080008': `ORIGINAL\\PRIMARY\\${flavour}\\NONE`, '0008103E': 'BIOPSY', '00209311': isFull ? 'TILED_FULL' : 'TILED_SPARSE', '00280002': 3, '00280004': 'RGB', '00280006': 0, '00280008': corners.length,
      '00280100': 8, '00280101': 8, '00280102': 7, '00480006': columns, '00480007': rows, '52009229': [{ '00289110': [{ '00280030': `${spacing}\\${spacing}` }] }],
      ...(isFull ? {} : { '52009230': corners.map(([left, top]) => ({ '0048021A': [{ '0048021E': left + 1, '0048021F': top + 1 }] })) }) },
  });
}

/** A slide in DICOM as its files: each level a quarter as wide as the one before, the finest without the tiles of its first column. */
export function slide({ width, height, study = 1, series = 1 }) {
  const levels = [];
  for (let level = 0; (width >> level) >= 256; level += 2) levels.push(resolution({ width, height, level, series, study, isEmpty: level === 0 ? (column) => column === 0 : undefined }));
  return levels;
}

/** What a scanner adds: a photograph of the label. */
export const slideLabel = ({ study = 1, series = 1 } = {}) => resolution({ width: 256, height: 256, level: 0, series, study, instance: 9, flavour: 'LABEL' });

/** Bits from the lowest of a byte on (PS3.5, 8.1.1). */
function packed(bits) {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  bits.forEach((bit, index) => { if (bit) bytes[index >> 3] |= 1 << (index & 7); });
  return bytes;
}

/** One run-length coded segment (PS3.5, annex G) of runs only. */
function runLengths(bytes) {
  const runs = [];
  for (let at = 0; at < bytes.length;) {
    let count = 1;
    while (count < 128 && bytes[at + count] === bytes[at]) count += 1;
    runs.push(...(count === 1 ? [0, bytes[at]] : [257 - count, bytes[at]]));
    at += count;
  }
  const head = Buffer.alloc(64);
  head.writeUInt32LE(1);
  head.writeUInt32LE(64, 4);
  return Buffer.concat([head, Buffer.from(runs)]);
}

/** A segmentation of the series of `volume`: a ball in the patient, on a grid of its own that is turned by `degrees` about the body's axis. */
export function ballSegmentation({ centre, radius, degrees, study, series, name, syntax = SYNTAX.plain, encode }) {
  const [columns, rows, slices] = [56, 48, 16];
  const [across, down, along] = [0.8, 1.1, 3];
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const place = (x, y, z) => { const [u, v] = [(x - columns / 2) * across, (y - rows / 2) * down]; return [centre[0] + u * cos - v * sin, centre[1] + u * sin + v * cos, centre[2] + (z - slices / 2) * along]; };
  const isInside = (at) => Math.hypot(...at.map((part, axis) => part - centre[axis])) < radius;
  const bits = Array.from({ length: slices }, (_, z) => Array.from({ length: columns * rows }, (__, i) => isInside(place(i % columns, Math.floor(i / columns), z))));
  const fixed = (numbers) => numbers.map((number) => number.toFixed(6)).join('\\');
  const encoded = () => (encode ? bits.map((frame) => encode(Uint8Array.from(frame), columns, rows)) : syntax === SYNTAX.runLengths ? bits.map((frame) => runLengths(packed(frame))) : undefined);
  // What is encoded as a picture is a label map of eight bits.
  const depth = encode ? 8 : 1;
  return dicomFile({
    sopClass: encode ? SOP.LABELMAP : SOP.SEG, modality: 'SEG', rows, columns, study, series, syntax, pixels: packed(bits.flat()), fragments: encoded(),
    tags: { '00080008': 'DERIVED\\PRIMARY', '0008103E': name, '00200052': `${ROOT}.${study}.7`, '00280008': slices, '00280100': depth, '00280101': depth, '00280102': depth - 1, '00620001': encode ? 'LABELMAP' : 'BINARY', '00620002': [{ '00620004': 1, '00620005': 'Ball' }],
      '52009229': [{ '00209116': [{ '00200037': fixed([cos, sin, 0, -sin, cos, 0]) }], '00289110': [{ '00180088': along, '00280030': `${down}\\${across}` }], '0062000A': [{ '0062000B': 1 }] }],
      '52009230': bits.map((_, z) => ({ '00209113': [{ '00200032': fixed(place(0, 0, z)) }] })) },
  });
}
