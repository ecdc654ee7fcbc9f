// DICOM segmentations (PS3.3, A.51) in the browser: which frames lie in a plane, and the pixels of their segments.
import type { DataSet } from 'dicom-parser';
import { colourOf, type Colour, type Label, type Mask } from './mask';
import type { Plane, Vector } from './planes';

/** What else is compressed in a segmentation is not read here. */
const PLAIN_SYNTAXES = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'];
const PARALLEL = 0.999;
/** Of a pixel, and of the distance of slices: within it a frame lies in the plane. */
const NEAR = 0.4;
const USUAL_STEP_MM = 1;

export class NoMask extends Error {}

interface SegFrame {
  segment: number;
  position: Vector;
}

export interface Segmentation {
  frameOfReference: string;
  columns: number;
  rows: number;
  row: Vector;
  column: Vector;
  columnSpacing: number;
  rowSpacing: number;
  frames: SegFrame[];
  labels: Label[];
  /** Labels of a frame that lies there. */
  read: (frame: number) => Uint16Array;
}

const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

const firstItem = (data: DataSet | undefined, tag: string): DataSet | undefined => data?.elements[tag]?.items?.[0]?.dataSet;
const numbersOf = (data: DataSet | undefined, tag: string): number[] => (data?.string(tag) ?? '').split('\\').map(Number);
const vector = (numbers: number[], at = 0): Vector => [numbers[at] ?? NaN, numbers[at + 1] ?? NaN, numbers[at + 2] ?? NaN];

/** CIELab as DICOM scales it to 16 bits (PS3.3, C.10.7.1.1), D50, to sRGB. */
export function rgbOfLab([l, a, b]: [number, number, number]): Colour {
  const lightness = ((l / 65535) * 100 + 16) / 116;
  const cube = (part: number) => (part > 6 / 29 ? part ** 3 : 3 * (6 / 29) ** 2 * (part - 4 / 29));
  const x = 0.9642 * cube(lightness + ((a / 65535) * 255 - 128) / 500);
  const y = cube(lightness);
  const z = 0.8249 * cube(lightness - ((b / 65535) * 255 - 128) / 200);
  const linear = [3.1339 * x - 1.6169 * y - 0.4906 * z, -0.9788 * x + 1.9161 * y + 0.0335 * z, 0.0719 * x - 0.229 * y + 1.4052 * z];
  return linear.map((part) => Math.round(255 * Math.min(Math.max(part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055, 0), 1))) as Colour;
}

function labelsOf(data: DataSet): Label[] {
  return (data.elements.x00620002?.items ?? []).map(({ dataSet }, index) => {
    const lab = [0, 1, 2].map((at) => dataSet?.uint16('x0062000d', at));
    const isGiven = lab.every((part) => part !== undefined);
    return {
      value: dataSet?.uint16('x00620004') ?? index + 1,
      name: dataSet?.string('x00620005') ?? '',
      colour: isGiven ? rgbOfLab(lab as [number, number, number]) : colourOf(index),
    };
  });
}

function framesOf(data: DataSet): SegFrame[] {
  const shared = firstItem(data, 'x52009229');
  return (data.elements.x52009230?.items ?? []).map(({ dataSet }) => {
    const identified = firstItem(dataSet, 'x0062000a') ?? firstItem(shared, 'x0062000a');
    const placed = firstItem(dataSet, 'x00209113') ?? firstItem(shared, 'x00209113');
    return { segment: identified?.uint16('x0062000b') ?? 1, position: vector(numbersOf(placed, 'x00200032')) };
  });
}

type Reader = (frame: number, into: Uint16Array) => void;

