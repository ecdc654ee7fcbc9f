// Files that were refused or held back (src/contribution/held_back.h), together where the reason is the same: a folder of
// letters beside the images says so once, not a hundred times.
export interface HeldFile {
  /** From 1, in the order in which the files were read. */
  number: number;
  status: 'refused' | 'quarantined';
  reason: string;
}

export interface HeldGroup {
  status: HeldFile['status'];
  reason: string;
  numbers: number[];
}

export function byReason(held: HeldFile[]): HeldGroup[] {
  const groups = new Map<string, HeldGroup>();
  for (const { number, status, reason } of held) {
    const key = JSON.stringify([status, reason]);
    const group = groups.get(key) ?? { status, reason, numbers: [] };
    group.numbers.push(number);
    groups.set(key, group);
  }
  return [...groups.values()];
}
