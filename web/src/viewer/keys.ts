// The keyboard of the viewer: one table, which the help panel shows too.
import { countOf, hasWindows } from './frames';
import type { Shown } from './types';

export type ViewerCommand =
  | 'next'
  | 'previous'
  | 'next_ten'
  | 'previous_ten'
  | 'first'
  | 'last'
  | 'tool_scroll'
  | 'tool_window'
  | 'tool_pan'
  | 'tool_zoom'
  | 'tool_length'
  | 'tool_box'
  | 'zoom_in'
  | 'zoom_out'
  | 'invert'
  | 'flip_across'
  | 'flip_down'
  | 'turn'
  | 'full'
  | 'play'
  | 'frame_on'
  | 'frame_back'
  | 'reset'
  | 'remove_last'
  | 'pan_left'
  | 'pan_right'
  | 'pan_up'
  | 'pan_down'
  | 'time_on'
  | 'time_back'
  | 'mark_from'
  | 'mark_to'
  | 'mark_none'
  | 'help';

export interface KeyEntry {
  keys: string[];
  command: ViewerCommand;
}

export const KEYS: KeyEntry[] = [
  { keys: ['ArrowDown', 'ArrowRight'], command: 'next' },
  { keys: ['ArrowUp', 'ArrowLeft'], command: 'previous' },
  { keys: ['PageDown'], command: 'next_ten' },
  { keys: ['PageUp'], command: 'previous_ten' },
  { keys: ['Home'], command: 'first' },
  { keys: ['End'], command: 'last' },
  { keys: ['s'], command: 'tool_scroll' },
  { keys: ['w'], command: 'tool_window' },
  { keys: ['p'], command: 'tool_pan' },
  { keys: ['z'], command: 'tool_zoom' },
  { keys: ['l'], command: 'tool_length' },
  { keys: ['b'], command: 'tool_box' },
  { keys: ['+', '='], command: 'zoom_in' },
  { keys: ['-'], command: 'zoom_out' },
  { keys: ['i'], command: 'invert' },
  { keys: ['h'], command: 'flip_across' },
  { keys: ['v'], command: 'flip_down' },
  { keys: ['t'], command: 'turn' },
  { keys: ['f'], command: 'full' },
  { keys: [' '], command: 'play' },
  { keys: [','], command: 'frame_back' },
  { keys: ['.'], command: 'frame_on' },
  { keys: ['r'], command: 'reset' },
  { keys: ['Backspace', 'Delete'], command: 'remove_last' },
  { keys: ['?'], command: 'help' },
];

/** What the keys of a slide, of a film and of a volume over time do besides; they come before the others. */
export const SLIDE_KEYS: KeyEntry[] = [
  { keys: ['ArrowLeft'], command: 'pan_left' },
  { keys: ['ArrowRight'], command: 'pan_right' },
  { keys: ['ArrowUp'], command: 'pan_up' },
  { keys: ['ArrowDown'], command: 'pan_down' },
];
export const FILM_KEYS: KeyEntry[] = [
  { keys: ['['], command: 'mark_from' },
  { keys: [']'], command: 'mark_to' },
  { keys: ['x'], command: 'mark_none' },
];
export const TIME_KEYS: KeyEntry[] = [
  { keys: ['['], command: 'time_back' },
  { keys: [']'], command: 'time_on' },
];

/** Without what such an image has nothing for. */
function isUseful(entry: KeyEntry, shown: Shown): boolean {
  if (entry.command === 'tool_window') return hasWindows(shown);
  if (entry.command === 'tool_scroll' || SCROLLING.includes(entry.command)) return countOf(shown) > 1;
  return true;
}

const SCROLLING: ViewerCommand[] = ['next', 'previous', 'next_ten', 'previous_ten', 'first', 'last', 'play', 'frame_on', 'frame_back'];

export function keysFor(shown: Shown): KeyEntry[] {
  const own = shown.pyramid ? SLIDE_KEYS : shown.film ? FILM_KEYS : (shown.stack?.times ?? 1) > 1 ? TIME_KEYS : [];
  return [...own, ...KEYS.filter((entry) => isUseful(entry, shown))];
}

interface Pressed {
  key: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
}

/** Chords belong to the browser, so they are left alone. */
export function commandFor(event: Pressed, keys: KeyEntry[] = KEYS): ViewerCommand | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return keys.find((entry) => entry.keys.includes(key))?.command;
}

/** Where a scroll command leads in a stack of `count`; the ends hold. */
export function frameAfter(command: ViewerCommand, current: number, count: number): number {
  const steps: Partial<Record<ViewerCommand, number>> = {
    next: 1,
    previous: -1,
    next_ten: 10,
    previous_ten: -10,
    first: -count,
    last: count,
  };
  return Math.min(Math.max(current + (steps[command] ?? 0), 0), Math.max(count - 1, 0));
}
