import { Badge, Group, NativeSelect, SegmentedControl, Stack, Text, UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskRow } from '../../api/types';
import type { Filters } from './queries';
import classes from './steward.module.css';
import { waitingText } from './waiting';

const KINDS = ['deidentification', 'burned_in_text', 'face', 'text_identifiers', 'duplicate', 'quality'] as const;

export function FilterBar({ filters, onChange }: { filters: Filters; onChange: (change: Partial<Filters>) => void }) {
  const { t } = useTranslation('steward');
  return (
    <Group gap="sm" align="end" mb="sm">
      <SegmentedControl
        aria-label={t('turn')}
        value={filters.turn}
        onChange={(turn) => onChange({ turn: turn as Filters['turn'] })}
        data={[{ value: 'steward', label: t('turn_steward') }, { value: 'contributor', label: t('turn_contributor') }]}
      />
      <NativeSelect
        label={t('kind')}
        value={filters.kind ?? ''}
        onChange={(event) => onChange({ kind: event.currentTarget.value || undefined })}
        data={[{ value: '', label: t('kind_all') }, ...KINDS.map((kind) => ({ value: kind, label: t(`check_${kind}`) }))]}
      />
    </Group>
  );
}

/** How pressing it is, in a word: the number comes from the server (rules::urgency_of). */
export function Urgency({ level }: { level: number }) {
  const { t } = useTranslation('steward');
  const tone = level <= 1 ? 'bad' : level <= 3 ? 'warn' : 'still';
  return <span className="medal-state" data-tone={tone}>{t(`urgency_${level}`, { defaultValue: t('urgency_5') })}</span>;
}

export function FindingCounts({ findings }: { findings: DeskRow['findings'] }) {
  const { t } = useTranslation('steward');
  return (
    <Group gap={4} component="span">
      {findings.map((one) => (
        <Badge key={one.kind + one.verdict} variant="default" size="sm" tt="none" fw={500}>
          <span aria-hidden="true">{one.verdict === 'block' ? '✕' : '!'}</span> {t(`check_${one.kind}`)}
          {one.count > 1 ? ` × ${one.count}` : ''}
        </Badge>
      ))}
    </Group>
  );
}

function Row({ row, isChosen, onChoose }: { row: DeskRow; isChosen: boolean; onChoose: () => void }) {
  const { t, i18n } = useTranslation('steward');
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const isMine = row.allowed_actions.includes('clear');
  return (
    <UnstyledButton ref={button} className={classes.row} data-chosen={isChosen} aria-current={isChosen || undefined} onClick={onChoose}>
      {row.thumbnail_url ? <img className={classes.small} src={row.thumbnail_url} alt="" loading="lazy" /> : <span className={classes.small} aria-hidden="true" />}
      <Stack gap={4} miw={0} flex={1}>
        <Text fw={600} truncate>{row.label}</Text>
        <Group gap={6}>
          <Urgency level={row.urgency} />
          <Text size="xs" className="medal-quiet">{t('waits', { time: waitingText(row.waiting_since, Date.now(), i18n.language) })}</Text>
        </Group>
        <FindingCounts findings={row.findings} />
        <Text size="xs" className="medal-quiet" truncate>
          {[row.author.institution, row.signatures_needed > 1 ? t('signed', { given: row.signatures, needed: row.signatures_needed }) : '', isMine ? '' : t('not_yours')].filter(Boolean).join(' · ')}
        </Text>
      </Stack>
    </UnstyledButton>
  );
}

export function Queue({ rows, chosen, onChoose }: { rows: DeskRow[]; chosen: string | undefined; onChoose: (id: string) => void }) {
  const { t } = useTranslation('steward');
  return (
    <ul className={classes.queue} aria-label={t('queue')}>
      {rows.map((row) => (
        <li key={row.case_id}>
          <Row row={row} isChosen={row.case_id === chosen} onChoose={() => onChoose(row.case_id)} />
        </li>
      ))}
    </ul>
  );
}
