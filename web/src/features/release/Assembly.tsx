// Choosing what goes into a release, and into which split.
import { Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { get, type Page, put } from '../../api/client';
import type { Candidate, Release, ReleaseEntry } from '../../api/types';
import { Await, Empty, ErrorPanel } from '../../ui';

const SPLITS = ['public-dev', 'public-test', 'private'] as const;
type Splits = Record<string, string>;

/** Saving replaces the whole choice, so what was chosen before is always part of it. */
function chosen(entries: ReleaseEntry[], changes: Splits): Splits {
  return { ...Object.fromEntries(entries.map((entry) => [entry.item_id, entry.split])), ...changes };
}

function Choice({ release, entries, candidates }: { release: Release; entries: ReleaseEntry[]; candidates: Candidate[] }) {
  const { t } = useTranslation('release');
  const { t: typeText } = useTranslation('evaluation');
  const queries = useQueryClient();
  const [changes, setChanges] = useState<Splits>({});
  const splits = chosen(entries, changes);
  const save = useMutation({
    mutationFn: () => put<Release>(`/api/v1/releases/${release.id}/items`, { entries: Object.entries(splits).filter(([, split]) => split !== '').map(([item_id, split]) => ({ item_id, split })) }),
    onSuccess: async (changed) => {
      queries.setQueryData(['release', release.id], changed);
      await queries.invalidateQueries({ queryKey: ['release-items', release.id] });
      setChanges({});
    },
  });
  if (candidates.length === 0) return <Empty text={t('noCandidates')} />;
  const putAll = (split: string) => setChanges(Object.fromEntries(candidates.map((item) => [item.id, split])));
  return (
    <Stack>
      <Group gap="xs"><Text size="sm" className="medal-quiet">{t('all')}</Text>{SPLITS.map((split) => <Button key={split} size="xs" variant="default" onClick={() => putAll(split)}>{split}</Button>)}<Button size="xs" variant="subtle" onClick={() => putAll('')}>{t('leaveOut')}</Button></Group>
      <ul className="medal-list">
        {candidates.map((item) => (
          <Group component="li" key={item.id} justify="space-between" className="medal-row" py="xs" gap="sm">
            <div style={{ flex: '1 1 280px', minWidth: 0 }}><Link to={`/items/${item.id}`}>{item.stem}</Link><Text size="xs" className="medal-quiet">{typeText(`type.${item.answer_type}`)}</Text></div>
            <Select aria-label={t('splitOf', { stem: item.stem })} w={160} placeholder={t('leaveOut')} clearable data={[...SPLITS]} value={splits[item.id] || null} onChange={(split) => setChanges({ ...changes, [item.id]: split ?? '' })} />
          </Group>
        ))}
      </ul>
      {save.isError && <ErrorPanel error={save.error} />}
      <Group><Button loading={save.isPending} disabled={Object.keys(changes).length === 0} onClick={() => save.mutate()}>{t('saveChoice')}</Button>{Object.keys(changes).length > 0 && <Text size="sm" className="medal-quiet">{t('unsaved')}</Text>}</Group>
    </Stack>
  );
}

export function Assembly({ release, entries }: { release: Release; entries: ReleaseEntry[] }) {
  const { t } = useTranslation('release');
  const candidates = useQuery({ queryKey: ['candidates', release.id], queryFn: () => get<Page<Candidate>>(`/api/v1/releases/${release.id}/candidates`) });
  return (
    <section aria-labelledby="choose">
      <Title order={2} id="choose" mb="md">{t('choose')}</Title>
      <Await query={candidates}>{(page) => <Choice release={release} entries={entries} candidates={page.items} />}</Await>
    </section>
  );
}
