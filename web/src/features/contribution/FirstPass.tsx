// The optional first pass in the browser: its switch, what it asks, and what it took out.
import { Alert, Button, Group, List, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RemovedTable } from '../../ui';
import { isPossible } from './scrub/key';
import { summed } from './scrub/version';
import type { FileOnItsWay } from './uploads';

const REMEMBERED = 'medal-first-pass';
const MOST_NAMES = 8;

interface FirstPass {
  isOn: boolean;
  isOffered: boolean;
  onChange: (isOn: boolean) => void;
}

/** The choice stays in this browser. */
export function useFirstPass(): FirstPass {
  const isOffered = isPossible();
  const [isOn, setIsOn] = useState(() => isOffered && localStorage.getItem(REMEMBERED) === 'on');
  const onChange = (next: boolean) => {
    localStorage.setItem(REMEMBERED, next ? 'on' : 'off');
    setIsOn(next);
  };
  return { isOn, isOffered, onChange };
}

export function FirstPassSwitch({ isOn, isOffered, onChange }: FirstPass) {
  const { t } = useTranslation('contribution');
  return <Switch checked={isOn} disabled={!isOffered} onChange={(event) => onChange(event.currentTarget.checked)} label={t('first_pass')} description={isOffered ? t('first_pass_text') : t('first_pass_impossible')} />;
}

/** Nothing goes out uncleaned without a word: these wait for it. */
export function Asked({ files, onSend, onLeave }: { files: FileOnItsWay[]; onSend: () => void; onLeave: () => void }) {
  const { t } = useTranslation('contribution');
  if (files.length === 0) return null;
  return (
    <Alert color="yellow" role="alert" title={t('asked', { count: files.length })}>
      <List size="sm" mb="xs">
        {files.slice(0, MOST_NAMES).map((file) => <List.Item key={file.id}>{file.name}: {t(`fault_${file.fault ?? 'damaged'}`)}</List.Item>)}
        {files.length > MOST_NAMES ? <List.Item>{t('asked_more', { count: files.length - MOST_NAMES })}</List.Item> : null}
      </List>
      <Text size="sm" mb="xs">{t('asked_text')}</Text>
      <Group gap="sm">
        <Button size="xs" variant="default" onClick={onSend}>{t('asked_send')}</Button>
        <Button size="xs" variant="default" onClick={onLeave}>{t('asked_leave')}</Button>
      </Group>
    </Alert>
  );
}

export function CleanedSummary({ files }: { files: FileOnItsWay[] }) {
  const { t } = useTranslation('contribution');
  const cleaned = files.filter((file) => file.removed !== undefined);
  if (cleaned.length === 0) return null;
  const rows = summed(cleaned.map((file) => file.removed ?? []));
  return (
    <details>
      <summary>{t('cleaned', { count: cleaned.length })}</summary>
      <RemovedTable rows={rows} />
    </details>
  );
}