/** Bits run on from frame to frame, the lowest of a byte first (PS3.5, 8.1.1). */
function readerOf(data: DataSet, bytes: Uint8Array, frames: SegFrame[], plane: number): Reader {
  const bits = data.uint16('x00280100') ?? 1;
  const kind = data.string('x00620001') ?? 'BINARY';
  if (kind === 'LABELMAP') {
    const at = bits === 16 ? (i: number) => (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8) : (i: number) => bytes[i] ?? 0;
    return (frame, into) => {
      for (let i = 0; i < plane; i += 1) into[i] = at(frame * plane + i);
    };
  }
  const least = (data.uint16('x0062000e') ?? 255) / 2;
  const isSet = bits === 1 ? (i: number) => (((bytes[i >> 3] ?? 0) >> (i & 7)) & 1) === 1 : (i: number) => (bytes[i] ?? 0) >= least && (bytes[i] ?? 0) > 0;
  return (frame, into) => {
    const segment = frames[frame]?.segment ?? 1;
    for (let i = 0; i < plane; i += 1) if (isSet(frame * plane + i)) into[i] = segment;
  };
}

export function readSegmentation(data: DataSet): Segmentation {
  const pixels = data.elements.x7fe00010;
  if (!pixels || pixels.encapsulatedPixelData || !PLAIN_SYNTAXES.includes(data.string('x00020010') ?? '')) throw new NoMask('compressed');
  const columns = data.uint16('x00280011') ?? 0;
  const rows = data.uint16('x00280010') ?? 0;
  const shared = firstItem(data, 'x52009229');
  const first = data.elements.x52009230?.items?.[0]?.dataSet;
  const oriented = numbersOf(firstItem(shared, 'x00209116') ?? firstItem(first, 'x00209116'), 'x00200037');
  const spacing = numbersOf(firstItem(shared, 'x00289110') ?? firstItem(first, 'x00289110'), 'x00280030');
  if (oriented.length !== 6 || spacing.length !== 2) throw new NoMask('no_place');
  const frames = framesOf(data);
  const read = readerOf(data, data.byteArray.subarray(pixels.dataOffset, pixels.dataOffset + pixels.length) as Uint8Array, frames, columns * rows);
  return {
    frameOfReference: data.string('x00200052') ?? '',
    columns,
    rows,
    row: vector(oriented),
    column: vector(oriented, 3),
    rowSpacing: spacing[0] ?? 1,
    columnSpacing: spacing[1] ?? 1,
    frames,
    labels: labelsOf(data),
    read(frame) {
      const labels = new Uint16Array(columns * rows);
      read(frame, labels);
      return labels;
    },
  };
}

/** The same places in the patient and the same pixels: of another examination not even equal numbers mean equal places. */
function isSameGrid(mask: Segmentation, plane: Plane): boolean {
  if (mask.frameOfReference !== plane.frameOfReference) return false;
  const near = (a: number, b: number) => Math.abs(a - b) <= 0.01 * b;
  return mask.columns === plane.columns && mask.rows === plane.rows && dot(mask.row, plane.row) > PARALLEL && dot(mask.column, plane.column) > PARALLEL && near(mask.columnSpacing, plane.columnSpacing) && near(mask.rowSpacing, plane.rowSpacing);
}

/** Frames that lie in a plane of the series; `step_mm` is the distance of its slices. */
export function framesIn(mask: Segmentation, plane: Plane, step_mm: number | undefined): number[] {
  if (!isSameGrid(mask, plane)) return [];
  const normal = cross(plane.row, plane.column);
  const far = NEAR * (step_mm ?? USUAL_STEP_MM);
  return mask.frames.flatMap(({ position }, index) => {
    const offset = minus(position, plane.position);
    const isThere = Math.abs(dot(offset, normal)) <= far && Math.abs(dot(offset, plane.row)) <= NEAR * plane.columnSpacing && Math.abs(dot(offset, plane.column)) <= NEAR * plane.rowSpacing;
    return isThere ? [index] : [];
  });
}

export function maskOfSegmentation(segmentation: Segmentation, step_mm: number | undefined): Mask {
  return {
    labels: segmentation.labels,
    fits: (plane) => isSameGrid(segmentation, plane),
    slicesAt: (_frame, plane) => (plane ? framesIn(segmentation, plane, step_mm).map(segmentation.read) : []),
  };
}
