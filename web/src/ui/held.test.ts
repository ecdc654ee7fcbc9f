import { describe, expect, it } from 'vitest';
import { byReason, wordOf } from './held';

describe('byReason', () => {
  it('says each reason once, with the numbers of all files that it is true of, in the order in which they came', () => {
    const held = [
      { number: 3, status: 'quarantined' as const, reason: 'A name is left.' },
      { number: 1, status: 'refused' as const, reason: 'This file is text.' },
      { number: 2, status: 'refused' as const, reason: 'It was cut off.' },
      { number: 7, status: 'refused' as const, reason: 'This file is text.' },
    ];
    expect(byReason(held).map(({ status, reason, files }) => [status, reason, files.map((file) => file.number)])).toEqual([
      ['quarantined', 'A name is left.', [3]],
      ['refused', 'This file is text.', [1, 7]],
      ['refused', 'It was cut off.', [2]],
    ]);
  });

  it('keeps what was refused and what is held back for the same reason apart', () => {
    const held = [{ number: 1, status: 'refused' as const, reason: 'x' }, { number: 2, status: 'quarantined' as const, reason: 'x' }];
    expect(byReason(held)).toHaveLength(2);
  });
});

describe('wordOf', () => {
  const held = { number: 7, status: 'refused' as const, reason: 'x' };

  it('is the name of the upload where this browser sent it, with the entry of an archive', () => {
    expect(wordOf({ ...held, upload_id: 'a' }, { a: 'IM_0007.dcm' })).toEqual({ number: 7, name: 'IM_0007.dcm' });
    expect(wordOf({ ...held, upload_id: 'a', member: 17 }, { a: 'head.zip' })).toEqual({ number: 7, name: 'head.zip', member: 17 });
  });

  it("is the server's number for all others, and for what earlier versions stored", () => {
    expect(wordOf({ ...held, upload_id: 'b', member: 17 }, { a: 'IM_0007.dcm' })).toEqual({ number: 7 });
    expect(wordOf(held, { a: 'IM_0007.dcm' })).toEqual({ number: 7 });
  });
});
