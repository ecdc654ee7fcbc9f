import { describe, expect, it } from 'vitest';
import { byReason } from './held';

describe('byReason', () => {
  it('says each reason once, with the numbers of all files that it is true of, in the order in which they came', () => {
    const held = [
      { number: 3, status: 'quarantined' as const, reason: 'A name is left.' },
      { number: 1, status: 'refused' as const, reason: 'This file is text.' },
      { number: 2, status: 'refused' as const, reason: 'It was cut off.' },
      { number: 7, status: 'refused' as const, reason: 'This file is text.' },
    ];
    expect(byReason(held)).toEqual([
      { status: 'quarantined', reason: 'A name is left.', numbers: [3] },
      { status: 'refused', reason: 'This file is text.', numbers: [1, 7] },
      { status: 'refused', reason: 'It was cut off.', numbers: [2] },
    ]);
  });

  it('keeps what was refused and what is held back for the same reason apart', () => {
    const held = [{ number: 1, status: 'refused' as const, reason: 'x' }, { number: 2, status: 'quarantined' as const, reason: 'x' }];
    expect(byReason(held)).toHaveLength(2);
  });
});
