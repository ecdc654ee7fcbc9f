// Picture and lists side by side, the keys of the page, and the one button that makes it so.
import { Button, Group, Kbd, SegmentedControl, Stack, Tabs, Text } from '@mantine/core';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '../../ui';
import { ImageViewer, type Box, type StageView } from '../../viewer';
import { AfterLayer } from './AfterLayer';
import { BoxLayer } from './BoxLayer';
import { FoundList } from './FoundList';
import { HistoryList } from './HistoryList';
import { assetUrlOf, useDecide, useDeface, useDismiss, useRedact } from './queries';
import { firstScopeFor, isVolume, sizeOf, stylesFor, wordForNothing } from './kinds';
import { LeaveDialog } from './LeaveDialog';
import { numbersOf, RegionList } from './RegionList';
import { countFrames, type Subject } from './regions';
import type { Case, Detail, Found, Redaction } from './types';
import { useEditor, type Editor } from './useEditor';
import { VolumeFace } from './VolumeFace';
import classes from './redaction.module.css';

interface Props {
  one: Case;
  detail: Detail;
  found: Found[];
  redactions: Redaction[];
  /** A steward owes one. */
  isReasonNeeded: boolean;
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

/** Ctrl+Z, Ctrl+Y and B, wherever the focus is on the page but in a field. */
function onKeys(editor: Editor) {
  return (event: React.KeyboardEvent) => {
    if (isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const isChord = event.ctrlKey || event.metaKey;
    if (isChord && key === 'z' && !event.shiftKey) editor.undo();
    else if (isChord && (key === 'y' || (key === 'z' && event.shiftKey))) editor.redo();
    else if (key === 'b' && !isChord && !event.altKey) editor.setAfter((was) => !was);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function Bar({ editor, onApply }: { editor: Editor; onApply: () => void }) {
  const { t } = useTranslation('redaction');
  return (
    <Group gap="xs" mb="xs" justify="space-between">
      <Group gap="xs">
        <Button variant="default" size="sm" disabled={!editor.canUndo} onClick={editor.undo}>{t('undo')}</Button>
        <Button variant="default" size="sm" disabled={!editor.canRedo} onClick={editor.redo}>{t('redo')}</Button>
        <SegmentedControl size="sm" aria-label={t('before_after')} value={editor.isAfter ? 'after' : 'before'} onChange={(value) => editor.setAfter(value === 'after')}
          data={[{ value: 'before', label: t('before') }, { value: 'after', label: t('after') }]} />
      </Group>
      <Button disabled={editor.regions.length === 0} onClick={onApply}>{t('apply')}</Button>
    </Group>
  );
}

function Help() {
  const { t } = useTranslation('redaction');
  const keys: [string, string][] = [['Tab', 'help_tab'], ['← ↑ → ↓', 'help_arrows'], ['Alt + ←', 'help_alt'], ['Enter', 'help_enter'], ['Delete', 'help_delete'], ['Ctrl + Z / Y', 'help_undo'], ['B', 'help_after']];
  return (
    <details>
      <summary>{t('keys')}</summary>
      <Stack gap={4} mt="xs">
        {keys.map(([key, text]) => (
          <Text key={key} size="sm"><Kbd>{key}</Kbd> {t(text)}</Text>
        ))}
      </Stack>
    </details>
  );
}

interface PanelProps extends Props {
  editor: Editor;
  frame: number;
  goTo: (frame: number) => void;
}

function Panel({ one, detail, found, redactions, isReasonNeeded, editor, frame, goTo }: PanelProps) {
  const { t } = useTranslation('redaction');
  const size = sizeOf(detail);
  const dismiss = useDismiss(one.id, detail.asset.id);
  const deface = useDeface(one.id, detail.asset.id);
  const decide = useDecide(one.id);
  const list = (subject: Subject) => (
    <FoundList subject={subject} found={found} nothing={t(wordForNothing(detail, subject))} editor={editor} size={size} goTo={goTo} onDismiss={(boxes, reason) => dismiss.mutateAsync({ boxes, reason })} />
  );
  const [tab, setTab] = useState<string | null>(null);
  const waits = redactions.some((one) => one.state === 'preview');
  return (
    <Stack gap="lg">
      <section aria-label={t('mine')}>
        <Text fw={600} mb="xs">{t('mine')}</Text>
        <RegionList editor={editor} size={size} styles={stylesFor(detail)} frame={frame} goTo={goTo} />
      </section>
      <Tabs value={tab ?? (waits ? 'face' : 'text')} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="text">{t('tab_text')}</Tabs.Tab>
          <Tabs.Tab value="face">{t('tab_face')}</Tabs.Tab>
          <Tabs.Tab value="history">{t('tab_history')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="text">{list('text')}</Tabs.Panel>
        <Tabs.Panel value="face">
          {isVolume(detail) ? (
            <VolumeFace redactions={redactions} isReasonNeeded={isReasonNeeded} onDeface={(reason) => deface.mutateAsync({ reason })} onDecide={(id, decision) => decide.mutateAsync({ id, decision })} />
          ) : (
            list('face')
          )}
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryList redactions={redactions} />
        </Tabs.Panel>
      </Tabs>
      <Help />
    </Stack>
  );
}

export function EditorBody(props: Props) {
  const { one, detail, found, isReasonNeeded } = props;
  const { t } = useTranslation('redaction');
  const size = sizeOf(detail);
  const editor = useEditor(size, firstScopeFor(detail));
  const redact = useRedact(one.id, detail.asset.id);
  const [frame, setFrame] = useState(0);
  const [isAsking, setAsking] = useState(false);
  const goTo = useRef<(frame: number) => void>(() => undefined);
  const onFrame = useCallback((next: number, go: (frame: number) => void) => {
    goTo.current = go;
    setFrame(next);
  }, []);
  const onEdit = (id: number) => {
    editor.setChosen(id);
    requestAnimationFrame(() => document.getElementById(numbersOf(id))?.focus());
  };
  const overlay = (view: StageView) =>
    editor.isAfter ? <AfterLayer view={view} regions={editor.regions} isTiled={detail.pyramid !== undefined} /> : <BoxLayer view={view} size={size} editor={editor} found={found} onEdit={onEdit} />;
  const apply = async (reason: string) => {
    await redact.mutateAsync({ regions: editor.regions, reason });
    editor.clear();
  };
  const frames = countFrames(editor.regions);
  return (
    <div onKeyDownCapture={onKeys(editor)}>
      <Bar editor={editor} onApply={() => setAsking(true)} />
      <div className={classes.page}>
        <ImageViewer assetUrl={assetUrlOf(detail.asset.id)} tools={['box']} height="min(64vh, 720px)"
          editor={{ onDraw: (box: Box) => editor.add(box, box.frame, 'text'), overlay, onFrame }} />
        <Panel {...props} editor={editor} frame={frame} goTo={(next) => goTo.current(next)} />
      </div>
      <ReasonDialog isOpen={isAsking} title={t('confirm_title')} isDanger confirm={t('confirm')} least={isReasonNeeded ? 1 : 0} onClose={() => setAsking(false)} onReason={apply}
        text={`${t('confirm_boxes', { count: editor.regions.length })} ${t('confirm_frames', { count: frames })} ${t('confirm_text')}`} />
      <LeaveDialog isUnsaved={editor.regions.length > 0 && !redact.isPending} />
    </div>
  );
}
