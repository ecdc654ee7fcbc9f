// For model developers: the runs of a release, one's own runs, and how to sit the exam.
import { Button, Group, SegmentedControl, Select, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Release, Run } from '../../api/types';
import { useMe } from '../../app/session';
import { Await, Empty, IntervalBar, PageHeader, StateBadge, useFormat } from '../../ui';
import { coverageOf } from './coverage';
import { HowTo } from './HowTo';
import { usePublishedReleases, useRuns } from './queries';

function Score({ run }: { run: Run }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  if (!run.summary) return <Text size="sm" className="medal-quiet">{t('notYet')}</Text>;
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" w={52} ta="right">{format.percent(run.summary.accuracy, 1)}</Text>
      <IntervalBar value={run.summary.accuracy} low={run.summary.ci_low} high={run.summary.ci_high} />
    </Group>
  );
}

function Row({ run, releaseName }: { run: Run; releaseName?: string }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const coverage = coverageOf(run);
  return (
    <Table.Tr>
      <Table.Td>
        <Link to={`/runs/${run.id}`}>{run.model.name}</Link>{run.model.version && <Text span size="sm" className="medal-quiet"> {run.model.version}</Text>}
        <Text size="xs" className="medal-quiet">{run.model.kind === 'model' ? run.model.provider : t(`kind.${run.model.kind}`)}</Text>
      </Table.Td>
      <Table.Td><Score run={run} /></Table.Td>
      <Table.Td><StateBadge state={run.disqualified ? 'disqualified' : run.state} /></Table.Td>
      <Table.Td ta="right">{coverage === undefined ? '–' : format.percent(coverage)}</Table.Td>
      <Table.Td>{releaseName ?? <>{run.submitter_name}<Text size="xs" className="medal-quiet">{run.submitter_institution}</Text></>}</Table.Td>
      <Table.Td>{format.date(run.created_at)}</Table.Td>
    </Table.Tr>
  );
}

function RunTable({ runs, releases, isMine }: { runs: Run[]; releases: Release[]; isMine: boolean }) {
  const { t } = useTranslation('evaluation');
  if (runs.length === 0) return <Empty text={isMine ? t('noneMine') : t('none')} />;
  const nameOf = (id: string): string => {
    const release = releases.find((one) => one.id === id);
    return release ? `${release.name} ${release.version}` : t('unknownRelease');
  };
  return (
    <Table.ScrollContainer minWidth={820}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead><Table.Tr><Table.Th>{t('model')}</Table.Th><Table.Th>{t('score')}</Table.Th><Table.Th>{t('state')}</Table.Th><Table.Th ta="right">{t('coverage')}</Table.Th><Table.Th>{isMine ? t('release') : t('submitter')}</Table.Th><Table.Th>{t('handedIn')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{runs.map((run) => <Row key={run.id} run={run} releaseName={isMine ? nameOf(run.release_id) : undefined} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export function RunsPage() {
  const { t } = useTranslation('evaluation');
  const { data: me } = useMe();
  const [search, setSearch] = useSearchParams();
  const releases = usePublishedReleases();
  const isMine = Boolean(me) && search.get('mine') === 'true';
  const chosen = search.get('release') ?? releases.data?.items[0]?.id;
  const runs = useRuns(isMine ? '/api/v1/me/runs' : chosen && `/api/v1/releases/${chosen}/runs`);
  const release = releases.data?.items.find((one) => one.id === chosen);
  return (
    <Stack gap="lg" maw={1180}>
      <PageHeader mb={0} title={t('title')} lead={t('lead')} actions={release && <Button component={Link} variant="default" to={`/leaderboard/${release.id}`}>{t('board')}</Button>} />
      <Await query={releases}>
        {(data) => (data.items.length === 0 ? <Empty text={t('noRelease')} /> : (
          <>
            <Group align="flex-end">
              {me && <SegmentedControl value={isMine ? 'mine' : 'all'} onChange={(which) => setSearch(which === 'mine' ? { mine: 'true' } : {}, { replace: true })} data={[{ value: 'all', label: t('ofRelease') }, { value: 'mine', label: t('mine') }]} aria-label={t('which')} />}
              {!isMine && <Select label={t('release')} w={280} allowDeselect={false} value={chosen ?? null} data={data.items.map((one) => ({ value: one.id, label: `${one.name} ${one.version}` }))} onChange={(id) => id && setSearch({ release: id }, { replace: true })} />}
            </Group>
            <Await query={runs}>{(page) => <RunTable runs={page.items} releases={data.items} isMine={isMine} />}</Await>
            {release && <HowTo release={release} />}
          </>
        ))}
      </Await>
    </Stack>
  );
}
