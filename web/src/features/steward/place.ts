/** Which frame of which image is looked at. */
export interface Place {
  assetId: string;
  frame: number;
}
