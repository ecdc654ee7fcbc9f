import { describe, expect, it } from 'vitest';
import { failureOf } from './failure';

describe('failureOf', () => {
  it('knows a server that cannot be reached from what fetch, a request and an unavailable server say', () => {
    expect(failureOf(new TypeError('Failed to fetch'))).toBe('network');
    expect(failureOf({ status: 0 })).toBe('network');
    expect(failureOf({ error: { status: 0 } })).toBe('network');
    expect(failureOf(new Error('503 Service Unavailable'))).toBe('network');
  });

  it('knows an ended session and what is no longer there', () => {
    expect(failureOf({ error: { status: 401 } })).toBe('session');
    expect(failureOf(new Error('401 Unauthorized'))).toBe('session');
    expect(failureOf(new Error('404 Not Found'))).toBe('gone');
  });

  it('makes nothing up of anything else', () => {
    expect(failureOf(new Error('MEDIA_ELEMENT_ERROR: Format error'))).toBe('other');
    expect(failureOf(new TypeError('x is undefined'))).toBe('other');
    expect(failureOf('tile')).toBe('other');
    expect(failureOf(undefined)).toBe('other');
  });
});
