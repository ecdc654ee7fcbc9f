import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { boxBetween, type Box } from './geometry';
import { FailureNote } from './FailureNote';
import { MaskLayer } from './MaskLayer';
import { Overlay } from './Overlay';
import { clock } from './film_times';
import { letteredEdges } from './patient_letters';
import { crossLine, edgeLetters, type Line } from './planes';
import { ScaleBar } from './ScaleBar';
import type { Draft } from './types';
import type { StackProps, Viewer } from './useViewer';
import { useWheel } from './useWheel';
import classes from './viewer.module.css';
import { windowOf } from './windows';

const EDGES = ['left', 'right', 'top', 'bottom'] as const;

function Letters({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('viewer');
  const { plane, mapping } = viewer.state;
  if (!mapping) return null;
  const letters = plane ? edgeLetters(plane, mapping) : letteredEdges(viewer.state.stack?.patientOrientation?.(), mapping);
  if (!letters) return null;
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
  const { group } = viewer;
  const title = props.title ?? props.detail.asset.description;
  const times_us = viewer.state.stack?.film?.times_us;
  return (
    <div className={classes.corner}>
      {title ? <div className={classes.title}>{title}</div> : null}
      {[props.detail.modality, window ? t('window', { center: Math.round(window.center), width: Math.round(window.width) }) : '']
        .filter(Boolean)
        .join(' · ')}
      <br />
      {group.count > 1 ? t('frame', { frame: viewer.state.frame - group.first + 1, count: group.count }) : null}
      {group.times > 1 ? (
        <>
          <br />
          {t('time_of', { time: group.time + 1, count: group.times })}
        </>
      ) : null}
      {times_us ? ` · ${clock(times_us, viewer.state.frame)}` : null}
    </div>
  );
}

/** The picture and all that lies over it. */
export function Stage({ viewer, props }: { viewer: Viewer; props: StackProps }) {
  const { t } = useTranslation('viewer');
  const { detail } = props;
  const { state, pointer } = viewer;
  const wheel = useWheel(state, { group: viewer.group, isZooming: detail.pyramid !== undefined });
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
      <div ref={state.element} className={classes.canvas} data-testid="viewer-canvas" data-shown={state.isShown} data-frame={state.frame} />
      {state.mapping && viewer.masks.laid?.mask ? (
        <MaskLayer mask={viewer.masks.laid.mask} look={viewer.masks.look} frame={state.frame} plane={state.plane} rows={detail.rows} columns={detail.columns} mapping={state.mapping} />
      ) : null}
      {state.mapping ? (
        <Overlay
          detail={detail}
          mapping={state.mapping}
          frame={state.frame}
          ruler={state.stack?.ruler?.() ?? {}}
          measures={lengths}
          boxes={drawn(viewer, props, draft)}
          referenceBoxes={props.referenceBoxes ?? []}
          referenceName={props.referenceName}
          lines={linesOf({ viewer, props })}
        />
      ) : null}
      {state.mapping && props.editor ? props.editor.overlay({ frame: state.frame, mapping: state.mapping, pixels: () => state.stack?.pixels?.() }) : null}
      <Letters viewer={viewer} />
      <Corner viewer={viewer} props={props} />
      {state.mapping && detail.pyramid ? <ScaleBar mapping={state.mapping} spacing_mm={detail.spacing_mm} /> : null}
      {state.isShown || state.failure ? null : (
        <div className={classes.cover} role="status">
          <Loader color="white" size="sm" mr="sm" /> {t('loading')}
        </div>
      )}
      {state.failure ? (
        <div className={`${classes.cover} ${classes.failed}`} role="alert" onPointerDown={(event) => event.stopPropagation()}>
          <FailureNote title={t('frame_failed')} kind={state.failure} onAgain={state.again} />
        </div>
      ) : null}
    </div>
  );
}
