import { expect, it } from 'vitest';
import { safeNext } from './next';

it('goes back into this site only', () => {
  expect(safeNext('/problems?mine=true')).toBe('/problems?mine=true');
  for (const bad of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) expect(safeNext(bad)).toBe('/');
});
