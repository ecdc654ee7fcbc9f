// What was done to this image before, and by whom.
import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge, useFormat } from '../../ui';
import type { Redaction } from './types';
import classes from './redaction.module.css';

export function HistoryList({ redactions }: { redactions: Redaction[] }) {
  const { t } = useTranslation('redaction');
  const format = useFormat();
  if (redactions.length === 0) return <Text size="sm" className="medal-quiet">{t('history_none')}</Text>;
  return (
    <Stack component="ul" gap="xs" m={0} p={0}>
      {redactions.map((one) => (
        <li key={one.id} className={classes.entry}>
          <Text size="sm">
            {t(`did_${one.kind}`, { count: one.regions.length, where: t('on_count', { count: one.frames_changed }) })} <StateBadge state={one.state} />
          </Text>
          <Text size="xs" c="dimmed">
            {format.dateTime(one.created_at)} · {one.person_name}
          </Text>
          {one.reason ? <Text size="sm">{one.reason}</Text> : null}
          {one.failure ? <Text size="sm" c="red">{one.failure}</Text> : null}
        </li>
      ))}
    </Stack>
  );
}
