// De-identifies with dcmjs as a script of a few lines would: node dcmjs.mjs TABLE.json OUT FILE…
// The table says for each tag what PS3.15 does to it (X, Z, D, U); private elements go; UIDs are replaced by others
// made of a keyed hash, so that they stay consistent. Free text is not searched and nothing is verified.
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import dcmjs from 'dcmjs';

const [, , tablePath, out, ...files] = process.argv;
const table = JSON.parse(readFileSync(tablePath, 'utf8'));
const key = randomBytes(32);
const known = new Map();
dcmjs.log.setLevel('error');

function newUid(uid) {
  if (uid.startsWith('1.2.840.10008.')) return uid;
  if (!known.has(uid)) {
    const hash = createHmac('sha256', key).update(uid).digest('hex').slice(0, 32);
    known.set(uid, `2.25.${BigInt(`0x${hash}`)}`);
  }
  return known.get(uid);
}

const isPrivate = (tag) => Number.parseInt(tag.slice(0, 4), 16) % 2 === 1;

function clean(dataSet) {
  for (const [tag, element] of Object.entries(dataSet)) {
    const action = isPrivate(tag) ? 'X' : table[tag];
    if (action === 'X') delete dataSet[tag];
    else if (action === 'Z') element.Value = [];
    else if (action === 'D') element.Value = element.vr === 'SQ' ? [] : ['REMOVED'];
    else if (action === 'U' && element.vr === 'UI') element.Value = element.Value.map(newUid);
    else if (element.vr === 'SQ') for (const item of element.Value ?? []) clean(item);
  }
}

for (const file of files) {
  const bytes = readFileSync(file);
  const dicom = dcmjs.data.DicomMessage.readFile(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  clean(dicom.dict);
  dicom.meta['00020003'].Value = [dicom.dict['00080018'].Value[0]];
  writeFileSync(join(out, basename(file)), Buffer.from(dicom.write()));
}
