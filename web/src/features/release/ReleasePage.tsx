// One release: its splits, its signature and how to check it, its questions; for organizers its assembly.
import { Alert, Anchor, Button, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { get, type Page, post } from '../../api/client';
import type { Release, ReleaseEntry } from '../../api/types';
import { hasRole, useMe } from '../../app/session';
import { ActionButtons, type Asks, Await, CodeBlock, ErrorPanel, PageHeader, StateBadge, useFormat } from '../../ui';
import { Assembly } from './Assembly';

function Splits({ release }: { release: Release }) {
  const { t } = useTranslation('release');
  const format = useFormat();
  const { counts } = release;
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} component="dl" m={0}>
      {([['public-dev', counts.public_dev], ['public-test', counts.public_test], ['private', counts.private]] as const).map(([split, count]) => (
        <div key={split}>
          <Text component="dd" m={0} className="medal-number">{format.number(count)}</Text>
          <Text component="dt" size="sm"><strong>{split}</strong> <Text span inherit display="block" className="medal-quiet">{t(`about.${split}`)}</Text></Text>
        </div>
      ))}
    </SimpleGrid>
  );
}

function Signature({ release }: { release: Release }) {
  const { t } = useTranslation('release');
  const { data: me } = useMe();
  const key = release.public_key?.split('\n')[1] ?? '';
  const code = `curl -OJ -H "Authorization: Bearer $MEDAL_TOKEN" ${window.location.origin}/api/v1/releases/${release.id}/export.tar\ntar -xf medal-release.tar\nmedal release verify medal-release --public-key ${key}`;
  return (
    <section aria-labelledby="verify">
      <Title order={2} id="verify" mb="xs">{t('verify')}</Title>
      <Text className="medal-quiet" mb="md">{t('verifyText')}</Text>
      <CodeBlock code={code} />
      <Text size="sm" className="medal-quiet medal-prose" my="sm">{t('manifest')} {release.manifest_sha256}</Text>
      {me ? <Button component="a" variant="default" href={`/api/v1/releases/${release.id}/export.tar`} download>{t('download')}</Button> : <Anchor component={Link} to={`/sign-in?next=/releases/${release.id}`}>{t('signInToDownload')}</Anchor>}
    </section>
  );
}

function Questions({ entries }: { entries: ReleaseEntry[] }) {
  const { t } = useTranslation('release');
  const { t: typeText } = useTranslation('evaluation');
  return (
    <section aria-labelledby="questions">
      <Title order={2} id="questions" mb="md">{t('questions')}</Title>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing="xs">
          <Table.Thead><Table.Tr><Table.Th>{t('question')}</Table.Th><Table.Th>{t('type')}</Table.Th><Table.Th>{t('split')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{entries.map((entry) => <Table.Tr key={entry.item_id}><Table.Td>{entry.stem}</Table.Td><Table.Td>{typeText(`type.${entry.answer_type}`)}</Table.Td><Table.Td>{entry.split}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function Shown({ release }: { release: Release }) {
  const { t } = useTranslation('release');
  const { data: me } = useMe();
  const format = useFormat();
  const queries = useQueryClient();
  const items = useQuery({ queryKey: ['release-items', release.id, release.state], queryFn: () => get<Page<ReleaseEntry>>(`/api/v1/releases/${release.id}/items`), enabled: Boolean(me) });
  const act = useMutation({
    mutationFn: (action: string) => post<Release>(`/api/v1/releases/${release.id}/actions`, { action }),
    onSuccess: async (changed) => {
      queries.setQueryData(['release', release.id], changed);
      await queries.invalidateQueries({ queryKey: ['releases'] });
    },
  });
  const asks: Asks = { freeze: { text: t('ask.freeze') }, publish: { text: t('ask.publish') }, supersede: { text: t('ask.supersede') }, discard: { text: t('ask.discard') } };
  const isOut = release.state === 'published' || release.state === 'superseded';
  const isAssembling = release.state === 'assembling' && hasRole(me, 'organizer');
  return (
    <Stack gap="xl" maw={900}>
      <PageHeader mb={0} title={`${release.name} ${release.version}`} lead={release.published_at ? t('publishedOn', { date: format.date(release.published_at) }) : undefined} actions={<StateBadge state={release.state} />} />
      {release.notes && <Text className="medal-prose">{release.notes}</Text>}
      {release.freezing && <Alert role="status" title={t('freezing')}>{t('freezingText')}</Alert>}
      {release.allowed_actions.length > 0 && <ActionButtons actions={release.allowed_actions} asks={asks} isBusy={release.freezing} onAction={(action) => act.mutateAsync(action)} />}
      {isOut && <Group><Button component={Link} to={`/leaderboard/${release.id}`}>{t('toBoard')}</Button><Button component={Link} variant="light" to={`/runs?release=${release.id}`}>{t('toRuns')}</Button></Group>}
      <Splits release={release} />
      {release.signature && <Signature release={release} />}
      {items.isError && <ErrorPanel error={items.error} onRetry={() => void items.refetch()} />}
      {isAssembling && items.data && <Assembly release={release} entries={items.data.items} />}
      {!isAssembling && items.data && items.data.items.length > 0 && <Questions entries={items.data.items} />}
    </Stack>
  );
}

export function ReleasePage() {
  const { id = '' } = useParams();
  const release = useQuery({ queryKey: ['release', id], queryFn: () => get<Release>(`/api/v1/releases/${id}`), refetchInterval: (query) => (query.state.data?.freezing ? 1000 : false) });
  return <Await query={release}>{(one) => <Shown release={one} />}</Await>;
}
