import { ActionIcon, Alert, Button, FileButton, Group, Paper, Progress, ScrollArea, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui';
import { filesOfDrop, isWanted } from './drop';
import type { Upload } from './types';
import { sortOut } from './resume';
import { Asked, CleanedSummary, FirstPassSwitch, useFirstPass } from './FirstPass';
import { SCRUB_VERSION } from './scrub/version';
import { discardUploads, totalOf, useUploads, type FileOnItsWay } from './uploads';

function FileRow({ file, onResume, onRemove }: { file: FileOnItsWay; onResume: () => void; onRemove: () => void }) {
  const { t } = useTranslation('contribution');
  const share = file.size > 0 ? (100 * file.sent) / file.size : 0;
  return (
    <Group wrap="nowrap" gap="sm">
      <Text size="sm" truncate flex="1 1 40%">
        {file.name}
      </Text>
      <Progress value={share} flex="1 1 30%" color={file.state === 'failed' ? 'red' : undefined} aria-label={t('progress_of', { name: file.name })} />
      <Text size="xs" w={90}>
        {t(`file_${file.state}`)}
      </Text>
      {file.state === 'failed' ? (
        <Button size="compact-xs" variant="default" onClick={onResume}>
          {t('resume')}
        </Button>
      ) : null}
      <ActionIcon variant="subtle" color="gray" aria-label={t('remove_file', { name: file.name })} onClick={onRemove}>
        <span aria-hidden="true">×</span>
      </ActionIcon>
    </Group>
  );
}

function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
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
          <FileButton multiple onChange={(files) => onFiles(files.filter(isWanted))}>
            {(props) => <Button {...props}>{t('choose_files')}</Button>}
          </FileButton>
          <Button variant="default" onClick={() => folder.current?.click()}>
            {t('choose_folder')}
          </Button>
          <input ref={folder} type="file" hidden multiple {...{ webkitdirectory: '' }} onChange={(event) => onFiles([...(event.currentTarget.files ?? [])].filter(isWanted))} />
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

export function UploadPanel({ caseId, uploads, onChanged }: { caseId: string; uploads: Upload[]; onChanged: () => void }) {
  const { t } = useTranslation('contribution');
  const format = useFormat();
  const left = uploads.filter((one) => one.state === 'receiving').map((one) => one.id);
  const { files, add, resume, sendAsTheyAre, remove, isOurs } = useUploads(caseId, left, onChanged);
  const firstPass = useFirstPass();
  const asked = files.filter((file) => file.state === 'asking');
  const total = totalOf(files);
  return (
    <Stack gap="sm">
      <FirstPassSwitch {...firstPass} />
      <DropZone onFiles={(chosen) => add(chosen, firstPass.isOn)} />
      <Asked files={asked} onSend={() => sendAsTheyAre(asked.map((file) => file.id))} onLeave={() => asked.forEach((file) => remove(file.id))} />
      {files.length > 0 ? (
        <>
          <Group justify="space-between">
            <Text size="sm" role="status">
              {total.left === 0 ? t('all_sent') : t('sent_of', { sent: format.size(total.sent), size: format.size(total.size), count: total.left })}
            </Text>
          </Group>
          <Progress value={total.size > 0 ? (100 * total.sent) / total.size : 0} aria-label={t('progress_all')} />
          <ScrollArea.Autosize mah={280}>
            <Stack gap={6}>
              {files.map((file) => (
                <FileRow key={file.id} file={file} onResume={() => resume(file.id)} onRemove={() => remove(file.id)} />
              ))}
            </Stack>
          </ScrollArea.Autosize>
        </>
      ) : null}
      <CleanedSummary files={files} />
      <Received uploads={uploads} />
      <Unfinished caseId={caseId} ids={left.filter((id) => !isOurs(id))} onFiles={add} onDone={onChanged} />
    </Stack>
  );
}
