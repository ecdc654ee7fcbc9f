import { describe, expect, it } from 'vitest';
import { deskCommand, rowAfter, rowInstead } from './keys';

describe('deskCommand', () => {
  it('knows its letters in either case and leaves chords to the browser', () => {
    expect(deskCommand({ key: 'j' })).toBe('next');
    expect(deskCommand({ key: 'C' })).toBe('clear');
    expect(deskCommand({ key: '?' })).toBe('help');
    expect(deskCommand({ key: 'c', ctrlKey: true })).toBeUndefined();
    expect(deskCommand({ key: 'x' })).toBeUndefined();
  });
});

describe('rowAfter', () => {
  it('goes up and down, and holds at the ends', () => {
    expect(rowAfter(['a', 'b', 'c'], 'b', 1)).toBe('c');
    expect(rowAfter(['a', 'b', 'c'], 'b', -1)).toBe('a');
    expect(rowAfter(['a', 'b', 'c'], 'c', 1)).toBe('c');
    expect(rowAfter(['a', 'b', 'c'], 'a', -1)).toBe('a');
  });

  it('begins with the first', () => {
    expect(rowAfter(['a', 'b'], undefined, 1)).toBe('a');
    expect(rowAfter(['a', 'b'], 'gone', -1)).toBe('a');
    expect(rowAfter([], undefined, 1)).toBeUndefined();
  });
});

describe('rowInstead', () => {
  it('takes the next row, else the one before', () => {
    expect(rowInstead(['a', 'b', 'c'], 'b')).toBe('c');
    expect(rowInstead(['a', 'b'], 'b')).toBe('a');
    expect(rowInstead(['a'], 'a')).toBeUndefined();
  });
});
