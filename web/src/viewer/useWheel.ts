// The wheel scrolls the stack (with Ctrl it zooms). React's own wheel handler is passive and could not
// keep the page from scrolling along, so the listener is added by hand.
import { useEffect, useRef } from 'react';
import type { StackState } from './useStack';

export function useWheel(state: StackState, count: number): React.RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const onWheel = (event: WheelEvent) => {
      const { frame, goTo, change } = latest.current;
      if (count < 2 && !event.ctrlKey) return;
      event.preventDefault();
      if (event.ctrlKey) return change((stack) => stack.zoomBy(Math.exp(-event.deltaY / 300)));
      const next = Math.min(Math.max(frame + Math.sign(event.deltaY), 0), count - 1);
      if (next !== frame) goTo(next);
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [count]);
  return element;
}
