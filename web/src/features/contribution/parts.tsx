// Small pieces that several pages of cases, questions and reviews show.
import { Alert, Badge, Button, Group, Modal, Stack, Table, Text, Textarea, Timeline } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Check, HistoryEntry } from './types';

export function useTexts() {
  const { i18n } = useTranslation();
  return (texts: Record<string, string>) => texts[i18n.language] ?? texts.en ?? Object.values(texts)[0] ?? '';
}

/** Buttons for what may be done now; those that end something ask for a reason first. */
export function Actions({ allowed, onAct, isBusy }: { allowed: string[]; onAct: (action: string, reason?: string) => void; isBusy: boolean }) {
  const { t } = useTranslation('contribution');
  const [asking, setAsking] = useState<string>();
  const [reason, setReason] = useState('');
  const needsReason = (action: string) => ['withdraw', 'clear'].includes(action);
  const close = () => {
    setAsking(undefined);
    setReason('');
  };
  return (
    <Group gap="sm">
      {allowed.map((action) => (
        <Button
          key={action}
          loading={isBusy}
          variant={action === 'withdraw' ? 'default' : 'filled'}
          onClick={() => (needsReason(action) ? setAsking(action) : onAct(action))}
        >
          {t(`action_${action}`)}
        </Button>
      ))}
      <Modal opened={asking !== undefined} onClose={close} title={asking ? t(`action_${asking}`) : ''} closeButtonProps={{ 'aria-label': t('cancel') }}>
        <Stack>
          <Textarea label={t('reason')} description={t('reason_help')} required autosize minRows={3} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button
              disabled={reason.trim() === ''}
              onClick={() => {
                if (asking) onAct(asking, reason.trim());
                close();
              }}
            >
              {asking ? t(`action_${asking}`) : ''}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}

const COLOURS = { pass: 'teal', warn: 'yellow', block: 'red' } as const;
const SIGNS = { pass: '✓', warn: '!', block: '✕' } as const;

function Evidence({ evidence }: { evidence: unknown }) {
  const { t } = useTranslation('contribution');
  if (typeof evidence !== 'object' || evidence === null) return null;
  const rows = Object.entries(evidence);
  if (rows.length === 0) return null;
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return (
    <details>
      <summary>{t('evidence')}</summary>
      <Table withRowBorders={false}>
        <Table.Tbody>
          {rows.map(([key, value]) => (
            <Table.Tr key={key}>
              <Table.Th>{key.replaceAll('_', ' ')}</Table.Th>
              <Table.Td>{text(value)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

export function Checks({ checks }: { checks: Check[] }) {
  const { t } = useTranslation('contribution');
  if (checks.length === 0) return <Text c="dimmed">{t('checks_none')}</Text>;
  const order = { block: 0, warn: 1, pass: 2 };
  const sorted = [...checks].sort((a, b) => order[a.verdict] - order[b.verdict]);
  return (
    <Stack gap="xs">
      {sorted.map((check) => (
        <Alert
          key={check.id}
          color={check.cleared ? 'gray' : COLOURS[check.verdict]}
          icon={<span aria-hidden="true">{SIGNS[check.verdict]}</span>}
          title={
            <Group gap="xs">
              {t(`check_${check.kind}`)}
              <Badge variant="default" color={check.cleared ? 'gray' : COLOURS[check.verdict]}>
                {check.cleared ? t('cleared') : t(`verdict_${check.verdict}`)}
              </Badge>
            </Group>
          }
        >
          {check.message}
          <Evidence evidence={check.evidence} />
        </Alert>
      ))}
    </Stack>
  );
}

export function History({ entries }: { entries: HistoryEntry[] }) {
  const { t, i18n } = useTranslation('contribution');
  const time = (at: string) => new Date(at).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Timeline bulletSize={14} lineWidth={2}>
      {entries.map((entry, index) => (
        <Timeline.Item key={index} title={t(`done_${lastWord(entry.action)}`, { defaultValue: lastWord(entry.action).replaceAll('_', ' ') })}>
          <Text size="sm" c="dimmed">
            {time(entry.at)} · {entry.actor_name || t('system')}
          </Text>
          {entry.reason ? <Text size="sm">{entry.reason}</Text> : null}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

/** The audit names actions as "case.process". */
function lastWord(action: string): string {
  return action.slice(action.lastIndexOf('.') + 1);
}
