import { expect, it } from 'vitest';
import { address } from './pages';

it('leaves out what was not asked for', () => {
  expect(address('/list', { search: 'liver & spleen', state: '', mine: false, term: undefined, limit: 25 })).toBe('/list?search=liver+%26+spleen&limit=25');
  expect(address('/list', {})).toBe('/list');
});
