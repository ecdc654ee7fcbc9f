import { expect, it } from 'vitest';
import { coverageOf } from './coverage';

it('is unknown before grading and never above one', () => {
  expect(coverageOf({ state: 'queued', graded: 0, expected: 10 })).toBeUndefined();
  expect(coverageOf({ state: 'complete', graded: 5, expected: 10 })).toBe(0.5);
  expect(coverageOf({ state: 'published', graded: 11, expected: 10 })).toBe(1);
  expect(coverageOf({ state: 'complete', graded: 0, expected: 0 })).toBeUndefined();
});
