// Frames and moments of a film. Times are when each frame begins on the film's clock, in microseconds, in shown order; the
// first need not begin at 0.

/** Within a frame and not at its edge, where rounding could show its neighbour. */
export function momentOf(times_us: number[], frame: number): number {
  const begin = times_us[frame] ?? 0;
  const next = times_us[frame + 1];
  const before = times_us[frame - 1];
  const length = next !== undefined ? next - begin : before !== undefined ? begin - before : 0;
  return (begin + length / 2) / 1e6;
}

/** The frame that is nearest to a moment. */
export function frameAt(times_us: number[], moment_s: number): number {
  const wanted = moment_s * 1e6;
  let low = 0;
  let high = times_us.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times_us[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  const next = times_us[low + 1];
  return next !== undefined && next - wanted < wanted - (times_us[low] ?? 0) ? low + 1 : low;
}

/** When a frame begins after the first: '1:02.345', minutes, seconds, thousandths. */
export function clock(times_us: number[], frame: number): string {
  const thousandths = Math.round(((times_us[frame] ?? 0) - (times_us[0] ?? 0)) / 1000);
  const seconds = Math.floor(thousandths / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${String(thousandths % 1000).padStart(3, '0')}`;
}
