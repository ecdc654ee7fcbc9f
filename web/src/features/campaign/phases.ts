// Where a campaign stands in its calendar. Days are calendar days, both ends included.
import type { Phase } from '../../api/types';

export type When = 'past' | 'now' | 'ahead';

/** `today` as YYYY-MM-DD: such texts sort as dates do. */
export function whenOf(phase: Pick<Phase, 'opens_on' | 'closes_on'>, today: string): When {
  if (today > phase.closes_on) return 'past';
  return today < phase.opens_on ? 'ahead' : 'now';
}

export function todayText(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
