// Plays a stack: one frame after the other at a rate, from the end to the start again. A frame that is late is waited for.
import { useEffect, useRef, useState } from 'react';
import type { Group } from './frames';
import type { StackState } from './useStack';

export const RATES = [2, 5, 10, 15, 20, 25, 30, 40, 50, 60];
const USUAL_RATE = 15;

/** The offered rate nearest to what the file says, or the usual one. */
export function offeredRate(frameTime_ms: number | undefined): number {
  if (!frameTime_ms || frameTime_ms <= 0) return USUAL_RATE;
  const wanted = 1000 / frameTime_ms;
  return RATES.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
}

/** The next frame: the next slice of the same volume, or the same slice of the next. */
function following(frame: number, { first, count, times }: Group, along: 'slices' | 'time'): number {
  if (along === 'time') return (frame + count) % (count * times);
  return first + ((frame - first + 1) % count);
}

export function useCine(state: StackState, group: Group) {
  const [along, setAlong] = useState<'slices' | 'time'>('slices');
  const [isPlaying, setIsPlaying] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const rate = chosen ?? offeredRate(state.frameTime_ms);
  const count = group.count * group.times;
  const latest = useRef({ state, group });
  useEffect(() => {
    latest.current = { state, group };
  });
  useEffect(() => {
    if (!isPlaying || count < 2) return undefined;
    let due = performance.now() + 1000 / rate;
    let request = 0;
    const tick = (now: number) => {
      request = requestAnimationFrame(tick);
      if (now < due || latest.current.state.isBusy()) return;
      // Never hurries to catch up: what was missed is missed.
      due = Math.max(due + 1000 / rate, now);
      latest.current.state.goTo(following(latest.current.state.frame, latest.current.group, along));
    };
    request = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(request);
  }, [isPlaying, rate, count, along]);
  return { isPlaying, rate, along, setAlong, setRate: setChosen, toggle: () => setIsPlaying((was) => !was), stop: () => setIsPlaying(false) };
}
