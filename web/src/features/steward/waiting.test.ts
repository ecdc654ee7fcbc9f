import { expect, it } from 'vitest';
import { waitingText } from './waiting';

const NOW = new Date('2026-11-26T12:00:00Z').getTime();

it('says waiting times in the largest full unit', () => {
  expect(waitingText('2026-11-26T11:59:40Z', NOW, 'en')).toBe('0 minutes');
  expect(waitingText('2026-11-26T11:18:00Z', NOW, 'en')).toBe('42 minutes');
  expect(waitingText('2026-11-26T09:30:00Z', NOW, 'en')).toBe('2 hours');
  expect(waitingText('2026-11-25T10:00:00Z', NOW, 'de')).toBe('1 Tag');
});

it('is never negative when the clocks differ', () => {
  expect(waitingText('2026-11-26T12:05:00Z', NOW, 'en')).toBe('0 minutes');
});
