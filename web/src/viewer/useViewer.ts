// Everything that a person can do with one shown stack, and what that leaves behind.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Box } from './geometry';
import { frameAfter, type ViewerCommand } from './keys';
import { flippedAcross, flippedDown, turned, UPRIGHT, type Orientation } from './orientation';
import type { AssetDetail, ImageViewerProps, Measure, ViewerTool } from './types';
import { useCine } from './useCine';
import { usePointer } from './usePointer';
import { useStack, type StackState } from './useStack';

export type StackProps = ImageViewerProps & { detail: AssetDetail };

const PLAIN_TOOLS: ViewerTool[] = ['window', 'pan', 'zoom', 'length'];

function offered(detail: AssetDetail, extra: ViewerTool[]): ViewerTool[] {
  const scroll: ViewerTool[] = detail.frames.length > 1 ? ['scroll'] : [];
  return [...extra.filter((tool) => tool === 'box'), ...scroll, ...PLAIN_TOOLS];
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
      if (first && detail.asset.kind === 'dicom_series') stack.setWindow(first);
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
  const { detail, align, isMirrored, initialFrame, onPlane } = props;
  const count = detail.frames.length;
  const tools = useTools(props);
  const state = useStack(detail, { align, isMirrored, initialFrame });
  const { boxes, change } = useBoxes(props);
  const [tool, setTool] = useState<ViewerTool>(tools[0] ?? 'window');
  const [measures, setMeasures] = useState<Measure[]>([]);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const look = useLook(state, props);
  const cine = useCine(state, count);
  const full = useFullscreen();
  const { plane } = state;
  useEffect(() => onPlane?.(plane), [plane, onPlane]);
  const pointer = usePointer({
    detail,
    state,
    tool,
    onMeasure: (measure) => setMeasures([...measures, measure]),
    onBox: (box) => change([...boxes, box]),
  });
  const zoom = (factor: number) => state.change((stack) => stack.zoomBy(factor));
  const reset = () => {
    look.reset();
    setMeasures([]);
  };
  const help = () => void full.leave().then(() => setIsHelpOpen(true));
  const step = (by: number) => {
    cine.stop();
    state.goTo((state.frame + by + count) % count);
  };
  const removeLast = () => (tool === 'box' ? change(boxes.slice(0, -1)) : setMeasures(measures.slice(0, -1)));
  const deeds: Partial<Record<ViewerCommand, () => void>> = {
    zoom_in: () => zoom(1.25),
    zoom_out: () => zoom(0.8),
    invert: look.invert,
    flip_across: look.flipAcross,
    flip_down: look.flipDown,
    turn: look.turn,
    full: full.toggle,
    play: cine.toggle,
    frame_on: () => step(1),
    frame_back: () => step(-1),
    reset,
    remove_last: removeLast,
    help,
  };
  const run = (command: ViewerCommand) => {
    const wantedTool = tools.find((one) => `tool_${one}` === command);
    const deed = deeds[command];
    if (wantedTool) setTool(wantedTool);
    else if (deed) deed();
    else if (!command.startsWith('tool_')) state.goTo(frameAfter(command, state.frame, count));
  };
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const command = useCallback((wanted: ViewerCommand) => latest.current(wanted), []);
  return { tools, state, boxes, change, tool, setTool, measures, isHelpOpen, setIsHelpOpen, pointer, look, cine, full, command };
}

export type Viewer = ReturnType<typeof useViewer>;
