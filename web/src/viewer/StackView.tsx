import { useCallback, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BoxList } from './BoxList';
import { CineBar } from './CineBar';
import { HelpPanel } from './HelpPanel';
import { FilmBar } from './FilmBar';
import { takeWaitingFocus } from './ImageFirst';
import { hasWindows } from './frames';
import { commandFor } from './keys';
import { MaskPanel } from './MaskPanel';
import { Stage } from './Stage';
import { Toolbar } from './Toolbar';
import { useViewer, type StackProps } from './useViewer';
import classes from './viewer.module.css';
import { presetsFor, type WindowPreset } from './windows';

/** Keys that mean something to what has the focus are left to it. */
function isTaken(event: React.KeyboardEvent): boolean {
  if (!(event.target instanceof HTMLElement)) return false;
  if (event.target.closest('input, textarea, select, [role="slider"], [role="menu"]')) return true;
  return event.key === ' ' && event.target.closest('button') !== null;
}

export function StackView(props: StackProps) {
  const { t } = useTranslation('viewer');
  const { detail } = props;
  const viewer = useViewer(props);
  const { state, look, full } = viewer;
  const onFrame = props.editor?.onFrame;
  useEffect(() => onFrame?.(state.frame, state.goTo), [onFrame, state.frame, state.goTo]);
  const { shell } = full;
  useEffect(() => takeWaitingFocus(shell.current), [shell]);
  const presets = useMemo(() => (hasWindows(detail) ? presetsFor(detail.modality, detail.windows) : []), [detail]);
  const { change } = state;
  const onPreset = useCallback((preset: WindowPreset) => change((stack) => stack.setWindow(preset)), [change]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const command = isTaken(event) ? undefined : commandFor(event, viewer.keys);
    if (!command || viewer.isHelpOpen) return;
    event.preventDefault();
    event.stopPropagation();
    viewer.command(command);
  };
  const name = detail.asset.description || detail.modality || t('image');
  return (
    <div ref={full.shell} className={classes.shell} data-full={full.isFull} data-image-shell tabIndex={0} role="group" aria-label={t('viewer_of', { name })} onKeyDown={onKeyDown}>
      <Toolbar
        tool={viewer.tool}
        tools={viewer.tools}
        presets={presets}
        isInverted={look.isInverted}
        orientation={look.orientation}
        isFull={full.isFull}
        canBeFull={full.isPossible}
        onTool={viewer.setTool}
        onPreset={onPreset}
        onCommand={viewer.command}
      />
      <Stage viewer={viewer} props={props} />
      <MaskPanel masks={viewer.masks} plane={state.plane} />
      {detail.film && viewer.film ? <FilmBar state={state} film={viewer.film} isReencoded={detail.film.is_reencoded} /> : null}
      {!detail.film && viewer.count > 1 ? <CineBar state={state} group={viewer.group} cine={viewer.cine} /> : null}
      {props.tools?.includes('box') && !props.editor ? <BoxList boxes={viewer.boxes} frame={state.frame} detail={detail} onChange={viewer.change} onShow={state.goTo} /> : null}
      <HelpPanel keys={viewer.keys} opened={viewer.isHelpOpen} onClose={() => viewer.setIsHelpOpen(false)} />
    </div>
  );
}
