import { describe, expect, it } from 'vitest';
import type { StoredPixels } from '../../viewer';
import { darkOf, onScreen, paintedArea } from './paint';

const grey = (columns: number, rows: number, value: (x: number, y: number) => number): StoredPixels => ({
  columns,
  rows,
  channels: 1,
  values: Array.from({ length: columns * rows }, (_, i) => value(i % columns, Math.floor(i / columns))),
  slope: 1,
  intercept: 0,
  photometric: 'MONOCHROME2',
  bitsStored: 8,
  isNative: true,
  isInverted: false,
});
const all = { x: 0, y: 0, width: 64, height: 48 };

describe('the preview', () => {
  it('fills with the same value as the server', () => {
    const pixels = grey(64, 48, () => 100);
    expect(new Set(paintedArea(pixels, all, 'fill').stored[0])).toEqual(new Set([0]));
    expect(darkOf({ ...pixels, photometric: 'MONOCHROME1', bitsStored: 12 })).toBe(2048);
    expect(darkOf({ ...pixels, photometric: 'YBR_FULL', isNative: false })).toBe(0);
  });
  it('fills a volume with its least value, which need not be zero', () => {
    const pixels = { ...grey(64, 48, () => 100), dark: -300 };
    expect(new Set(paintedArea(pixels, all, 'fill').stored[0])).toEqual(new Set([-300]));
  });
  it('fills and means a film in its colours', () => {
    const pixels: StoredPixels = { ...grey(64, 48, () => 0), channels: 4, values: Array.from({ length: 64 * 48 * 4 }, (_, i) => [10, 20, 30, 255][i % 4] ?? 0), photometric: 'RGB', isNative: false };
    expect([...onScreen(pixels, paintedArea(pixels, all, 'fill')).slice(0, 4)]).toEqual([0, 0, 0, 255]);
    expect([...onScreen(pixels, paintedArea(pixels, all, 'blur')).slice(0, 4)]).toEqual([10, 20, 30, 255]);
  });
  it('has one mean in each cell of at least 24 pixels', () => {
    const painted = paintedArea(grey(64, 48, (x) => x), all, 'block').stored[0] ?? [];
    expect(painted[0]).toBe(12);
    expect(painted[23]).toBe(12);
    expect(painted[24]).toBe(36);
    expect(new Set(painted).size).toBe(3);
  });
  it('runs softly between the same means', () => {
    const painted = paintedArea(grey(64, 48, (x) => x), all, 'blur').stored[0] ?? [];
    expect(painted[11]).toBe(12);
    expect(painted[24]).toBe(25);
    expect(Math.min(...painted)).toBe(12);
  });
  it('counts in stored values where the shown ones are in Hounsfield units', () => {
    const pixels = { ...grey(64, 48, (x) => 2 * x - 1024), slope: 2, intercept: -1024 };
    expect(paintedArea(pixels, all, 'block').stored[0]?.[0]).toBe(12);
  });
  it('is brought to the screen by the shown window', () => {
    const pixels = { ...grey(64, 48, () => 50), range: { lower: 0, upper: 100 } };
    expect(onScreen(pixels, paintedArea(pixels, all, 'block'))[0]).toBe(128);
    expect(onScreen({ ...pixels, isInverted: true, range: { lower: 0, upper: 200 } }, paintedArea(pixels, all, 'block'))[0]).toBe(191);
  });
});
