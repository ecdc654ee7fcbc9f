import type { AssetDetail } from './types';

/** A file with several frames is fetched once, by the address of its first; the loader takes `frame` (from 1) off again. */
export function addressOfFrame(detail: AssetDetail, frame: AssetDetail['frames'][number]): string {
  if (frame.frame_in_file === undefined) return frame.url;
  const first = detail.frames[frame.index - frame.frame_in_file] ?? frame;
  return `${first.url}${first.url.includes('?') ? '&' : '?'}frame=${frame.frame_in_file + 1}`;
}
