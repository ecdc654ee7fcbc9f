import { Alert, Button, FileButton, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui';
import { chosenOf, filesOfDrop, type Chosen } from './drop';
import type { Upload } from './types';
import { sortOut } from './resume';
import { Asked, CleanedSummary, FirstPassSwitch, useFirstPass } from './FirstPass';
import { SCRUB_VERSION } from './scrub/version';
import { UploadList } from './UploadList';
import { useElsewhere } from './useElsewhere';
import { discardUploads, totalOf, useUploads } from './uploads';

const MOST_NAMES = 8;

function LeftOut({ names }: { names: string[] }) {
  const { t } = useTranslation('contribution');
  if (names.length === 0) return null;
  const more = names.length - MOST_NAMES;
  return (
    <Alert color="yellow" role="alert" title={t('left_out', { count: names.length })}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {names.slice(0, MOST_NAMES).join(', ')} {more > 0 ? t('asked_more', { count: more }) : ''}
      </Text>
    </Alert>
  );
}

function DropZone({ onFiles }: { onFiles: (chosen: Chosen) => void }) {
  const { t } = useTranslation('contribution');
  const [isOver, setIsOver] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const drop = (event: React.DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void filesOfDrop(event.dataTransfer).then(onFiles);
  };
  return (
    <Paper
      withBorder
      p="xl"
      bd={isOver ? '2px dashed var(--mantine-primary-color-filled)' : '2px dashed var(--mantine-color-default-border)'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Stack align="center" gap="sm">
        <Text fw={600}>{t('drop')}</Text>
        <Text size="sm" c="dimmed" ta="center">
          {t('drop_text')}
        </Text>
        <Group>
          <FileButton multiple onChange={(files) => onFiles(chosenOf(files))}>
            {(props) => <Button {...props}>{t('choose_files')}</Button>}
          </FileButton>
          <Button variant="default" onClick={() => folder.current?.click()}>
            {t('choose_folder')}
          </Button>
          <input ref={folder} type="file" hidden multiple {...{ webkitdirectory: '' }} onChange={(event) => onFiles(chosenOf([...(event.currentTarget.files ?? [])]))} />
        </Group>
      </Stack>
    </Paper>
  );
}

function Received({ uploads }: { uploads: Upload[] }) {
  const { t } = useTranslation('contribution');
  const format = useFormat();
  const complete = uploads.filter((one) => one.state === 'complete' || one.state === 'processed');
  const refused = uploads.filter((one) => one.refusal);
  const size = complete.reduce((sum, one) => sum + one.size_bytes, 0);
  return (
    <>
      {complete.length > 0 ? <Text size="sm">{t('received', { count: complete.length, size: format.size(size) })}</Text> : null}
      {refused.map((one) => (
        <Alert key={one.id} color="red" title={t('refused', { size: format.size(one.size_bytes) })}>
          {one.refusal?.message} {one.refusal?.hint}
        </Alert>
      ))}
    </>
  );
}

/** Nothing can be done about them here: the other tab has the files. */
function Elsewhere({ count }: { count: number }) {
  const { t } = useTranslation('contribution');
  if (count === 0) return null;
  return (
    <Alert color="blue" role="status" title={t('elsewhere', { count })}>
      <Text size="sm">{t('elsewhere_text')}</Text>
    </Alert>
  );
}

/** From a tab that was closed. The same file, chosen again in the same browser, goes on; any other is refused here. */
function Unfinished({ caseId, ids, onFiles, onDone }: { caseId: string; ids: string[]; onFiles: (files: File[], isCleaned: boolean) => void; onDone: () => void }) {
  const { t } = useTranslation('contribution');
  const [others, setOthers] = useState<File[]>([]);
  if (ids.length === 0) return null;
  const choose = async (files: File[]) => {
    const sorted = await sortOut(files, caseId, ids, SCRUB_VERSION);
    setOthers(sorted.others);
    if (sorted.begun.length > 0) onFiles(sorted.begun, false);
    if (sorted.begunCleaned.length > 0) onFiles(sorted.begunCleaned, true);
  };
  return (
    <Alert color="yellow" title={t('unfinished', { count: ids.length })}>
      <Text size="sm" mb="xs">
        {t('unfinished_text')}
      </Text>
      {others.map((file, index) => (
        <Text key={index} size="sm" mb="xs" role="alert" fw={600}>
          {t('unfinished_other_file', { name: file.name })}
        </Text>
      ))}
      <Group gap="sm">
        <FileButton multiple onChange={(files) => void choose(files)} inputProps={{ 'aria-label': t('unfinished_choose') }}>
          {(props) => (
            <Button size="xs" {...props}>
              {t('unfinished_choose')}
            </Button>
          )}
        </FileButton>
        <Button size="xs" variant="default" onClick={() => void discardUploads(ids).then(onDone)}>
          {t('discard')}
        </Button>
      </Group>
    </Alert>
  );
}

interface PanelProps {
  caseId: string;
  uploads: Upload[];
  onChanged: () => void;
  /** Told how many of the files chosen here are not on the server yet. */
  onLeft: (count: number) => void;
}

export function UploadPanel({ caseId, uploads, onChanged, onLeft }: PanelProps) {
  const { t } = useTranslation('contribution');
  const format = useFormat();
  const left = uploads.filter((one) => one.state === 'receiving').map((one) => one.id);
  const { files, add, resume, sendAsTheyAre, remove, isOurs } = useUploads(caseId, left, onChanged);
  const unsent = useElsewhere(left.filter((id) => !isOurs(id)), onChanged);
  const firstPass = useFirstPass();
  const asked = files.filter((file) => file.state === 'asking');
  const [leftOut, setLeftOut] = useState<string[]>([]);
  const total = totalOf(files);
  useEffect(() => onLeft(total.left), [onLeft, total.left]);
  const choose = (chosen: Chosen) => {
    setLeftOut(chosen.leftOut);
    add(chosen.files, firstPass.isOn);
  };
  return (
    <Stack gap="sm">
      <FirstPassSwitch {...firstPass} />
      <DropZone onFiles={choose} />
      <LeftOut names={leftOut} />
      <Asked files={asked} onSend={() => sendAsTheyAre(asked.map((file) => file.id))} onLeave={() => asked.forEach((file) => remove(file.id))} />
      {files.length > 0 ? (
        <>
          <Group justify="space-between">
            <Text size="sm" role="status">
              {total.left === 0 ? t('all_sent') : t('sent_of', { sent: format.size(total.sent), size: format.size(total.size), count: total.left })}
            </Text>
          </Group>
          <Progress value={total.size > 0 ? (100 * total.sent) / total.size : 0} aria-label={t('progress_all')} />
          <UploadList files={files} onResume={resume} onRemove={remove} />
        </>
      ) : null}
      <CleanedSummary files={files} />
      <Received uploads={uploads} />
      <Elsewhere count={unsent.elsewhere.length} />
      <Unfinished caseId={caseId} ids={unsent.left} onFiles={add} onDone={onChanged} />
    </Stack>
  );
}
