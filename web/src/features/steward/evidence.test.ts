import { describe, expect, it } from 'vitest';
import { boxesOn, duplicateHits, faceEvidence, fieldEvidence, filesEvidence, openFirst, textEvidence } from './evidence';

const box = (asset_id: string, frame: number) => ({ asset_id, frame, x: 1, y: 2, width: 3, height: 4, text_class: 'text' as const, confidence: 0.9, is_painted_over: false });

describe('evidence', () => {
  it('is known by its own members only', () => {
    const readers = [textEvidence, faceEvidence, filesEvidence, duplicateHits, fieldEvidence];
    for (const wrong of [null, 'text', 7, {}, []]) for (const read of readers) expect(read(wrong)).toBeUndefined();
    expect(filesEvidence({ files: 3, written: 2, refused: 0, quarantined: 1 })?.quarantined).toBe(1);
    expect(duplicateHits({ hits: [] })).toEqual({ hits: [], more: 0 });
    expect(fieldEvidence({ field: 'label', kinds: ['name'] })?.kinds).toEqual(['name']);
  });

  it('draws the boxes of one image out of all findings', () => {
    const checks = [{ evidence: { boxes: [box('a', 0), box('b', 1)] } }, { evidence: { with_face: 1 } }];
    expect(boxesOn('b', checks)).toEqual([box('b', 1)]);
    expect(boxesOn('c', checks)).toEqual([]);
  });
});

describe('openFirst', () => {
  it('puts what stops before what warns, and passed or cleared ones aside', () => {
    const checks = [
      { id: 1, verdict: 'warn' as const },
      { id: 2, verdict: 'pass' as const },
      { id: 3, verdict: 'block' as const, cleared: true },
      { id: 4, verdict: 'block' as const },
    ];
    const { open, rest } = openFirst(checks);
    expect(open.map((one) => one.id)).toEqual([4, 1]);
    expect(rest.map((one) => one.id)).toEqual([2, 3]);
  });
});
