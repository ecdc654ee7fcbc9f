// What identifies the patient elsewhere in the same file: names, numbers and places of its header, searched in
// the texts that the table keeps (a name in a code's meaning).
import type { DicomElement, DicomItem } from 'dcmjs';

const LEAST_NAME = 3;
const LEAST_TEXT = 4;
const SEARCHED = new Set(['SH', 'LO', 'UC', 'AE', 'UR']);
/** Accession number and institution; all of the patient's group besides. */
const OTHERS = new Set(['00080050', '00080080', '00080081', '00080092', '00080094']);

const textOf = (value: unknown): string => (typeof value === 'object' && value !== null ? Object.values(value).join('=') : String(value ?? ''));

function wordsOf(tag: string, element: DicomElement): string[] {
  const texts = (element.Value ?? []).map(textOf);
  if (element.vr === 'PN') return texts.flatMap((text) => text.split(/[\^= ]+/)).filter((word) => word.length >= LEAST_NAME);
  const isIdentifying = (tag.startsWith('0010') || OTHERS.has(tag)) && ['LO', 'SH', 'ST', 'LT', 'UT'].includes(element.vr);
  return isIdentifying ? texts.filter((text) => text.length >= LEAST_TEXT) : [];
}

/** In lower case. */
export function knownIn(item: DicomItem): string[] {
  return Object.entries(item).flatMap(([tag, element]) =>
    element.vr === 'SQ' ? (element.Value ?? []).flatMap((inner) => knownIn(inner as DicomItem)) : wordsOf(tag, element).map((word) => word.toLowerCase()),
  );
}

export function tellsKnown(element: DicomElement, known: string[]): boolean {
  if (!SEARCHED.has(element.vr)) return false;
  const text = (element.Value ?? []).map(textOf).join(' ').toLowerCase();
  return known.some((word) => text.includes(word));
}
