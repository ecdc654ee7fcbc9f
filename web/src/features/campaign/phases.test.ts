import { expect, it } from 'vitest';
import { todayText, whenOf } from './phases';

const phase = { opens_on: '2026-03-01', closes_on: '2026-08-31' };

it('counts the first and the last day of a phase in', () => {
  expect(whenOf(phase, '2026-02-28')).toBe('ahead');
  expect(whenOf(phase, '2026-03-01')).toBe('now');
  expect(whenOf(phase, '2026-08-31')).toBe('now');
  expect(whenOf(phase, '2026-09-01')).toBe('past');
});

it('writes the day of the reader, not of Greenwich', () => {
  expect(todayText(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
});
