// What the server will make of a region, drawn here before it is sent: the same arithmetic as
// src/imaging/redact/samples.cpp, on the stored values, brought to the screen by the shown window.
import type { StoredPixels } from '../../viewer';
import type { Area, Style } from './regions';

const LEAST_CELL = 24;
const MOST_CELLS = 6;

export interface Painted {
  width: number;
  height: number;
  /** Of each channel, pixel by pixel, as stored. */
  stored: Float64Array[];
}

const rounded = (value: number) => Math.floor(value + 0.5);

interface Cells {
  size: number;
  across: number;
  down: number;
  means: number[];
}

type Read = (x: number, y: number) => number;

function cellsOf(area: Area, read: Read): Cells {
  const size = Math.max(LEAST_CELL, Math.ceil(Math.min(area.width, area.height) / MOST_CELLS));
  const across = Math.ceil(area.width / size);
  const down = Math.ceil(area.height / size);
  const means: number[] = [];
  for (let j = 0; j < down; j += 1) {
    for (let i = 0; i < across; i += 1) {
      let sum = 0;
      let count = 0;
      for (let y = j * size; y < Math.min(area.height, (j + 1) * size); y += 1) {
        for (let x = i * size; x < Math.min(area.width, (i + 1) * size); x += 1, count += 1) sum += read(area.x + x, area.y + y);
      }
      means.push(rounded(sum / count));
    }
  }
  return { size, across, down, means };
}

function between(offset: number, cell: number, count: number) {
  const place = Math.min(Math.max((offset + 0.5) / cell - 0.5, 0), count - 1);
  const first = Math.floor(place);
  return { first, second: Math.min(first + 1, count - 1), share: place - first };
}

function soft({ size, across, down, means }: Cells, x: number, y: number): number {
  const column = between(x, size, across);
  const line = between(y, size, down);
  const row = (j: number) => {
    const left = means[j * across + column.first] ?? 0;
    return left + ((means[j * across + column.second] ?? 0) - left) * column.share;
  };
  const upper = row(line.first);
  return rounded(upper + (row(line.second) - upper) * line.share);
}

/** Zero is black; in YBR it is green and in MONOCHROME1 white, so those get the middle. */
export function darkOf({ photometric, bitsStored, isNative, dark }: StoredPixels): number {
  if (dark !== undefined) return dark;
  const isMiddle = photometric === 'MONOCHROME1' || (photometric.startsWith('YBR') && isNative);
  return isMiddle ? 2 ** (bitsStored - 1) : 0;
}

export function paintedArea(pixels: StoredPixels, area: Area, style: Style): Painted {
  const { width, height } = area;
  const dark = darkOf(pixels);
  const isFilled = style === 'fill' || pixels.photometric === 'PALETTE COLOR';
  const stored = Array.from({ length: pixels.channels }, (_, channel) => {
    const out = new Float64Array(width * height);
    if (isFilled) return out.fill(channel === 3 ? 255 : dark);
    const read: Read = (x, y) => ((pixels.values[(y * pixels.columns + x) * pixels.channels + channel] ?? 0) - pixels.intercept) / pixels.slope;
    const cells = cellsOf(area, read);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const mean = cells.means[Math.floor(y / cells.size) * cells.across + Math.floor(x / cells.size)] ?? 0;
        out[y * width + x] = style === 'block' ? mean : soft(cells, x, y);
      }
    }
    return out;
  });
  return { width, height, stored };
}

/** Red, green, blue and opacity for the screen. */
export function onScreen(pixels: StoredPixels, { width, height, stored }: Painted): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const { lower, upper } = pixels.range ?? { lower: 0, upper: 255 };
  const shade = (value: number) => {
    const share = Math.min(Math.max((pixels.slope * value + pixels.intercept - lower) / Math.max(upper - lower, 1e-6), 0), 1);
    return 255 * (pixels.isInverted ? 1 - share : share);
  };
  for (let i = 0; i < width * height; i += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const value = stored[pixels.channels >= 3 ? channel : 0]?.[i] ?? 0;
      rgba[4 * i + channel] = pixels.channels >= 3 && !pixels.isInverted ? value : shade(value);
    }
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}
