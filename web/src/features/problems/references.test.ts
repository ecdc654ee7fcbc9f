import { expect, it } from 'vitest';
import { isReference, referenceAddress } from './references';

it('takes DOIs with and without their prefix, and web addresses', () => {
  expect(referenceAddress('10.1038/s41592-023-02151-z')).toBe('https://doi.org/10.1038/s41592-023-02151-z');
  expect(referenceAddress('doi:10.1016/S0140-6736(20)30183-5')).toBe('https://doi.org/10.1016/S0140-6736(20)30183-5');
  expect(referenceAddress(' https://example.org/a?b=c ')).toBe('https://example.org/a?b=c');
});

it('makes no link of anything else', () => {
  for (const text of ['Reinke et al. 2024', 'javascript:alert(1)', '10.1038', 'https://localhost', 'https://a:b@example.org/', '']) {
    expect(isReference(text)).toBe(false);
    expect(referenceAddress(text)).toBeUndefined();
  }
});
