// How the image is turned on the screen: mirrored first, then turned clockwise by quarters.
export interface Orientation {
  isMirrored: boolean;
  degrees: 0 | 90 | 180 | 270;
}

export const UPRIGHT: Orientation = { isMirrored: false, degrees: 0 };

const quarter = (degrees: number): Orientation['degrees'] => ((((degrees % 360) + 360) % 360) as Orientation['degrees']);

export function turned(now: Orientation): Orientation {
  return { ...now, degrees: quarter(now.degrees + 90) };
}

/** Left and right of the screen are exchanged, however the image is turned already. */
export function flippedAcross(now: Orientation): Orientation {
  return { isMirrored: !now.isMirrored, degrees: quarter(-now.degrees) };
}

/** Top and bottom of the screen are exchanged: the same as across and half a turn. */
export function flippedDown(now: Orientation): Orientation {
  return { isMirrored: !now.isMirrored, degrees: quarter(180 - now.degrees) };
}
