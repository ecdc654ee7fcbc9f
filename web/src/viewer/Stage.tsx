import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { boxBetween, type Box } from './geometry';
import { Overlay } from './Overlay';
import { crossLine, edgeLetters, type Line } from './planes';
import type { Draft } from './types';
import type { StackProps, Viewer } from './useViewer';
import { useWheel } from './useWheel';
import classes from './viewer.module.css';
import { windowOf } from './windows';

const EDGES = ['left', 'right', 'top', 'bottom'] as const;

function Letters({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('viewer');
  const { plane, mapping } = viewer.state;
  if (!plane || !mapping) return null;
  const letters = edgeLetters(plane, mapping);
  return EDGES.map((edge) => (
    <span key={edge} className={`${classes.letter} ${classes[edge]}`} data-testid={`edge-${edge}`} title={t('edge')}>
      {letters[edge]}
    </span>
  ));
}

function linesOf({ viewer, props }: { viewer: Viewer; props: StackProps }): Line[] {
  const { plane } = viewer.state;
  if (!plane) return [];
  return (props.otherPlanes ?? []).map((other) => crossLine(plane, other)).filter((line) => line !== undefined);
}

function drawn(viewer: Viewer, props: StackProps, draft: Draft | undefined): Box[] {
  if (draft?.tool !== 'box') return viewer.boxes;
  const { rows, columns } = props.detail;
  return [...viewer.boxes, boxBetween(viewer.state.frame, draft.from, draft.to, rows, columns)];
}

function Corner({ viewer, props }: { viewer: Viewer; props: StackProps }) {
  const { t } = useTranslation('viewer');
  const range = viewer.state.stack?.range();
  const window = range ? windowOf(range) : undefined;
  return (
    <div className={classes.corner}>
      {[props.detail.modality, window ? t('window', { center: Math.round(window.center), width: Math.round(window.width) }) : '']
        .filter(Boolean)
        .join(' · ')}
      <br />
      {t('frame', { frame: viewer.state.frame + 1, count: props.detail.frames.length })}
    </div>
  );
}

/** The picture and all that lies over it. */
export function Stage({ viewer, props }: { viewer: Viewer; props: StackProps }) {
  const { t } = useTranslation('viewer');
  const { detail } = props;
  const { state, pointer } = viewer;
  const wheel = useWheel(state, detail.frames.length);
  const draft = pointer.draft;
  const lengths = draft?.tool === 'length' ? [...viewer.measures, { frame: state.frame, ...draft }] : viewer.measures;
  return (
    <div
      ref={wheel}
      className={classes.stage}
      style={viewer.full.isFull ? { flex: 1 } : { height: props.height ?? '60vh' }}
      {...pointer.handlers}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div ref={state.element} className={classes.canvas} data-testid="viewer-canvas" data-shown={state.isShown} />
      {state.mapping ? (
        <Overlay
          detail={detail}
          mapping={state.mapping}
          frame={state.frame}
          measures={lengths}
          boxes={drawn(viewer, props, draft)}
          referenceBoxes={props.referenceBoxes ?? []}
          referenceName={props.referenceName}
          lines={linesOf({ viewer, props })}
        />
      ) : null}
      <Letters viewer={viewer} />
      <Corner viewer={viewer} props={props} />
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
