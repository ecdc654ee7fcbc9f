// What ultrasound images say of their scale: regions, each with its own (PS3.3, C.8.5.5). Lengths are known within one that
// shows a section of the body; not across two of them, nor in a curve of velocities or of motion over time.
import type { Point } from './geometry';

const IS_2D = 1;
const TISSUE_OR_COLOUR_FLOW = [1, 2];
const CENTIMETRES = 3;
const MM_PER_CM = 10;

export interface Region {
  from: Point;
  to: Point;
  /** Between rows and columns; absent where the region is no section of the body or says nothing of lengths. */
  spacing_mm?: { row: number; column: number };
}

type Said = Record<string, unknown>;

function regionOf(said: Said): Region {
  const number = (name: string) => Number(said[name] ?? NaN);
  const isSection = number('RegionSpatialFormat') === IS_2D && TISSUE_OR_COLOUR_FLOW.includes(number('RegionDataType'));
  const isInSpace = number('PhysicalUnitsXDirection') === CENTIMETRES && number('PhysicalUnitsYDirection') === CENTIMETRES;
  const row = Math.abs(number('PhysicalDeltaY')) * MM_PER_CM;
  const column = Math.abs(number('PhysicalDeltaX')) * MM_PER_CM;
  return {
    from: { x: number('RegionLocationMinX0'), y: number('RegionLocationMinY0') },
    // The last pixels belong to it.
    to: { x: number('RegionLocationMaxX1') + 1, y: number('RegionLocationMaxY1') + 1 },
    spacing_mm: isSection && isInSpace && row > 0 && column > 0 ? { row, column } : undefined,
  };
}

/** Nothing where the image has no regions. */
export function regionsOf(said: Said | undefined): Region[] | undefined {
  const given = said?.SequenceOfUltrasoundRegions;
  const items = Array.isArray(given) ? given : given ? [given] : [];
  return items.length > 0 ? items.map((one) => regionOf(one as Said)) : undefined;
}

const contains = ({ from, to }: Region, at: Point): boolean => at.x >= from.x && at.x <= to.x && at.y >= from.y && at.y <= to.y;

/** Of the region in which both ends lie; nothing where another that has other spacings lies over an end, too. */
export function spacingBetween(regions: Region[], a: Point, b: Point): Region['spacing_mm'] {
  const touched = regions.filter((region) => contains(region, a) || contains(region, b));
  const spacing = touched.find((region) => contains(region, a) && contains(region, b))?.spacing_mm;
  const isAlike = (other: Region) => other.spacing_mm?.row === spacing?.row && other.spacing_mm?.column === spacing?.column;
  return touched.every(isAlike) ? spacing : undefined;
}
