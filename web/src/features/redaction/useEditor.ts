// The state of the editor: boxes with undo, which one is chosen, on which frame, before or after.
import { useCallback, useRef, useState } from 'react';
import { edited, fitted, NO_EDITS, redone, undone, withRange, withScope, type Area, type Edits, type Region, type Scope, type Size, type Style, type Subject } from './regions';
import type { Found } from './types';

/** `scope` is what a new box gets at first. */
export function useEditor(size: Size, scope: Scope) {
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [chosen, setChosen] = useState<number>();
  const [style, setStyle] = useState<Style>('fill');
  const [isAfter, setAfter] = useState(false);
  const nextId = useRef(1);
  const regions = edits.now;

  const change = useCallback((next: Region[]) => setEdits((was) => edited(was, next)), []);

  /** On the frames on which something was found, or as new boxes are at first. */
  const fresh = (area: Area, frame: number, subject: Subject, lastFrame = frame): Region => {
    const id = nextId.current;
    nextId.current += 1;
    const { x, y, width, height } = area;
    const box: Region = { ...fitted({ x, y, width, height }, size), id, frame_from: frame, frame_to: frame, style, subject };
    return lastFrame > frame ? withRange(box, frame, lastFrame, size) : withScope(box, scope, frame, size);
  };
  const put = (box: Region): number => {
    setEdits((was) => edited(was, [...was.now, box]));
    setChosen(box.id);
    return box.id;
  };
  const add = (area: Area, frame: number, subject: Subject) => put(fresh(area, frame, subject));
  const cover = (box: Found) => put(fresh(box, box.frame, box.subject, box.lastFrame));
  const coverAll = (boxes: Found[]) => change([...regions, ...boxes.map((box) => fresh(box, box.frame, box.subject, box.lastFrame))]);
  const replace = (region: Region) => change(regions.map((one) => (one.id === region.id ? region : one)));
  const remove = (id: number) => {
    change(regions.filter((one) => one.id !== id));
    setChosen(undefined);
  };
  /** While a pointer drags: shown, but one step only for undo, once it ends. */
  const drag = (region: Region) => setEdits((was) => ({ ...was, now: was.now.map((one) => (one.id === region.id ? region : one)) }));
  const endDrag = (before: Region) =>
    setEdits((was) => {
      const earlier = was.now.map((one) => (one.id === before.id ? before : one));
      return edited({ ...was, now: earlier }, was.now);
    });

  return {
    regions,
    chosen: regions.some((one) => one.id === chosen) ? chosen : undefined,
    setChosen,
    style,
    setStyle,
    isAfter,
    setAfter,
    canUndo: edits.past.length > 0,
    canRedo: edits.future.length > 0,
    undo: () => setEdits(undone),
    redo: () => setEdits(redone),
    clear: () => setEdits(NO_EDITS),
    add,
    cover,
    coverAll,
    replace,
    remove,
    drag,
    endDrag,
  };
}

export type Editor = ReturnType<typeof useEditor>;
