import { expect, it } from 'vitest';
import { countryText, sizeText } from './format';

it('writes sizes in decimal units', () => {
  expect(sizeText(0, 'en-GB')).toBe('0 byte');
  expect(sizeText(999, 'en-GB')).toBe('999 byte');
  expect(sizeText(3_400_000, 'en-GB')).toBe('3.4 MB');
  expect(sizeText(5e15, 'en-GB')).toBe('5,000 TB');
});

it('names countries in the language and leaves what is no code', () => {
  expect(countryText('DE', 'de')).toBe('Deutschland');
  expect(countryText('DE', 'en-GB')).toBe('Germany');
  expect(countryText('?', 'en-GB')).toBe('?');
});
