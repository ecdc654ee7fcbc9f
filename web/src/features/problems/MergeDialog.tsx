// Merging says into which problem, and why; the target is found by its words among the same campaign's problems.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Page } from '../../api/client';
import type { Problem, ProblemRow } from '../../api/types';
import { address, ReasonDialog } from '../../ui';

export function MergeDialog({ problem, isOpen, onClose, onMerge }: { problem: Problem; isOpen: boolean; onClose: () => void; onMerge: (into: string, reason: string) => unknown }) {
  const { t } = useTranslation('problems');
  const { t: actionText } = useTranslation('actions');
  const [words, setWords] = useState('');
  const [into, setInto] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ProblemRow>();
  const [asked] = useDebouncedValue(words === chosen?.title ? '' : words, 300);
  const path = address(`/api/v1/campaigns/${problem.campaign_id}/problems`, { search: asked.split(/\s+/).slice(0, 12).join(' ').trim(), limit: 25 });
  const found = useQuery({ queryKey: ['problems', 'merge', path], queryFn: () => get<Page<ProblemRow>>(path), enabled: isOpen });
  const rows = (found.data?.items ?? []).filter((row) => row.id !== problem.id);
  const shown = chosen && !rows.some((row) => row.id === chosen.id) ? [chosen, ...rows] : rows;
  return (
    <ReasonDialog isOpen={isOpen} title={t('mergeTitle')} text={t('mergeText')} confirm={actionText('merge')} isReady={into !== null} onClose={onClose} onReason={(reason) => onMerge(into ?? '', reason)}>
      <Select searchable required label={t('mergeInto')} placeholder={t('mergeSearch')} nothingFoundMessage={found.isPending ? t('searching') : t('none')} filter={({ options }) => options}
        data={shown.map((row) => ({ value: row.id, label: row.title }))} value={into} searchValue={words} onSearchChange={setWords}
        onChange={(id) => { setInto(id); setChosen(shown.find((row) => row.id === id)); }} />
    </ReasonDialog>
  );
}
