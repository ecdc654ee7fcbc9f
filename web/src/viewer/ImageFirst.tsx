// In a dialog: the focus waits here until the image has come and then goes to it, so that its keys work at once.
import type { FocusEvent, ReactNode } from 'react';

const WAITS = 'data-autofocus';

const shellIn = (element: Element): HTMLElement | null => element.querySelector('[data-image-shell]');

/** Only where it still waits: who has gone on to something else stays there. */
export function takeWaitingFocus(shell: HTMLElement | null): void {
  const active = document.activeElement;
  if (shell && active?.hasAttribute(WAITS) && active.contains(shell)) shell.focus({ preventScroll: true });
}

export function ImageFirst({ label, children }: { label: string; children: ReactNode }) {
  const pass = (event: FocusEvent) => {
    if (event.target === event.currentTarget) shellIn(event.currentTarget)?.focus({ preventScroll: true });
  };
  return (
    <div role="group" aria-label={label} tabIndex={-1} onFocus={pass} {...{ [WAITS]: true }}>
      {children}
    </div>
  );
}
