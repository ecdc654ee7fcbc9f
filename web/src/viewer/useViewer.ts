// Everything that a person can do with one shown stack, and what that leaves behind.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Box } from './geometry';
import { countOf, groupOf, hasWindows } from './frames';
import { frameAfter, keysFor, type ViewerCommand } from './keys';
import { flippedAcross, flippedDown, turned, UPRIGHT, type Orientation } from './orientation';
import type { ImageViewerProps, Measure, Shown, ViewerTool } from './types';
import { useCine } from './useCine';
import { useFilm } from './useFilm';
import { useMasks } from './useMasks';
import { usePointer } from './usePointer';
import { useStack, type StackState } from './useStack';

export type StackProps = ImageViewerProps & { detail: Shown };

const PAN_STEP_PX = 80;

function offered(detail: Shown, extra: ViewerTool[]): ViewerTool[] {
  const scroll: ViewerTool[] = countOf(detail) > 1 ? ['scroll'] : [];
  const window: ViewerTool[] = hasWindows(detail) || detail.asset.kind === 'raster' ? ['window'] : [];
  const plain: ViewerTool[] = detail.pyramid ? [] : [...scroll, ...window];
  return [...extra.filter((tool) => tool === 'box'), ...plain, 'pan', 'zoom', 'length'];
}

/** The same list as long as it says the same: the toolbar is not drawn again for every slice. */
function useTools({ detail, tools = [] }: StackProps): ViewerTool[] {
  const isDrawing = tools.includes('box');
  return useMemo(() => offered(detail, isDrawing ? ['box'] : []), [detail, isDrawing]);
}

function useBoxes({ initialBoxes, onAnswer }: StackProps) {
  const [boxes, setBoxes] = useState<Box[]>(initialBoxes ?? []);
  const change = (next: Box[]) => {
    setBoxes(next);
    onAnswer?.(next);
  };
  return { boxes, change };
}

/** Inverted, mirrored, turned. */
function useLook(state: StackState, { detail, align, isMirrored = false }: StackProps) {
  const [isInverted, setIsInverted] = useState(false);
  const [orientation, setOrientation] = useState<Orientation>({ ...UPRIGHT, isMirrored });
  const orient = (next: Orientation) => {
    state.change((stack) => stack.orient(next));
    setOrientation(next);
  };
  const invert = () => {
    state.change((stack) => stack.setInvert(!isInverted));
    setIsInverted(!isInverted);
  };
  const reset = () => {
    const [first] = detail.windows;
    const upright = { ...UPRIGHT, isMirrored };
    state.change((stack) => {
      stack.setInvert(false);
      stack.orient(upright);
      stack.fit();
      if (first && hasWindows(detail)) stack.setWindow(first);
      if (align) stack.align(align);
    });
    setIsInverted(false);
    setOrientation(upright);
  };
  return {
    isInverted,
    orientation,
    invert,
    reset,
    flipAcross: () => orient(flippedAcross(orientation)),
    flipDown: () => orient(flippedDown(orientation)),
    turn: () => orient(turned(orientation)),
  };
}

function useFullscreen() {
  const shell = useRef<HTMLDivElement>(null);
  const [isFull, setIsFull] = useState(false);
  useEffect(() => {
    const look = () => setIsFull(document.fullscreenElement !== null && document.fullscreenElement === shell.current);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  const leave = useCallback(async () => {
    if (document.fullscreenElement) await document.exitFullscreen();
  }, []);
  const toggle = () => void (isFull ? leave() : shell.current?.requestFullscreen());
  // iPhones have no full screen for elements: no button there.
  return { shell, isFull, leave, toggle, isPossible: document.fullscreenEnabled };
}

export function useViewer(props: StackProps) {
  const { detail, align, isMirrored, initialFrame, onPlane, editor } = props;
  const count = countOf(detail);
  const tools = useTools(props);
  const state = useStack(detail, { align, isMirrored, initialFrame });
  const group = groupOf(detail, state.frame);
  const keys = useMemo(() => keysFor(detail), [detail]);
  const masks = useMasks(detail);
  const { boxes, change } = useBoxes(props);
  const [tool, setTool] = useState<ViewerTool>(tools[0] ?? 'window');
  const [measures, setMeasures] = useState<Measure[]>([]);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const look = useLook(state, props);
  const cine = useCine(state, group);
  const film = useFilm(state, props.onInterval);
  const full = useFullscreen();
  const { plane } = state;
  useEffect(() => onPlane?.(plane), [plane, onPlane]);
  const pointer = usePointer({
    detail,
    state,
    group,
    tool,
    onMeasure: (measure) => setMeasures([...measures, measure]),
    onBox: (box) => (editor ? editor.onDraw(box) : change([...boxes, box])),
  });
  const zoom = (factor: number) => state.change((stack) => stack.zoomBy(factor));
  const reset = () => {
    look.reset();
    setMeasures([]);
  };
  const help = () => void full.leave().then(() => setIsHelpOpen(true));
  const goTo = (frame: number) => {
    cine.stop();
    film?.pause();
    state.goTo(frame);
  };
  const step = (by: number) => goTo(group.first + ((state.frame - group.first + by + group.count) % group.count));
  const toTime = (by: number) => goTo((state.frame + by * group.count + count) % count);
  const pan = (x: number, y: number) => state.change((stack) => stack.panBy(x * PAN_STEP_PX, y * PAN_STEP_PX));
  const removeLast = () => (tool === 'box' ? change(boxes.slice(0, -1)) : setMeasures(measures.slice(0, -1)));
  const deeds: Partial<Record<ViewerCommand, () => void>> = {
    zoom_in: () => zoom(1.25),
    zoom_out: () => zoom(0.8),
    invert: look.invert,
    flip_across: look.flipAcross,
    flip_down: look.flipDown,
    turn: look.turn,
    full: full.toggle,
    play: film ? film.toggle : cine.toggle,
    frame_on: () => step(1),
    frame_back: () => step(-1),
    reset,
    remove_last: removeLast,
    pan_left: () => pan(1, 0),
    pan_right: () => pan(-1, 0),
    pan_up: () => pan(0, 1),
    pan_down: () => pan(0, -1),
    time_on: () => toTime(1),
    time_back: () => toTime(-1),
    mark_from: film?.markFrom,
    mark_to: film?.markTo,
    mark_none: film?.markNone,
    help,
  };
  const run = (command: ViewerCommand) => {
    const wantedTool = tools.find((one) => `tool_${one}` === command);
    const deed = deeds[command];
    if (wantedTool) setTool(wantedTool);
    else if (deed) deed();
    else if (!command.startsWith('tool_')) goTo(group.first + frameAfter(command, state.frame - group.first, group.count));
  };
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const command = useCallback((wanted: ViewerCommand) => latest.current(wanted), []);
  return { tools, keys, count, group, masks, film, state, boxes, change, tool, setTool, measures, isHelpOpen, setIsHelpOpen, pointer, look, cine, full, command };
}

export type Viewer = ReturnType<typeof useViewer>;
