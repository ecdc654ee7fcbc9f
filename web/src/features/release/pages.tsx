// The exam and its result: releases, one release with its questions, the leaderboard.
import { Anchor, Button, Code, Group, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { get, type Page, post, put } from '../../api/client';
import type { components } from '../../api/schema';
import type { CampaignSummary } from '../../api/types';
import { hasRole, useMe } from '../../app/session';
import { ActionButtons, Empty, ErrorPanel, IntervalBar, Loading, PageHeader, StateBadge } from '../../ui';

type Release = components['schemas']['ApiReleaseView'] extends infer T ? T : never;
interface Entry { item_id: string; stem: string; answer_type: string; split: string }
interface Candidate { id: string; stem: string; answer_type: string }
interface BoardRow {
  rank: number; rank_low: number; rank_high: number; run_id: string; model: { name: string; kind: string; version: string };
  accuracy: number; ci_low?: number; ci_high?: number; n_items: number; n_patients: number; invalid_rate: number;
}
interface Board { release: { id: string; name: string; version: string }; method: string; rows: BoardRow[] }

function NewRelease({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation('release');
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [version, setVersion] = useState('');
  const make = useMutation({ mutationFn: () => post<Release>(`/api/v1/campaigns/${campaignId}/releases`, { name, version, notes: '' }), onSuccess: (made) => navigate(`/releases/${made.id}`) });
  return (
    <Group align="flex-end" my="md">
      <TextInput label={t('name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={t('version')} value={version} onChange={(event) => setVersion(event.currentTarget.value)} />
      <Button loading={make.isPending} disabled={!name || !version} onClick={() => make.mutate()}>{t('begin')}</Button>
      {make.isError && <ErrorPanel error={make.error} />}
    </Group>
  );
}

export function ReleasesPage() {
  const { t } = useTranslation('release');
  const { data: me } = useMe();
  const campaigns = useQuery({ queryKey: ['campaigns'], queryFn: () => get<Page<CampaignSummary>>('/api/v1/campaigns') });
  const id = campaigns.data?.items[0]?.id;
  const releases = useQuery({ queryKey: ['releases', id], queryFn: () => get<Page<Release>>(`/api/v1/campaigns/${id}/releases`), enabled: id !== undefined });
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {id && hasRole(me, 'organizer') && <NewRelease campaignId={id} />}
      {(campaigns.isError || releases.isError) && <ErrorPanel error={campaigns.error ?? releases.error} />}
      {releases.isPending && id && <Loading />}
      {releases.data?.items.length === 0 && <Empty text={t('none')} />}
      <Stack>
        {releases.data?.items.map((release) => (
          <Group key={release.id} justify="space-between" className="medal-row" py="sm">
            <div><Link to={`/releases/${release.id}`}>{release.name} {release.version}</Link>
              <Text size="sm" className="medal-quiet">{t('counts', { items: release.counts.items, cases: release.counts.cases })}</Text></div>
            <StateBadge state={release.state} />
          </Group>
        ))}
      </Stack>
    </>
  );
}

function Assembly({ release, entries }: { release: Release; entries: Entry[] }) {
  const { t } = useTranslation('release');
  const queries = useQueryClient();
  const candidates = useQuery({ queryKey: ['candidates', release.id], queryFn: () => get<Page<Candidate>>(`/api/v1/releases/${release.id}/candidates`) });
  // Saving replaces the whole choice, so what was chosen before is always part of it.
  const [changes, setChanges] = useState<Record<string, string>>({});
  const splits: Record<string, string> = { ...Object.fromEntries(entries.map((entry) => [entry.item_id, entry.split])), ...changes };
  const save = useMutation({
    mutationFn: () => put<Release>(`/api/v1/releases/${release.id}/items`, { entries: Object.entries(splits).filter(([, split]) => split !== '').map(([item_id, split]) => ({ item_id, split })) }),
    onSuccess: async (changed) => {
      queries.setQueryData(['release', release.id], changed);
      await queries.invalidateQueries({ queryKey: ['release-items', release.id] });
      setChanges({});
    },
  });
  if (candidates.isPending) return <Loading />;
  if (candidates.isError) return <ErrorPanel error={candidates.error} />;
  if (candidates.data.items.length === 0) return <Empty text={t('noCandidates')} />;
  return (
    <Stack>
      {candidates.data.items.map((item) => (
        <Group key={item.id} justify="space-between" wrap="nowrap">
          <Text size="sm">{item.stem}</Text>
          <Select aria-label={t('splitOf', { stem: item.stem })} w={150} placeholder={t('leaveOut')} clearable data={['public-dev', 'public-test', 'private']} value={splits[item.id] || null} onChange={(split) => setChanges({ ...changes, [item.id]: split ?? '' })} />
        </Group>
      ))}
      {save.isError && <ErrorPanel error={save.error} />}
      <Button w="fit-content" loading={save.isPending} onClick={() => save.mutate()}>{t('saveChoice')}</Button>
    </Stack>
  );
}

export function ReleasePage() {
  const { t } = useTranslation('release');
  const { id = '' } = useParams();
  const { data: me } = useMe();
  const queries = useQueryClient();
  const release = useQuery({ queryKey: ['release', id], queryFn: () => get<Release>(`/api/v1/releases/${id}`), refetchInterval: (query) => (query.state.data?.freezing ? 1000 : false) });
  const items = useQuery({ queryKey: ['release-items', id, release.data?.state], queryFn: () => get<Page<Entry>>(`/api/v1/releases/${id}/items`), enabled: Boolean(me && release.data) });
  const act = useMutation({ mutationFn: (action: string) => post<Release>(`/api/v1/releases/${id}/actions`, { action }), onSuccess: (changed) => queries.setQueryData(['release', id], changed) });
  if (release.isPending) return <Loading />;
  if (release.isError) return <ErrorPanel error={release.error} onRetry={() => void release.refetch()} />;
  const one = release.data;
  return (
    <Stack gap="lg" maw={900}>
      <PageHeader title={`${one.name} ${one.version}`} lead={one.notes} actions={<StateBadge state={one.state} />} />
      <ActionButtons actions={one.allowed_actions} isBusy={act.isPending || one.freezing} onAction={(action) => act.mutate(action)} />
      {act.isError && <ErrorPanel error={act.error} />}
      {items.isError && <ErrorPanel error={items.error} onRetry={() => void items.refetch()} />}
      {one.state === 'assembling' && hasRole(me, 'organizer') && items.data && <Assembly release={one} entries={items.data.items} />}
      {one.signature && (
        <Stack gap="xs">
          <Title order={2}>{t('verify')}</Title>
          <Text size="sm">{t('verifyText')}</Text>
          <Code block>{`curl -O -H "Authorization: Bearer $MEDAL_TOKEN" ${window.location.origin}/api/v1/releases/${one.id}/export.tar\ntar -xf export.tar\nmedal release verify medal-release --public-key ${one.public_key?.split('\n')[1] ?? ''}`}</Code>
          <Text size="xs" className="medal-quiet" style={{ overflowWrap: 'anywhere' }}>SHA-256 {one.manifest_sha256}</Text>
          {me && <Anchor href={`/api/v1/releases/${one.id}/export.tar`}>{t('download')}</Anchor>}
        </Stack>
      )}
      <Anchor component={Link} to={`/leaderboard/${one.id}`}>{t('toBoard')}</Anchor>
      {items.data && items.data.items.length > 0 && (
        <Table.ScrollContainer minWidth={480}>
          <Table>
            <Table.Thead><Table.Tr><Table.Th>{t('question')}</Table.Th><Table.Th>{t('type')}</Table.Th><Table.Th>{t('split')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{items.data.items.map((entry) => <Table.Tr key={entry.item_id}><Table.Td>{entry.stem}</Table.Td><Table.Td>{entry.answer_type}</Table.Td><Table.Td>{entry.split}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function BoardTable({ board }: { board: Board }) {
  const { t } = useTranslation('release');
  return (
    <Table.ScrollContainer minWidth={680}>
      <Table verticalSpacing="sm">
        <Table.Thead><Table.Tr><Table.Th>{t('rank')}</Table.Th><Table.Th>{t('model')}</Table.Th><Table.Th>{t('accuracy')}</Table.Th><Table.Th>{t('interval')}</Table.Th><Table.Th>{t('n')}</Table.Th><Table.Th>{t('invalid')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {board.rows.map((row) => (
            <Table.Tr key={row.run_id}>
              <Table.Td>{row.rank}{row.rank_low !== row.rank_high && <Text span size="xs" className="medal-quiet"> ({row.rank_low}–{row.rank_high})</Text>}</Table.Td>
              <Table.Td>{row.model.name}{row.model.kind !== 'model' && <Text size="xs" className="medal-quiet">{t(`kind.${row.model.kind}`)}</Text>}</Table.Td>
              <Table.Td>{(100 * row.accuracy).toFixed(1)} %</Table.Td>
              <Table.Td><IntervalBar value={row.accuracy} low={row.ci_low} high={row.ci_high} /></Table.Td>
              <Table.Td>{t('sizes', { items: row.n_items, patients: row.n_patients })}</Table.Td>
              <Table.Td>{(100 * row.invalid_rate).toFixed(0)} %</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export function LeaderboardPage() {
  const { t } = useTranslation('release');
  const { id } = useParams();
  const releases = useQuery({ queryKey: ['published'], queryFn: () => get<Page<Release>>('/api/v1/releases'), enabled: id === undefined });
  const chosen = id ?? releases.data?.items[0]?.id;
  const board = useQuery({ queryKey: ['board', chosen], queryFn: () => get<Board>(`/api/v1/releases/${chosen}/leaderboard`), enabled: chosen !== undefined });
  if (releases.data?.items.length === 0 && !id) return <><PageHeader title={t('board')} /><Empty text={t('none')} /></>;
  if (releases.isError || board.isError) return <ErrorPanel error={releases.error ?? board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <Loading />;
  return (
    <Stack gap="md">
      <PageHeader title={t('board')} lead={`${board.data.release.name} ${board.data.release.version}`} />
      {board.data.rows.length === 0 ? <Empty text={t('noRuns')} /> : <BoardTable board={board.data} />}
      <Text size="sm" className="medal-quiet" maw={820}>{board.data.method}</Text>
    </Stack>
  );
}
