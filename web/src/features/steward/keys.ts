// The keyboard of the desk: one table, which the help shows too. Inside the image the viewer's own keys hold.
import { useEffect } from 'react';

export type DeskCommand = 'next' | 'previous' | 'clear' | 'stop' | 'help';

export const KEYS: { key: string; command: DeskCommand }[] = [
  { key: 'j', command: 'next' },
  { key: 'k', command: 'previous' },
  { key: 'c', command: 'clear' },
  { key: 's', command: 'stop' },
  { key: '?', command: 'help' },
];

interface Pressed {
  key: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
}

/** Chords belong to the browser. */
export function deskCommand(event: Pressed): DeskCommand | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return KEYS.find((one) => one.key === event.key.toLowerCase())?.command;
}

/** Who types, chooses or answers a dialog means something else with a letter. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [role="dialog"], [role="listbox"], [contenteditable="true"]') !== null;
}

/** Keys that the viewer takes do not come here. */
export function useDeskKeys(onCommand: (command: DeskCommand) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const command = event.defaultPrevented || isTyping(event.target) || document.querySelector('[role="dialog"]') ? undefined : deskCommand(event);
      if (!command) return;
      event.preventDefault();
      onCommand(command);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [onCommand]);
}

/** The row that follows in the list, by steps; the ends hold. Without a chosen one: the first. */
export function rowAfter(ids: string[], chosen: string | undefined, step: 1 | -1): string | undefined {
  const at = chosen === undefined ? -1 : ids.indexOf(chosen);
  if (at < 0) return ids[0];
  return ids[Math.min(Math.max(at + step, 0), ids.length - 1)];
}

/** Where to go when the chosen row leaves the list: the next one, else the one before. */
export function rowInstead(ids: string[], leaving: string): string | undefined {
  const at = ids.indexOf(leaving);
  return ids[at + 1] ?? ids[at - 1];
}
