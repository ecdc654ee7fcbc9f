// Plays a stack: one frame after the other at a rate, from the end to the start again. A frame that is late is waited for.
import { useEffect, useRef, useState } from 'react';
import type { StackState } from './useStack';

export const RATES = [2, 5, 10, 15, 20, 25, 30, 40, 50, 60];
const USUAL_RATE = 15;

/** The offered rate nearest to what the file says, or the usual one. */
export function offeredRate(frameTime_ms: number | undefined): number {
  if (!frameTime_ms || frameTime_ms <= 0) return USUAL_RATE;
  const wanted = 1000 / frameTime_ms;
  return RATES.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
}

export function useCine(state: StackState, count: number) {
  const [isPlaying, setIsPlaying] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const rate = chosen ?? offeredRate(state.frameTime_ms);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  useEffect(() => {
    if (!isPlaying || count < 2) return undefined;
    let due = performance.now() + 1000 / rate;
    let request = 0;
    const tick = (now: number) => {
      request = requestAnimationFrame(tick);
      if (now < due || latest.current.isBusy()) return;
      // Never hurries to catch up: what was missed is missed.
      due = Math.max(due + 1000 / rate, now);
      latest.current.goTo((latest.current.frame + 1) % count);
    };
    request = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(request);
  }, [isPlaying, rate, count]);
  return { isPlaying, rate, setRate: setChosen, toggle: () => setIsPlaying((was) => !was), stop: () => setIsPlaying(false) };
}
