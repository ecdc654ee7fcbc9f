// DICOM segmentations (PS3.3, A.51) in the browser: their segments and where their frames lie.
import type { DataSet } from 'dicom-parser';
import { colourOf, type Colour, type Label, type Mask } from './mask';
import { NoMask } from './no_mask';
import type { Vector } from './planes';
import { isOfOnePlace, isResampled, labelsIn, type SegFrame, type SegGrid } from './seg_grid';
import { valuesOf, type ValueAt } from './seg_pixels';

export interface Segmentation extends SegGrid {
  labels: Label[];
}

const firstItem = (data: DataSet | undefined, tag: string): DataSet | undefined => data?.elements[tag]?.items?.[0]?.dataSet;
const numbersOf = (data: DataSet | undefined, tag: string): number[] => (data?.string(tag) ?? '').split('\\').map(Number);
const vector = (numbers: number[], at = 0): Vector => [numbers[at] ?? NaN, numbers[at + 1] ?? NaN, numbers[at + 2] ?? NaN];
const positive = (data: DataSet | undefined, tag: string): number | undefined => (Number(data?.string(tag)) > 0 ? Number(data?.string(tag)) : undefined);

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

function framesOf(data: DataSet, isLabelMap: boolean): SegFrame[] {
  const shared = firstItem(data, 'x52009229');
  return (data.elements.x52009230?.items ?? []).map(({ dataSet }) => {
    const identified = firstItem(dataSet, 'x0062000a') ?? firstItem(shared, 'x0062000a');
    const placed = firstItem(dataSet, 'x00209113') ?? firstItem(shared, 'x00209113');
    return { segment: isLabelMap ? 0 : (identified?.uint16('x0062000b') ?? 1), position: vector(numbersOf(placed, 'x00200032')) };
  });
}

/** Of a fractional segment what is at least half full. */
function labelsOfPixels(data: DataSet, frames: SegFrame[], valueAt: ValueAt): SegGrid['labelAt'] {
  const kind = data.string('x00620001') ?? 'BINARY';
  if (kind === 'LABELMAP') return valueAt;
  const least = kind === 'FRACTIONAL' ? Math.max(1, (data.uint16('x0062000e') ?? 255) / 2) : 1;
  return (frame, pixel) => (valueAt(frame, pixel) >= least ? (frames[frame]?.segment ?? 1) : 0);
}

export async function readSegmentation(data: DataSet): Promise<Segmentation> {
  const columns = data.uint16('x00280011') ?? 0;
  const rows = data.uint16('x00280010') ?? 0;
  const shared = firstItem(data, 'x52009229');
  const first = data.elements.x52009230?.items?.[0]?.dataSet;
  const oriented = numbersOf(firstItem(shared, 'x00209116') ?? firstItem(first, 'x00209116'), 'x00200037');
  const measures = firstItem(shared, 'x00289110') ?? firstItem(first, 'x00289110');
  const spacing = numbersOf(measures, 'x00280030');
  if (oriented.length !== 6 || spacing.length !== 2) throw new NoMask('no_place');
  const frames = framesOf(data, data.string('x00620001') === 'LABELMAP');
  return {
    frameOfReference: data.string('x00200052') ?? '',
    columns,
    rows,
    row: vector(oriented),
    column: vector(oriented, 3),
    rowSpacing: spacing[0] ?? 1,
    columnSpacing: spacing[1] ?? 1,
    sliceSpacing: positive(measures, 'x00180088'),
    sliceThickness: positive(measures, 'x00180050'),
    frames,
    labels: labelsOf(data),
    labelAt: labelsOfPixels(data, frames, await valuesOf(data, frames.length, columns * rows)),
  };
}

export function maskOfSegmentation(segmentation: Segmentation, step_mm: number | undefined): Mask {
  return {
    labels: segmentation.labels,
    fits: (plane) => isOfOnePlace(segmentation, plane),
    isResampled: (plane) => isResampled(segmentation, plane, step_mm),
    slicesAt: (_frame, plane) => (plane ? labelsIn(segmentation, plane, step_mm) : []),
  };
}
