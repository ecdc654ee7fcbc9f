// What the page knows of the first pass without loading what does it.

/** Part of what makes an upload known again: other rules make other bytes. */
export const SCRUB_VERSION = 'medal-scrub-1';

/** One kind of thing that was taken out; never a value. */
export interface Removed {
  tag: string;
  keyword: string;
  action: 'X' | 'Z' | 'D' | 'U';
  count: number;
}

/** Sums over files, one line an element and action. */
export function summed(lists: Removed[][]): Removed[] {
  const sums = new Map<string, Removed>();
  for (const one of lists.flat()) {
    const before = sums.get(one.tag + one.action);
    sums.set(one.tag + one.action, { ...one, count: one.count + (before?.count ?? 0) });
  }
  return [...sums.values()].sort((a, b) => a.tag.localeCompare(b.tag));
}
