// Plays a film: by the browser's own clock, at a speed, over a marked part or the whole.
import { useCallback, useEffect, useState } from 'react';
import type { Interval } from './types';
import type { StackState } from './useStack';

export const SPEEDS = [0.1, 0.25, 0.5, 1, 1.5, 2];

export interface Marked {
  from?: number;
  to?: number;
}

/** Both ends, in order; nothing as long as one is missing. */
export function wholeOf({ from, to }: Marked): { from: number; to: number } | undefined {
  if (from === undefined || to === undefined) return undefined;
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

export interface FilmState {
  isPlaying: boolean;
  speed: number;
  marked: Marked;
  times_us: number[];
  setSpeed: (speed: number) => void;
  toggle: () => void;
  pause: () => void;
  markFrom: () => void;
  markTo: () => void;
  markNone: () => void;
}

/** Nothing for what is no film. */
export function useFilm(state: StackState, onInterval: ((interval: Interval | undefined) => void) | undefined): FilmState | undefined {
  const film = state.stack?.film;
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [marked, setMarked] = useState<Marked>({});
  useEffect(() => film?.setRate(speed), [film, speed]);
  const pause = useCallback(() => {
    film?.pause();
    setIsPlaying(false);
  }, [film]);
  if (!film) return undefined;
  const mark = (next: Marked) => {
    setMarked(next);
    const whole = wholeOf(next);
    film.setLoop(whole);
    const moment = (frame: number) => ((film.times_us[frame] ?? 0) - (film.times_us[0] ?? 0)) / 1e6;
    onInterval?.(whole && { ...whole, start_s: moment(whole.from), end_s: moment(whole.to) });
  };
  const play = () => {
    setIsPlaying(true);
    film.play().catch(() => setIsPlaying(false));
  };
  return {
    isPlaying,
    speed,
    marked,
    times_us: film.times_us,
    setSpeed,
    pause,
    toggle: () => (isPlaying ? pause() : play()),
    markFrom: () => mark({ ...marked, from: state.frame }),
    markTo: () => mark({ ...marked, to: state.frame }),
    markNone: () => mark({}),
  };
}
