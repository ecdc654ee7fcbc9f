// Opens the stack of an asset in an element and follows its frame, its window and its size.
import { useCallback, useEffect, useRef, useState } from 'react';
import { failureOf, type FailureKind } from './failure';
import { firstOf, hasWindows } from './frames';
import type { Mapping } from './geometry';
import { engineFor } from './open_stack';
import { UPRIGHT } from './orientation';
import type { Plane } from './planes';
import type { Stack } from './stack';
import type { Shown } from './types';

export interface StackState {
  element: React.RefObject<HTMLDivElement | null>;
  stack: Stack | undefined;
  frame: number;
  loaded: number;
  failure: FailureKind | undefined;
  isShown: boolean;
  mapping: Mapping | undefined;
  plane: Plane | undefined;
  frameTime_ms: number | undefined;
  /** A frame is wanted that is not shown yet. */
  isBusy: () => boolean;
  goTo: (frame: number) => void;
  /** Runs a change on the stack and redraws what lies over it. */
  change: (what: (stack: Stack) => void) => void;
  /** After a failure: opens the stack anew, or asks for the frame again. */
  again: () => void;
}

/** How an image is hung at first; part of what opens it. */
export interface Hanging {
  align?: 'left' | 'right';
  isMirrored?: boolean;
  initialFrame?: number;
}

function hang(stack: Stack, detail: Shown, { align, isMirrored }: Hanging): void {
  const [first] = detail.windows;
  if (first && hasWindows(detail)) stack.setWindow(first);
  if (isMirrored) stack.orient({ ...UPRIGHT, isMirrored });
  if (align) stack.align(align);
}

export function useStack(detail: Shown, { align, isMirrored, initialFrame }: Hanging = {}): StackState {
  const element = useRef<HTMLDivElement>(null);
  const first = initialFrame ?? firstOf(detail);
  const wanted = useRef(first);
  const [stack, setStack] = useState<Stack>();
  const [frame, setFrame] = useState(first);
  const [loaded, setLoaded] = useState(0);
  const [failure, setFailure] = useState<FailureKind>();
  const [attempt, setAttempt] = useState(0);
  const [isShown, setIsShown] = useState(false);
  const [mapping, setMapping] = useState<Mapping>();
  const [plane, setPlane] = useState<Plane>();
  const [frameTime_ms, setFrameTime] = useState<number>();
  const pending = useRef(0);

  useEffect(() => {
    let opened: Stack | undefined;
    let isClosed = false;
    const open = async () => {
      const openIn = await engineFor(detail);
      if (isClosed || !element.current) return undefined;
      opened = await openIn(element.current, {
        onLoaded: () => setLoaded(opened?.loaded() ?? 0),
        onMoved: () => setMapping(opened?.mapping()),
        onFrame: (index) => {
          wanted.current = index;
          setFrame(index);
        },
      });
      if (isClosed) return opened.destroy();
      await opened.show(first);
      if (isClosed) return undefined;
      hang(opened, detail, { align, isMirrored });
      setStack(opened);
      setIsShown(true);
      setMapping(opened.mapping());
      setPlane(opened.plane());
      setFrameTime(opened.frameTime_ms());
      return undefined;
    };
    open().catch((error: unknown) => {
      if (!isClosed) setFailure(failureOf(error));
    });
    return () => {
      isClosed = true;
      opened?.destroy();
    };
  }, [detail, align, isMirrored, first, attempt]);

  useEffect(() => {
    if (!stack || !element.current) return undefined;
    let width = element.current.clientWidth;
    const observer = new ResizeObserver(([entry]) => {
      const next = entry?.contentRect.width ?? width;
      stack.resize();
      // A turned phone gets the whole image; a scroll bar that appears must not undo someone's zoom.
      if (Math.abs(next - width) > 0.1 * width) {
        stack.fit();
        if (align) stack.align(align);
      }
      width = next;
      setMapping(stack.mapping());
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [stack, align]);

  const change = useCallback(
    (what: (one: Stack) => void) => {
      if (!stack) return;
      what(stack);
      setMapping(stack.mapping());
    },
    [stack],
  );

  const goTo = useCallback(
    (next: number) => {
      wanted.current = next;
      setFrame(next);
      if (!stack) return;
      pending.current += 1;
      stack
        .show(next)
        .then(() => {
          if (wanted.current !== next) return;
          setFailure(undefined);
          setMapping(stack.mapping());
          setPlane(stack.plane());
        })
        .catch((error: unknown) => setFailure(failureOf(error)))
        .finally(() => {
          pending.current -= 1;
        });
    },
    [stack],
  );

  const isBusy = useCallback(() => pending.current > 0, []);

  const again = useCallback(() => {
    setFailure(undefined);
    if (stack) goTo(wanted.current);
    else setAttempt((before) => before + 1);
  }, [stack, goTo]);

  return { element, stack, frame, loaded, failure, isShown, mapping, plane, frameTime_ms, isBusy, goTo, change, again };
}
