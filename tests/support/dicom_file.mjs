// Writes small DICOM files (explicit VR, little endian; PS3.10) for tests: only what a viewer reads.
const LONG = new Set(['OB', 'OW', 'SQ', 'UN']);

function element(tag, vr, value) {
  const [group, number] = [parseInt(tag.slice(0, 4), 16), parseInt(tag.slice(4), 16)];
  let bytes = value;
  if (vr === 'US') { bytes = Buffer.alloc(2); bytes.writeUInt16LE(value); }
  else if (vr === 'UL') { bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); }
  else if (!Buffer.isBuffer(value)) bytes = Buffer.from(String(value), 'latin1');
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
  '00080016': 'UI', '00080018': 'UI', '00080060': 'CS', '00100020': 'LO', '0008103E': 'LO', '00181063': 'DS', '00185101': 'CS', '0020000D': 'UI', '0020000E': 'UI', '00200011': 'IS',
  '00200013': 'IS', '00200020': 'CS', '00200032': 'DS', '00200037': 'DS', '00200052': 'UI', '00200062': 'CS', '00280002': 'US', '00280004': 'CS', '00280008': 'IS',
  '00280010': 'US', '00280011': 'US', '00280030': 'DS', '00280100': 'US', '00280101': 'US', '00280102': 'US', '00280103': 'US', '00281052': 'DS', '00281053': 'DS', '7FE00010': 'OW',
};

const ROOT = '1.2.826.0.1.3680043.8.498';

/** `tags`: values by tag; `pixels`: a Uint16Array of all frames; `uid`: numbers that name study, series and file. */
export function dicomFile({ sopClass, modality, rows, columns, pixels, tags = {}, study = 1, series = 1, instance = 1 }) {
  const sop = `${ROOT}.${study}.${series}.${instance}`;
  const values = {
    '00080016': sopClass, '00080018': sop, '00080060': modality, '00100020': `P${study}`, '0020000D': `${ROOT}.${study}`, '0020000E': `${ROOT}.${study}.${series}`, '00200011': series,
    '00200013': instance, '00280002': 1, '00280004': 'MONOCHROME2', '00280010': rows, '00280011': columns, '00280100': 16, '00280101': 12, '00280102': 11, '00280103': 0,
    ...tags, '7FE00010': Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength),
  };
  const body = Object.keys(values).sort().map((tag) => element(tag, VRS[tag], values[tag]));
  const meta = Buffer.concat([element('00020001', 'OB', Buffer.from([0, 1])), element('00020002', 'UI', sopClass), element('00020003', 'UI', sop),
    element('00020010', 'UI', '1.2.840.10008.1.2.1'), element('00020012', 'UI', `${ROOT}.9`)]);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element('00020000', 'UL', meta.length), meta, ...body]);
}

const SOP = { CT: '1.2.840.10008.5.1.4.1.1.2', MR: '1.2.840.10008.5.1.4.1.1.4', MG: '1.2.840.10008.5.1.4.1.1.1.2' };

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
export function mammogram({ laterality, view, rowLeadsTo, series, study = 1, columns = 96, rows = 128 }) {
  const isWallRight = rowLeadsTo === 'P';
  const isBreast = (x, y) => { const depth = isWallRight ? columns - 1 - x : x; return (depth / 70) ** 2 + ((y - rows / 2) / 55) ** 2 < 1; };
  return dicomFile({
    sopClass: SOP.MG, modality: 'MG', rows, columns, study, series, pixels: draw(columns, rows, 1, (x, y) => (isBreast(x, y) ? 1500 + 100 * series + speckle(x, y, series) : 0)),
    tags: { '0008103E': `${laterality} ${view}`, '00185101': view, '00200020': `${rowLeadsTo}\\F`, '00200062': laterality, '00280030': '0.5\\0.5' },
  });
}

/** Frame f is one bright bar at its own place. */
export function clip({ frames, series = 1, study = 1, size = 64, frameTime_ms }) {
  return dicomFile({
    sopClass: SOP.MR, modality: 'MR', rows: size, columns: size, study, series, pixels: draw(size, size, frames, (x, y, f) => (Math.floor((x * frames) / size) === f ? 3000 : 100 + speckle(x, y, f))),
    tags: { '0008103E': 'CLIP', '00181063': frameTime_ms, '00280008': frames, '00280030': '1\\1' },
  });
}
