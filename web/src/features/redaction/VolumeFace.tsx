// The face of a head scan: removed as a preview first, seen before and after, then put in place or thrown away.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog, ReasonDialog, useFormat } from '../../ui';
import type { Redaction } from './types';
import classes from './redaction.module.css';

interface Props {
  redactions: Redaction[];
  isReasonNeeded: boolean;
  onDeface: (reason: string) => Promise<unknown>;
  onDecide: (id: string, decision: 'confirm' | 'discard') => Promise<unknown>;
}

function Preview({ preview, onDecide }: { preview: Redaction; onDecide: Props['onDecide'] }) {
  const { t } = useTranslation('redaction');
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  return (
    <Stack gap="xs">
      <Text size="sm">{t('preview_text', { until: preview.expires_at ? format.dateTime(preview.expires_at) : '' })}</Text>
      {preview.pictures.map((picture) => (
        <div key={picture.name} className={classes.pair}>
          {(['before', 'after'] as const).map((when) => (
            <figure key={when} style={{ margin: 0 }}>
              <img src={when === 'before' ? picture.before_url : picture.after_url} alt={t(`portrait_${when}`, { side: t(`side_of_${picture.name}`) })} className={classes.portrait} />
              <Text component="figcaption" size="xs" c="dimmed">
                {t(when)} · {t(`side_of_${picture.name}`)}
              </Text>
            </figure>
          ))}
        </div>
      ))}
      <Group gap="sm">
        <Button onClick={() => setAsking(true)}>{t('preview_confirm')}</Button>
        <Button variant="default" onClick={() => void onDecide(preview.id, 'discard').catch(() => undefined)}>{t('preview_discard')}</Button>
      </Group>
      <ConfirmDialog isOpen={isAsking} title={t('preview_confirm_title')} text={t('preview_confirm_text')} confirm={t('preview_confirm')} isDanger onClose={() => setAsking(false)} onConfirm={() => onDecide(preview.id, 'confirm')} />
    </Stack>
  );
}

export function VolumeFace({ redactions, isReasonNeeded, onDeface, onDecide }: Props) {
  const { t } = useTranslation('redaction');
  const [isAsking, setAsking] = useState(false);
  const mine = redactions.filter((one) => one.kind === 'deface');
  const preview = mine.find((one) => one.state === 'preview');
  const [last] = mine;
  if (preview) return <Preview preview={preview} onDecide={onDecide} />;
  return (
    <Stack gap="xs">
      {last?.state === 'failed' ? <Alert color="red">{last.failure}</Alert> : null}
      {last?.state === 'done' ? <Alert color="teal">{t('face_gone')}</Alert> : null}
      <Text size="sm">{t('face_volume_text')}</Text>
      <Button variant="light" w="fit-content" onClick={() => setAsking(true)}>
        {t('face_remove')}
      </Button>
      <ReasonDialog isOpen={isAsking} title={t('face_remove')} text={t('face_remove_text')} confirm={t('face_remove')} least={isReasonNeeded ? 1 : 0} onClose={() => setAsking(false)} onReason={onDeface} />
    </Stack>
  );
}
