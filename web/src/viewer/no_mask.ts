/** Says as its message which sentence the person reads: `mask_…`. */
export class NoMask extends Error {}
