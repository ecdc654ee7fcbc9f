// Small pieces that several pages of cases, questions and reviews show.
import { Alert, Badge, Button, Group, Stack, Table, Text, Timeline } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HeldFiles, ReasonDialog, ServerText, useFormat, type HeldFile } from '../../ui';
import { PageLink } from './kit';
import type { Check, HistoryEntry } from './types';

const NEEDS_REASON = new Set(['withdraw', 'clear', 'send_back']);

/** Buttons for what may be done now, but for what is `held` until something else is done; those that end something ask for a reason first. */
export function Actions({ allowed, held = [], onAct, isBusy }: { allowed: string[]; held?: string[]; onAct: (action: string, reason?: string) => Promise<unknown>; isBusy: boolean }) {
  const { t } = useTranslation('contribution');
  // The dialog stays mounted while it closes, so that the focus goes back to its button.
  const [asking, setAsking] = useState({ action: '', isOpen: false });
  // What the server refuses is shown by the page, or by the dialog while that is open.
  const act = (action: string) => void onAct(action).catch(() => undefined);
  const name = asking.action ? t(`action_${asking.action}`) : '';
  return (
    <Group gap="sm">
      {allowed.map((action) => (
        <Button
          key={action}
          loading={isBusy}
          disabled={held.includes(action)}
          variant={action === 'withdraw' || action === 'send_back' ? 'default' : 'filled'}
          onClick={() => (NEEDS_REASON.has(action) ? setAsking({ action, isOpen: true }) : act(action))}
        >
          {t(`action_${action}`)}
        </Button>
      ))}
      <ReasonDialog
        isOpen={asking.isOpen}
        title={name}
        text={t('reason_help')}
        confirm={name}
        isDanger={asking.action === 'withdraw'}
        least={1}
        onClose={() => setAsking({ ...asking, isOpen: false })}
        onReason={(reason) => onAct(asking.action, reason)}
      />
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
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{text(value)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

/** Files that were not taken (src/contribution/held_back.h). */
function heldOf(check: Check): { held: HeldFile[]; more: number } | undefined {
  const evidence = check.evidence as { held?: HeldFile[]; more?: number } | null;
  return Array.isArray(evidence?.held) ? { held: evidence.held, more: evidence.more ?? 0 } : undefined;
}

/** Each reason without a press; said once, where de-identification is told of. */
function HeldBack({ check, names }: { check: Check; names?: Record<string, string> }) {
  const files = heldOf(check);
  return files && check.kind === 'deidentification' ? <HeldFiles {...files} names={names} /> : null;
}

/** The image that the check's boxes lie on, if it has any. */
function assetOf(check: Check): string | undefined {
  return (check.evidence as { boxes?: { asset_id: string }[] } | null)?.boxes?.[0]?.asset_id;
}

/** `redactAt`: where an image's boxes are decided upon, for whoever may. `names`: of uploads by their id. */
export function Checks({ checks, redactAt, names }: { checks: Check[]; redactAt?: string; names?: Record<string, string> }) {
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
          <ServerText code={check.code} text={check.message} />
          {redactAt && assetOf(check) ? (
            <div>
              <PageLink to={`${redactAt}/${assetOf(check)}`}>{t('redact_decide')}</PageLink>
            </div>
          ) : null}
          {heldOf(check) ? <HeldBack check={check} names={names} /> : <Evidence evidence={check.evidence} />}
        </Alert>
      ))}
    </Stack>
  );
}

export function History({ entries }: { entries: HistoryEntry[] }) {
  const { t } = useTranslation('contribution');
  const format = useFormat();
  return (
    <Timeline bulletSize={14} lineWidth={2}>
      {entries.map((entry, index) => (
        <Timeline.Item key={index} title={t(`done_${lastWord(entry.action)}`, { defaultValue: lastWord(entry.action).replaceAll('_', ' ') })}>
          <Text size="sm" c="dimmed">
            {format.dateTime(entry.at)} · {isSystem(entry) ? t('system') : entry.actor_name}
          </Text>
          {entry.reason ? <Text size="sm" lang={isSystem(entry) ? 'en' : undefined}>{entry.reason}</Text> : null}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

/** The audit's word for the server itself (base/actor.cpp). */
function isSystem(entry: HistoryEntry): boolean {
  return entry.actor_name === '' || entry.actor_name === 'system';
}

/** The audit names actions as "case.process". */
function lastWord(action: string): string {
  return action.slice(action.lastIndexOf('.') + 1);
}
