// What a mouse, a pen or fingers do in the picture. Two fingers always pan and zoom.
import { useRef, useState } from 'react';
import { boxBetween, clampToImage, isDrawn, lengthPixels, toImage, type Box, type Point } from './geometry';
import type { Group } from './frames';
import type { Draft, Measure, Shown, ViewerTool } from './types';
import type { StackState } from './useStack';
import { dragged } from './windows';

interface Options {
  detail: Shown;
  state: StackState;
  /** What scrolling stays within. */
  group: Group;
  tool: ViewerTool;
  onMeasure: (measure: Measure) => void;
  onBox: (box: Box) => void;
}

const PIXELS_PER_FRAME = 12;

function pointIn(event: React.PointerEvent): Point {
  const bounds = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
}

export function usePointer({ detail, state, group, tool, onMeasure, onBox }: Options) {
  const pointers = useRef(new Map<number, Point>());
  const rest = useRef(0);
  const [draft, setDraft] = useState<Draft>();

  const inImage = (point: Point) =>
    state.mapping && clampToImage(toImage(state.mapping, point), detail.rows, detail.columns);

  const scrollBy = (pixels: number) => {
    rest.current += pixels;
    const steps = Math.trunc(rest.current / PIXELS_PER_FRAME);
    if (steps === 0) return;
    rest.current -= steps * PIXELS_PER_FRAME;
    const next = Math.min(Math.max(state.frame + steps, group.first), group.first + group.count - 1);
    if (next !== state.frame) state.goTo(next);
  };

  const twoFingers = (id: number, before: Point, now: Point) => {
    const other = [...pointers.current].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const was = lengthPixels(before, other);
    const is = lengthPixels(now, other);
    state.change((stack) => {
      if (was > 0) stack.zoomBy(is / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
      stack.panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
    });
  };

  const drag = (before: Point, now: Point, isMiddle: boolean) => {
    const dx = now.x - before.x;
    const dy = now.y - before.y;
    if (tool === 'scroll' && !isMiddle) return scrollBy(dy);
    state.change((stack) => {
      const range = stack.range();
      if (tool === 'pan' || isMiddle) stack.panBy(dx, dy);
      else if (tool === 'zoom') stack.zoomBy(Math.exp(-dy / 200));
      else if (tool === 'window' && range) stack.setRange(dragged(range, dx, dy));
    });
  };

  const finish = () => {
    if (!draft) return;
    if (draft.tool === 'length' && lengthPixels(draft.from, draft.to) >= 1) {
      onMeasure({ frame: state.frame, from: draft.from, to: draft.to });
    }
    const box = boxBetween(state.frame, draft.from, draft.to, detail.rows, detail.columns);
    if (draft.tool === 'box' && isDrawn(box)) onBox(box);
    setDraft(undefined);
  };

  return {
    draft,
    handlers: {
      onPointerDown(event: React.PointerEvent<HTMLDivElement>) {
        // The overview of a slide is pressed for itself.
        if (event.target instanceof Element && event.target.closest('.navigator')) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const point = pointIn(event);
        pointers.current.set(event.pointerId, point);
        rest.current = 0;
        const from = inImage(point);
        const isDrawing = pointers.current.size === 1 && event.button === 0 && (tool === 'length' || tool === 'box');
        setDraft(isDrawing && from ? { tool, from, to: from } : undefined);
      },
      onPointerMove(event: React.PointerEvent<HTMLDivElement>) {
        const before = pointers.current.get(event.pointerId);
        if (!before) return;
        const now = pointIn(event);
        const to = inImage(now);
        if (pointers.current.size > 1) twoFingers(event.pointerId, before, now);
        else if (draft && to) setDraft({ ...draft, to });
        else drag(before, now, (event.buttons & 6) !== 0);
        pointers.current.set(event.pointerId, now);
      },
      onPointerUp(event: React.PointerEvent<HTMLDivElement>) {
        pointers.current.delete(event.pointerId);
        finish();
      },
      onPointerCancel(event: React.PointerEvent<HTMLDivElement>) {
        pointers.current.delete(event.pointerId);
        setDraft(undefined);
      },
    },
  };
}
