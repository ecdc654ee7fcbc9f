import { describe, expect, it } from 'vitest';
import { fingerprintOf } from './resume';

const file = (name: string, text: string) => new File([text], name);

describe('the fingerprint of a file', () => {
  it('is the same when the same file is chosen again', async () => {
    expect(await fingerprintOf(file('a.dcm', 'bytes'), 'case')).toBe(await fingerprintOf(file('a.dcm', 'bytes'), 'case'));
  });
  it('differs by case, name, size and first bytes, and never holds the name', async () => {
    const prints = await Promise.all([
      fingerprintOf(file('a.dcm', 'bytes'), 'case'),
      fingerprintOf(file('a.dcm', 'bytes'), 'another'),
      fingerprintOf(file('b.dcm', 'bytes'), 'case'),
      fingerprintOf(file('a.dcm', 'bytes and more'), 'case'),
      fingerprintOf(file('a.dcm', 'other'), 'case'),
    ]);
    expect(new Set(prints).size).toBe(prints.length);
    expect(prints.join()).not.toContain('dcm');
  });
});
