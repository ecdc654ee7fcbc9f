// Files that were refused or held back (src/contribution/held_back.h), together where the reason is the same: a folder of
// letters beside the images says so once, not a hundred times.
export interface HeldFile {
  /** From 1, in the order in which the files were read. */
  number: number;
  status: 'refused' | 'quarantined';
  reason: string;
  /** Of the reason; with what follows, absent in what earlier versions stored. */
  code?: string;
  upload_id?: string;
  /** Where the upload is an archive: which of its entries, from 1. */
  member?: number;
}

export interface HeldGroup {
  status: HeldFile['status'];
  reason: string;
  code?: string;
  files: HeldFile[];
}

export function byReason(held: HeldFile[]): HeldGroup[] {
  const groups = new Map<string, HeldGroup>();
  for (const file of held) {
    const { status, reason, code } = file;
    const key = JSON.stringify([status, reason, code]);
    const group = groups.get(key) ?? { status, reason, code, files: [] };
    group.files.push(file);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What a person calls it: its name where this browser knows it, and for an entry of an archive which one. */
export interface HeldWord {
  name?: string;
  member?: number;
  number: number;
}

/** `names`: by the id of the upload. */
export function wordOf(file: HeldFile, names: Record<string, string>): HeldWord {
  const name = file.upload_id === undefined ? undefined : names[file.upload_id];
  return { number: file.number, ...(name === undefined ? {} : { name, ...(file.member === undefined ? {} : { member: file.member }) }) };
}
