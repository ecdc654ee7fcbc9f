import dcmjs, { type DicomItem } from 'dcmjs';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLayout, ScrubFault } from './layout';
import { dicom, EXPLICIT, IMPLICIT, JPEG, type Made } from './made_dicom';
import { decide } from './policy';
import { scrub } from './scrub';
import table from './table.json';
import { hashWith, newUid, type Hash } from './uids';
import { summed } from './version';

const root = `${import.meta.dirname}/../../../../..`;
const pixels = Uint8Array.from({ length: 512 }, (_, index) => (index * 37) % 251);
const PLANTED = ['MUSTERMANN', 'Mustermann', 'PAT-778812', 'ACC-4711', 'PLANTED', '19610304', 'Charite'];

const header: Made[] = [
  { tag: '00080016', vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
  { tag: '00080018', vr: 'UI', value: '1.2.3.4.5.6' },
  { tag: '00080020', vr: 'DA', value: '19610304' },
  { tag: '00080050', vr: 'SH', value: 'ACC-4711' },
  { tag: '00080060', vr: 'CS', value: 'CT' },
  { tag: '00080080', vr: 'LO', value: 'Charite' },
  { tag: '00081140', vr: 'SQ', value: [[{ tag: '00081150', vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' }, { tag: '00081155', vr: 'UI', value: '1.2.3.4.5.7' }, { tag: '00104000', vr: 'LT', value: 'PLANTED deep inside' }, { tag: '00400007', vr: 'LO', value: 'CT' }]] },
  { tag: '00081032', vr: 'SQ', value: [[{ tag: '00080104', vr: 'LO', value: 'CT of Mrs Mustermann' }]] },
  { tag: '00090010', vr: 'LO', value: 'PLANTED CREATOR' },
  { tag: '00091001', vr: 'LO', value: 'PLANTED private' },
  { tag: '00100010', vr: 'PN', value: 'MUSTERMANN^ERIKA' },
  { tag: '00100020', vr: 'LO', value: 'PAT-778812' },
  { tag: '0020000D', vr: 'UI', value: '1.2.3.4' },
  { tag: '0020000E', vr: 'UI', value: '1.2.3.4.5' },
  { tag: '00280010', vr: 'US', value: 16 },
  { tag: '00280011', vr: 'US', value: 16 },
  { tag: '60003000', vr: 'OW', value: new TextEncoder().encode('PLANTED overlay!') },
].sort((a, b) => a.tag.localeCompare(b.tag)) as Made[];
const pixelData: Made = { tag: '7FE00010', vr: 'OW', value: pixels };
const behind: Made = { tag: 'FFFCFFFC', vr: 'OB', value: new TextEncoder().encode('PLANTED behind it ') };

async function hashOf(secret: string): Promise<Hash> {
  return hashWith(await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']));
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());
const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
const parsed = async (file: Blob) => dcmjs.data.DicomMessage.readFile(await file.arrayBuffer());

describe('the first pass', () => {
  for (const [name, syntax] of [['explicit', EXPLICIT], ['implicit', IMPLICIT]] as const) {
    it(`leaves no planted identifier in an ${name} file, and its pixels as they were`, async () => {
      const { file, removed } = await scrub(dicom([...header, pixelData, behind], syntax), await hashOf('a'));
      const bytes = await bytesOf(file);
      for (const planted of PLANTED) expect(latin(bytes)).not.toContain(planted);
      expect(bytes.slice(-pixels.length)).toEqual(pixels);
      expect(removed).toContainEqual({ tag: '00100010', keyword: 'PatientName', action: 'Z', count: 1 });
      expect(removed).toContainEqual({ tag: '00104000', keyword: 'PatientComments', action: 'X', count: 1 });
      expect(removed.some((one) => one.tag === '00091001' && one.action === 'X')).toBe(true);
    });
  }

  it('keeps encapsulated pixels with all their items and offsets', async () => {
    const fragments = [pixels.slice(0, 100), pixels.slice(100, 250), pixels.slice(250, 252)];
    const original = dicom([...header, { tag: '7FE00010', vr: 'OB', value: '', fragments }], JPEG);
    const { pixelsFrom } = await readLayout(original);
    const { file } = await scrub(original, await hashOf('a'));
    const tail = (await bytesOf(original)).slice(pixelsFrom);
    expect((await bytesOf(file)).slice(-tail.length)).toEqual(tail);
  });

  it('names UIDs anew so that the files of a case still belong together', async () => {
    const hash = await hashOf('a');
    const one = await parsed((await scrub(dicom([...header, pixelData]), hash)).file);
    const series = one.dict['0020000E']?.Value?.[0];
    expect(series).toBe(await newUid(hash, '1.2.3.4.5'));
    expect(String(series)).toMatch(/^2\.25\.\d{30,39}$/);
    expect(one.meta['00020003']?.Value).toEqual(one.dict['00080018']?.Value);
    const inner = one.dict['00081140']?.Value?.[0] as DicomItem;
    expect(inner['00081155']?.Value).toEqual([await newUid(hash, '1.2.3.4.5.7')]);
    expect(inner['00081150']?.Value).toEqual(['1.2.840.10008.5.1.4.1.1.2']);
    expect(one.dict['00080016']?.Value).toEqual(['1.2.840.10008.5.1.4.1.1.2']);
  });

  it('gives the same bytes with the same key, and others with another', async () => {
    const original = dicom([...header, pixelData]);
    const [first, again, other] = await Promise.all([await hashOf('a'), await hashOf('a'), await hashOf('b')].map(async (hash) => bytesOf((await scrub(original, hash)).file)));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('refuses what it cannot treat, and says why', async () => {
    const hash = await hashOf('a');
    const faultOf = async (file: Blob) => scrub(file, hash).then(() => 'none', (error: unknown) => (error instanceof ScrubFault ? error.reason : String(error)));
    expect(await faultOf(new File(['no image at all'], 'letter.txt'))).toBe('not_dicom');
    expect(await faultOf(dicom([...header, pixelData], '1.2.840.10008.1.2.2'))).toBe('syntax');
    const whole = await bytesOf(dicom([...header, pixelData]));
    expect(await faultOf(new Blob([whole.slice(0, 700)]))).toBe('damaged');
    expect(await faultOf(new Blob([whole.slice(0, -40)]))).toBe('damaged');
    const odd = whole.slice();
    odd.set([1, 2], latin(whole).indexOf('PN'));
    expect(await faultOf(new Blob([odd]))).toBe('damaged');
  });

  it('sums up what was removed over files', () => {
    const one = { tag: '00100010', keyword: 'PatientName', action: 'Z' as const, count: 1 };
    expect(summed([[one], [one, { ...one, tag: '00100020' }]]).map((row) => row.count)).toEqual([2, 1]);
  });
});

describe('the table', () => {
  it('says what the table of the server says', () => {
    const source = readFileSync(`${root}/src/imaging/deid/table_e1_1_2024e.inc`, 'utf8');
    const rows = [...source.matchAll(/\{0x([0-9a-f]{8}), Basic::([A-Z]+), "/g)].map(([, tag = '', letters = '']) => [tag.toUpperCase(), letters]);
    expect(rows.length).toBeGreaterThan(600);
    expect(table.rows).toEqual(Object.fromEntries(rows));
  });

  it('decides as the server does', () => {
    expect(decide('00100010', 'PN')).toBe('empty');
    expect(decide('00081155', 'UI')).toBe('remap_uid');
    expect(decide('00081150', 'UI')).toBe('keep');
    expect(decide('00081140', 'SQ')).toBe('descend');
    expect(decide('00280010', 'US')).toBe('keep');
    expect(decide('00291010', 'OB')).toBe('remove');
    expect(decide('60003000', 'OW')).toBe('remove');
    expect(decide('00189074', 'DT')).toBe('dummy');
  });
});

const samples = `${root}/../shared/data/imaging`;
const tokens = `${samples}/PHI_TOKENS.tsv`;

describe.skipIf(!existsSync(tokens))('the sample data', () => {
  it('leaves none of the planted values in any header that it treats', async () => {
    const planted = new Map<string, string[]>();
    for (const line of readFileSync(tokens, 'utf8').split('\n').slice(1)) {
      const [file = '', attribute = '', value = ''] = line.split('\t');
      // What an examination is called stands in its codes too, and names nobody.
      if (/^(Study|Series)Description$|^ProtocolName$/.test(attribute)) continue;
      if (file.endsWith('.dcm') && value.length >= 6) planted.set(file, [...(planted.get(file) ?? []), value]);
    }
    const hash = await hashOf('a');
    let treated = 0;
    for (const [name, values] of planted) {
      const original = new Blob([readFileSync(`${samples}/${name}`)]);
      const outcome = await scrub(original, hash).catch((error: unknown) => (error instanceof ScrubFault ? undefined : Promise.reject(error)));
      if (!outcome) continue;
      treated += 1;
      const { pixelsFrom, pixelsTo } = await readLayout(original);
      const bytes = await bytesOf(outcome.file);
      const head = latin(bytes.slice(0, bytes.length - (pixelsTo - pixelsFrom)));
      for (const value of values) expect(head.includes(value), `${name} keeps a planted value`).toBe(false);
      const tail = bytes.subarray(bytes.length - (pixelsTo - pixelsFrom));
      const pixelsBefore = await bytesOf(original.slice(pixelsFrom, pixelsTo));
      // Compared by hand: the matcher takes minutes for megabytes.
      expect(tail.length === pixelsBefore.length && tail.every((byte, index) => byte === pixelsBefore[index]), `${name} has other pixels`).toBe(true);
    }
    expect(treated).toBeGreaterThan(planted.size / 2);
  }, 120_000);
});
