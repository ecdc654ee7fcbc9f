// The state of the editor: boxes with undo, which one is chosen, on which frame, before or after.
import { useCallback, useRef, useState } from 'react';
import { edited, fitted, NO_EDITS, redone, undone, withScope, type Area, type Edits, type Region, type Size, type Style, type Subject } from './regions';
import type { Found } from './types';

export function useEditor(size: Size) {
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [chosen, setChosen] = useState<number>();
  const [style, setStyle] = useState<Style>('fill');
  const [isAfter, setAfter] = useState(false);
  const nextId = useRef(1);
  const regions = edits.now;

  const change = useCallback((next: Region[]) => setEdits((was) => edited(was, next)), []);

  const add = (area: Area, frame: number, subject: Subject): number => {
    const id = nextId.current;
    nextId.current += 1;
    const box = fitted({ x: area.x, y: area.y, width: area.width, height: area.height }, size);
    const fresh: Region = withScope({ ...box, id, frame_from: frame, frame_to: frame, style, subject }, 'all', frame, size);
    setEdits((was) => edited(was, [...was.now, fresh]));
    setChosen(id);
    return id;
  };
  const coverAll = (boxes: Found[]) => {
    const fresh = boxes.map((box): Region => {
      const id = nextId.current;
      nextId.current += 1;
      const { x, y, width, height, subject, frame } = box;
      return withScope({ ...fitted({ x, y, width, height }, size), id, frame_from: frame, frame_to: frame, style, subject }, 'all', frame, size);
    });
    change([...regions, ...fresh]);
  };
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
    coverAll,
    replace,
    remove,
    drag,
    endDrag,
  };
}

export type Editor = ReturnType<typeof useEditor>;
