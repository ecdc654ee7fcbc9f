import { describe, expect, it } from 'vitest';
import { regionsOf, spacingBetween } from './ultrasound';

const item = { RegionSpatialFormat: 1, RegionDataType: 1, PhysicalUnitsXDirection: 3, PhysicalUnitsYDirection: 3, PhysicalDeltaX: 0.02, PhysicalDeltaY: 0.03 };
const left = { ...item, RegionLocationMinX0: 0, RegionLocationMinY0: 0, RegionLocationMaxX1: 49, RegionLocationMaxY1: 99 };
const right = { ...left, RegionLocationMinX0: 60, RegionLocationMaxX1: 99 };
const spacingIn = (items: unknown, from: [number, number], to: [number, number]) => spacingBetween(regionsOf({ SequenceOfUltrasoundRegions: items }) ?? [], { x: from[0], y: from[1] }, { x: to[0], y: to[1] });

describe('lengths in ultrasound images', () => {
  it('are known within one region, to the edge of its last pixels, in mm', () => {
    expect(spacingIn([left, right], [0, 0], [50, 100])).toEqual({ row: 0.3, column: 0.2 });
    expect(spacingIn([left, { ...right, RegionDataType: 2, PhysicalDeltaX: -0.05 }], [60, 5], [70, 5])).toEqual({ row: 0.3, column: 0.5 });
  });

  it('are not known across two regions, or outside of them', () => {
    expect(spacingIn([left, { ...right, PhysicalDeltaX: 0.04 }], [10, 10], [70, 10])).toBeUndefined();
    expect(spacingIn([left, right], [10, 10], [70, 10])).toBeUndefined();
    expect(spacingIn([left], [10, 10], [55, 10])).toBeUndefined();
  });

  it('are not known where it is no section of the body, or not in centimetres', () => {
    for (const other of [{ RegionSpatialFormat: 2 }, { RegionSpatialFormat: 3, RegionDataType: 3 }, { PhysicalUnitsXDirection: 4 }, { PhysicalUnitsYDirection: 7 }, { PhysicalDeltaX: 0 }, { PhysicalDeltaY: undefined }]) {
      expect(spacingIn([{ ...left, ...other }], [1, 1], [9, 9])).toBeUndefined();
    }
  });

  it('are not known where a curve or another scale lies over an end', () => {
    expect(spacingIn([left, { ...left, RegionSpatialFormat: 3, RegionLocationMinY0: 50 }], [1, 1], [9, 60])).toBeUndefined();
    expect(spacingIn([left, { ...left, RegionDataType: 2, RegionLocationMinY0: 50 }], [1, 1], [9, 60])).toEqual({ row: 0.3, column: 0.2 });
  });

  it('have nothing to do with images without regions', () => {
    for (const said of [undefined, {}, { SequenceOfUltrasoundRegions: [] }]) expect(regionsOf(said)).toBeUndefined();
  });
});
