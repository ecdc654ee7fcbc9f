// Opens the stack of an asset in an element and follows its frame, its window and its size.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Stack } from './engine';
import type { Mapping } from './geometry';
import type { AssetDetail } from './types';

export interface StackState {
  element: React.RefObject<HTMLDivElement | null>;
  stack: Stack | undefined;
  frame: number;
  loaded: number;
  failure: string | undefined;
  isShown: boolean;
  mapping: Mapping | undefined;
  goTo: (frame: number) => void;
  /** Runs a change on the stack and redraws what lies over it. */
  change: (what: (stack: Stack) => void) => void;
}

function inputOf(detail: AssetDetail) {
  return {
    kind: detail.asset.kind === 'raster' ? ('picture' as const) : ('dicom' as const),
    urls: detail.frames.map((frame) => frame.url),
    rows: detail.rows,
    columns: detail.columns,
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export function useStack(detail: AssetDetail): StackState {
  const element = useRef<HTMLDivElement>(null);
  const wanted = useRef(0);
  const [stack, setStack] = useState<Stack>();
  const [frame, setFrame] = useState(0);
  const [loaded, setLoaded] = useState(0);
  const [failure, setFailure] = useState<string>();
  const [isShown, setIsShown] = useState(false);
  const [mapping, setMapping] = useState<Mapping>();

  useEffect(() => {
    let opened: Stack | undefined;
    let isClosed = false;
    const open = async () => {
      const { openStack } = await import('./engine');
      if (isClosed || !element.current) return;
      opened = await openStack(element.current, inputOf(detail), () => setLoaded(opened?.loaded() ?? 0));
      if (isClosed) return opened.destroy();
      await opened.show(0);
      const [first] = detail.windows;
      if (first && detail.asset.kind === 'dicom_series') opened.setWindow(first);
      setStack(opened);
      setIsShown(true);
      setMapping(opened.mapping());
    };
    open().catch((error: unknown) => setFailure(messageOf(error)));
    return () => {
      isClosed = true;
      opened?.destroy();
    };
  }, [detail]);

  useEffect(() => {
    if (!stack || !element.current) return undefined;
    let width = element.current.clientWidth;
    const observer = new ResizeObserver(([entry]) => {
      const next = entry?.contentRect.width ?? width;
      stack.resize();
      // A turned phone gets the whole image; a scroll bar that appears must not undo someone's zoom.
      if (Math.abs(next - width) > 0.1 * width) stack.fit();
      width = next;
      setMapping(stack.mapping());
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [stack]);

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
      stack
        ?.show(next)
        .then(() => {
          if (wanted.current !== next) return;
          setFailure(undefined);
          setMapping(stack.mapping());
        })
        .catch((error: unknown) => setFailure(messageOf(error)));
    },
    [stack],
  );

  return { element, stack, frame, loaded, failure, isShown, mapping, goTo, change };
}
