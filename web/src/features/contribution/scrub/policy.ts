// What the browser's first pass does to one element: the Basic Profile of PS3.15, Table E.1-1, as the server
// reads it (src/imaging/deid/policy.cpp), without its options. The server always does the full pass afterwards.
import table from './table.json';

export type Action = 'keep' | 'remove' | 'empty' | 'dummy' | 'remap_uid' | 'pseudonym' | 'descend';

const ROWS: Record<string, string | undefined> = table.rows;

/** These UIDs name classes and coding schemes, not instances. */
const CLASS_UIDS = new Set(['00080016', '00081150', '0008010C', '00080117', '0008001A', '0008001B', '00041510', '00041512', '0040DB00']);
const STANDARD_UIDS = '1.2.840.10008.';

export const isPrivate = (tag: string): boolean => Number.parseInt(tag.slice(0, 4), 16) % 2 === 1;

/** The mildest letter of a row wins, so that every kind of object stays valid. */
function byLetters(letters: string, vr: string): Action {
  if (letters === 'X') return 'remove';
  if (letters === 'XZ') return vr === 'SQ' ? 'remove' : 'empty';
  if (letters === 'Z') return 'empty';
  if (letters.endsWith('U')) return vr === 'SQ' ? 'descend' : 'remap_uid';
  return vr === 'SQ' ? 'descend' : 'dummy';
}

function beyondTable(tag: string, vr: string): Action {
  if (vr === 'SQ') return 'descend';
  if (['PN', 'DA', 'DT'].includes(vr)) return 'empty';
  if (['UN', 'LT', 'ST', 'UT'].includes(vr)) return 'remove';
  if (vr === 'UI') return CLASS_UIDS.has(tag) ? 'keep' : 'remap_uid';
  return 'keep';
}

export function decide(tag: string, vr: string): Action {
  if (isPrivate(tag)) return 'remove';
  // Curves and overlays may hold drawn text.
  if (/^(50|60)/.test(tag)) return 'remove';
  if (tag === '00100020') return 'pseudonym';
  const letters = ROWS[tag];
  return letters === undefined ? beyondTable(tag, vr) : byLetters(letters, vr);
}

/** UIDs of the standard (transfer syntaxes, classes) say nothing of a patient. */
export const isInstanceUid = (uid: string): boolean => uid !== '' && !uid.startsWith(STANDARD_UIDS);

const DUMMIES: Record<string, unknown> = { DA: '19000101', DT: '19000101000000', TM: '000000', AS: '000Y', DS: '0', IS: '0', UI: '2.25.0' };
const NUMBERS = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD', 'SV', 'UV']);

/** The value that stands where one has to stand; undefined: the element can only be removed. */
export function dummyFor(vr: string): unknown {
  if (NUMBERS.has(vr)) return 0;
  if (['OB', 'OW', 'OF', 'OD', 'OL', 'UN', 'AT'].includes(vr)) return undefined;
  return DUMMIES[vr] ?? 'REMOVED';
}
