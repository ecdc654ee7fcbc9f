import { Loader, Slider, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BoxList } from './BoxList';
import type { Box } from './geometry';
import { HelpPanel } from './HelpPanel';
import { commandFor, frameAfter, type ViewerCommand } from './keys';
import { Overlay } from './Overlay';
import { Toolbar } from './Toolbar';
import type { AssetDetail, ImageViewerProps, Measure, ViewerTool } from './types';
import { usePointer } from './usePointer';
import { useStack } from './useStack';
import { useWheel } from './useWheel';
import classes from './viewer.module.css';
import { presetsFor, windowOf } from './windows';

type Props = ImageViewerProps & { detail: AssetDetail };

const PLAIN_TOOLS: ViewerTool[] = ['window', 'pan', 'zoom', 'length'];

function offered(detail: AssetDetail, extra: ViewerTool[]): ViewerTool[] {
  const scroll: ViewerTool[] = detail.frames.length > 1 ? ['scroll'] : [];
  return [...extra.filter((tool) => tool === 'box'), ...scroll, ...PLAIN_TOOLS];
}

function useBoxes({ initialBoxes, onAnswer }: Props) {
  const [boxes, setBoxes] = useState<Box[]>(initialBoxes ?? []);
  const change = (next: Box[]) => {
    setBoxes(next);
    onAnswer?.(next);
  };
  return { boxes, change };
}

function useViewer(props: Props) {
  const { detail } = props;
  const tools = offered(detail, props.tools ?? []);
  const state = useStack(detail);
  const { boxes, change } = useBoxes(props);
  const [tool, setTool] = useState<ViewerTool>(tools[0] ?? 'window');
  const [measures, setMeasures] = useState<Measure[]>([]);
  const [isInverted, setIsInverted] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const pointer = usePointer({
    detail,
    state,
    tool,
    onMeasure: (measure) => setMeasures([...measures, measure]),
    onBox: (box) => change([...boxes, box]),
  });
  const invert = () => {
    state.change((stack) => stack.setInvert(!isInverted));
    setIsInverted(!isInverted);
  };
  const zoom = (factor: number) => state.change((stack) => stack.zoomBy(factor));
  const reset = () => {
    const [first] = detail.windows;
    state.change((stack) => {
      stack.setInvert(false);
      stack.fit();
      if (first && detail.asset.kind === 'dicom_series') stack.setWindow(first);
    });
    setIsInverted(false);
    setMeasures([]);
  };
  const removeLast = () => (tool === 'box' ? change(boxes.slice(0, -1)) : setMeasures(measures.slice(0, -1)));
  const run = (command: ViewerCommand) => {
    const other: Partial<Record<ViewerCommand, () => void>> = {
      zoom_in: () => zoom(1.25),
      zoom_out: () => zoom(0.8),
      invert,
      reset,
      remove_last: removeLast,
      help: () => setIsHelpOpen(true),
    };
    const wantedTool = tools.find((one) => `tool_${one}` === command);
    if (wantedTool) setTool(wantedTool);
    else if (other[command]) other[command]();
    else if (!command.startsWith('tool_')) state.goTo(frameAfter(command, state.frame, detail.frames.length));
  };
  return { tools, state, boxes, change, tool, setTool, measures, isInverted, isHelpOpen, setIsHelpOpen, pointer, invert, zoom, reset, run };
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [role="slider"], [role="menu"]') !== null;
}

type Viewer = ReturnType<typeof useViewer>;

function Stage({ viewer, props }: { viewer: Viewer; props: Props }) {
  const { t } = useTranslation('viewer');
  const { detail } = props;
  const { state, pointer } = viewer;
  const wheel = useWheel(state, detail.frames.length);
  const range = state.stack?.range();
  const window = range ? windowOf(range) : undefined;
  const draft = pointer.draft;
  const lengths = draft?.tool === 'length' ? [...viewer.measures, { frame: state.frame, ...draft }] : viewer.measures;
  const drawn = draft?.tool === 'box' ? [...viewer.boxes, draftBox(draft, state.frame)] : viewer.boxes;
  return (
    <div ref={wheel} className={classes.stage} style={{ height: props.height ?? '60vh' }} {...pointer.handlers} onContextMenu={(event) => event.preventDefault()}>
      <div ref={state.element} className={classes.canvas} data-testid="viewer-canvas" data-shown={state.isShown} />
      {state.mapping ? (
        <Overlay detail={detail} mapping={state.mapping} frame={state.frame} measures={lengths} boxes={drawn} referenceBoxes={props.referenceBoxes ?? []} />
      ) : null}
      <div className={classes.corner}>
        {[detail.modality, window ? t('window', { center: Math.round(window.center), width: Math.round(window.width) }) : '']
          .filter(Boolean)
          .join(' · ')}
        <br />
        {t('frame', { frame: state.frame + 1, count: detail.frames.length })}
      </div>
      {state.isShown || state.failure ? null : (
        <div className={classes.cover} role="status">
          <Loader color="white" size="sm" mr="sm" /> {t('loading')}
        </div>
      )}
      {state.failure ? (
        <div className={classes.cover} role="alert">
          {t('frame_failed')} {state.failure}
        </div>
      ) : null}
    </div>
  );
}

function draftBox(draft: { from: { x: number; y: number }; to: { x: number; y: number } }, frame: number): Box {
  const { from, to } = draft;
  return { frame, x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
}

export function StackView(props: Props) {
  const { t } = useTranslation('viewer');
  const { detail } = props;
  const viewer = useViewer(props);
  const { state } = viewer;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const command = isTyping(event.target) ? undefined : commandFor(event);
    if (!command || viewer.isHelpOpen) return;
    event.preventDefault();
    event.stopPropagation();
    viewer.run(command);
  };
  const name = detail.asset.description || detail.modality || t('image');
  return (
    <div className={classes.shell} tabIndex={0} role="group" aria-label={t('viewer_of', { name })} onKeyDown={onKeyDown}>
      <Toolbar
        tool={viewer.tool}
        tools={viewer.tools}
        presets={detail.asset.kind === 'dicom_series' ? presetsFor(detail.modality, detail.windows) : []}
        isInverted={viewer.isInverted}
        onTool={viewer.setTool}
        onPreset={(preset) => state.change((stack) => stack.setWindow(preset))}
        onInvert={viewer.invert}
        onZoom={viewer.zoom}
        onReset={viewer.reset}
        onHelp={() => viewer.setIsHelpOpen(true)}
      />
      <Stage viewer={viewer} props={props} />
      {detail.frames.length > 1 ? (
        <>
          <Slider thumbLabel={t('slice')} label={(value) => value + 1} min={0} max={detail.frames.length - 1} value={state.frame} onChange={state.goTo} />
          <Text size="xs" c="dimmed" aria-live="off">
            {t('loaded', { loaded: state.loaded, count: detail.frames.length })}
          </Text>
        </>
      ) : null}
      {props.tools?.includes('box') ? <BoxList boxes={viewer.boxes} frame={state.frame} detail={detail} onChange={viewer.change} onShow={state.goTo} /> : null}
      <HelpPanel opened={viewer.isHelpOpen} onClose={() => viewer.setIsHelpOpen(false)} />
    </div>
  );
}
