import type { AssetDetail, Shown } from './types';

/** A file with several frames is fetched once, by the address of its first; the loader takes `frame` (from 1) off again. */
export function addressOfFrame(detail: AssetDetail, frame: AssetDetail['frames'][number]): string {
  if (frame.frame_in_file === undefined) return frame.url;
  const first = detail.frames[frame.index - frame.frame_in_file] ?? frame;
  return `${first.url}${first.url.includes('?') ? '&' : '?'}frame=${frame.frame_in_file + 1}`;
}

/** What belongs to the same version of the asset's media: tiles, the times of its frames. */
export function besideMedia(mediaUrl: string, name: string): string {
  return mediaUrl.replace(/\/media(?=\?|$)/, `/${name}`);
}

/** Slices of one volume in a plane; the second axis of a cut is the third of the volume. */
function slicesIn(shown: Shown): number {
  const { rows, columns, slices } = shown.stack?.size ?? { rows: 0, columns: 0, slices: 0 };
  if (shown.stack?.cut === 'row') return rows;
  return shown.stack?.cut === 'column' ? columns : slices;
}

/** How many images can be gone to, whatever they are made of. */
export function countOf(shown: Shown): number {
  if (shown.film) return shown.film.frames;
  if (shown.stack) return slicesIn(shown) * shown.stack.times;
  // Of a slide in DICOM the files are resolutions of one picture.
  if (shown.pyramid) return 1;
  return shown.frames.length;
}

/** The images that scrolling stays within: the slices of one volume where there are several in time. */
export interface Group {
  first: number;
  count: number;
  /** Which volume this is, and of how many. */
  time: number;
  times: number;
}

export function groupOf(shown: Shown, frame: number): Group {
  const times = shown.stack?.times ?? 1;
  const count = countOf(shown) / times;
  const time = times > 1 ? Math.floor(frame / count) : 0;
  return { first: time * count, count, time, times };
}

/** What is shown at first: the ends of a volume are air, its middle is what one looks for. */
export const firstOf = (shown: Shown): number => (shown.stack ? Math.floor(groupOf(shown, 0).count / 2) : 0);

/** Grey values can be windowed; photographs, films and slides come as they are seen. */
export const hasWindows = (shown: Shown): boolean => shown.asset.kind === 'dicom_series' || shown.asset.kind === 'nifti_volume';
