// The keyboard of the viewer: one table, which the help panel shows too.
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
  | 'help';

export const KEYS: { keys: string[]; command: ViewerCommand }[] = [
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

interface Pressed {
  key: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
}

/** Chords belong to the browser, so they are left alone. */
export function commandFor(event: Pressed): ViewerCommand | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return KEYS.find((entry) => entry.keys.includes(key))?.command;
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
