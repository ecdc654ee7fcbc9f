// The wheel scrolls the stack (with Ctrl it zooms); where there is but one image in tiles it zooms at the pointer. React's own
// wheel handler is passive and could not keep the page from scrolling along, so the listener is added by hand.
import { useEffect, useRef } from 'react';
import type { Group } from './frames';
import type { StackState } from './useStack';

interface Options {
  group: Group;
  isZooming: boolean;
}

export function useWheel(state: StackState, options: Options): React.RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef({ state, options });
  useEffect(() => {
    latest.current = { state, options };
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const onWheel = (event: WheelEvent) => {
      const { frame, goTo, change } = latest.current.state;
      const { group, isZooming } = latest.current.options;
      const doesZoom = event.ctrlKey || isZooming;
      if (group.count < 2 && !doesZoom) return;
      event.preventDefault();
      if (doesZoom) {
        const bounds = target.getBoundingClientRect();
        return change((stack) => stack.zoomBy(Math.exp(-event.deltaY / 300), { x: event.clientX - bounds.left, y: event.clientY - bounds.top }));
      }
      const next = Math.min(Math.max(frame + Math.sign(event.deltaY), group.first), group.first + group.count - 1);
      if (next !== frame) goTo(next);
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, []);
  return element;
}
