// How the images of a case are hung: mammograms in pairs, right breast on the left of the screen, chest walls in the
// middle (ACR-AAPM-SIIM practice parameter for digital mammography); everything else one by one, in given order.
export interface SeriesChoice {
  /** '/api/v1/assets/ID' */
  url: string;
  name: string;
  modality?: string;
  frames: number;
  thumbnailUrl: string;
}

/** What the file says of its side; read from the first file of a series. */
export interface Side {
  laterality?: string;
  view?: string;
  /** First value of Patient Orientation: where a row leads. */
  rowLeadsTo?: string;
}

/** What a pane shows: to which edge the image is laid, and whether it must be mirrored for that. */
export interface Hung {
  url: string;
  align?: 'left' | 'right';
  isMirrored?: boolean;
}

/** PS3.3 C.7.6.1.1.1: a row that leads to anterior ('A') has the chest wall at its start, so at the left. */
function hungAs(url: string, side: Side, wall: 'left' | 'right'): Hung {
  const isWallLeft = side.rowLeadsTo ? side.rowLeadsTo.startsWith('A') : wall === 'left';
  return { url, align: wall, isMirrored: isWallLeft !== (wall === 'left') };
}

/** Pairs of one view, right and left breast; a view with one breast only gives a pair of one. */
export function mammographyPairs(series: SeriesChoice[], sides: ReadonlyMap<string, Side>): Hung[][] {
  const views = new Map<string, { right?: Hung; left?: Hung }>();
  for (const one of series) {
    const side = sides.get(one.url);
    if (one.modality !== 'MG' || !side?.laterality) continue;
    const pair = views.get(side.view ?? '') ?? {};
    if (side.laterality === 'R') pair.right ??= hungAs(one.url, side, 'right');
    if (side.laterality === 'L') pair.left ??= hungAs(one.url, side, 'left');
    views.set(side.view ?? '', pair);
  }
  return [...views].sort(([a], [b]) => a.localeCompare(b)).map(([, pair]) => [pair.right, pair.left].filter((one) => one !== undefined));
}

/** What is shown at first: the pair that the chosen image belongs to, or that image alone. */
export function firstHanging(url: string, pairs: Hung[][]): Hung[] {
  return pairs.find((pair) => pair.length > 1 && pair.some((one) => one.url === url)) ?? [{ url }];
}
