// One sitting of a release: who, under which protocol, how complete, how good, and what was handed in.
import { Alert, Anchor, Button, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { get, post } from '../../api/client';
import type { Release, Run } from '../../api/types';
import { useMe } from '../../app/session';
import { ActionButtons, type Asks, Await, ErrorPanel, IntervalBar, PageHeader, StateBadge, useFormat } from '../../ui';
import { coverageOf } from './coverage';
import { useRun } from './queries';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return <div><Text size="sm" className="medal-quiet">{label}</Text><Text component="div">{children}</Text></div>;
}

function Result({ run }: { run: Run }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const { summary } = run;
  if (!summary) return <Text className="medal-quiet">{t(run.state === 'grading' ? 'beingGraded' : 'notGraded')}</Text>;
  return (
    <Stack gap="md">
      <Group align="center" gap="lg">
        <Text className="medal-number">{format.percent(summary.accuracy, 1)}</Text>
        <Stack gap={2}>
          <IntervalBar value={summary.accuracy} low={summary.ci_low} high={summary.ci_high} />
          <Text size="sm" className="medal-quiet">{summary.ci_low !== undefined && summary.ci_high !== undefined ? t('interval', { low: format.percent(summary.ci_low, 1), high: format.percent(summary.ci_high, 1) }) : t('noInterval')}</Text>
        </Stack>
      </Group>
      <Table maw={520}>
        <Table.Thead><Table.Tr><Table.Th>{t('answerType')}</Table.Th><Table.Th ta="right">{t('accuracy')}</Table.Th><Table.Th ta="right">{t('questions')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{summary.by_type.map((row) => <Table.Tr key={row.answer_type}><Table.Td>{t(`type.${row.answer_type}`)}</Table.Td><Table.Td ta="right">{format.percent(row.accuracy, 1)}</Table.Td><Table.Td ta="right">{row.n}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
    </Stack>
  );
}

function Facts({ run }: { run: Run }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const release = useQuery({ queryKey: ['release', run.release_id], queryFn: () => get<Release>(`/api/v1/releases/${run.release_id}`) });
  const coverage = coverageOf(run);
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="lg">
      <Fact label={t('release')}>{release.data ? <Link to={`/releases/${run.release_id}`}>{release.data.name} {release.data.version}</Link> : '…'}</Fact>
      <Fact label={t('submitter')}>{run.submitter_name}, {run.submitter_institution}</Fact>
      <Fact label={t('handedIn')}>{format.dateTime(run.created_at)}</Fact>
      <Fact label={t('profile')}>{run.protocol.profile}</Fact>
      <Fact label={t('epochs')}>{run.protocol.epochs}</Fact>
      <Fact label={t('prompt')}>{run.protocol.prompt_version || '–'}</Fact>
      <Fact label={t('coverage')}>{coverage === undefined ? '–' : `${format.percent(coverage)} (${t('ofExpected', { graded: run.graded, expected: run.expected })})`}</Fact>
      <Fact label={t('invalid')}>{run.summary ? `${format.percent(run.summary.invalid_rate, 1)} (${run.invalid})` : '–'}</Fact>
      <Fact label={t('size')}>{run.summary ? t('sizes', { items: run.summary.n_items, patients: run.summary.n_patients }) : '–'}</Fact>
    </SimpleGrid>
  );
}

function useAsks(): Asks {
  const { t } = useTranslation('evaluation');
  return { cancel: { text: t('ask.cancel') }, publish: { text: t('ask.publish') }, disqualify: { reason: 20, text: t('ask.disqualify') }, reinstate: { reason: 20, text: t('ask.reinstate') } };
}

function Shown({ run }: { run: Run }) {
  const { t } = useTranslation('evaluation');
  const { data: me } = useMe();
  const queries = useQueryClient();
  const asks = useAsks();
  const act = useMutation({
    mutationFn: (deed: { action: string; reason?: string }) => post<Run>(`/api/v1/runs/${run.id}/actions`, deed),
    onSuccess: async (changed) => {
      queries.setQueryData(['run', run.id], changed);
      await queries.invalidateQueries({ queryKey: ['runs'] });
    },
  });
  const lead = run.model.kind === 'model' ? [run.model.version, run.model.provider].filter(Boolean).join(', ') : t(`kind.${run.model.kind}`);
  return (
    <Stack gap="xl" maw={900}>
      <PageHeader mb={0} title={run.model.name} lead={lead} actions={<StateBadge state={run.disqualified ? 'disqualified' : run.state} />} />
      {run.disqualified && <Alert color="red" title={t('disqualified')}><Text className="medal-prose">{run.disqualified}</Text></Alert>}
      {run.allowed_actions.length > 0 && <ActionButtons actions={run.allowed_actions} asks={asks} isBusy={act.isPending} onAction={(action, reason) => act.mutateAsync({ action, reason })} />}
      {act.isError && <ErrorPanel error={act.error} />}
      <section aria-labelledby="result"><Title order={2} id="result" mb="md">{t('result')}</Title><Result run={run} /></section>
      <section aria-labelledby="facts"><Title order={2} id="facts" mb="md">{t('facts')}</Title><Facts run={run} /></section>
      {run.note && <section aria-labelledby="note"><Title order={2} id="note" mb="xs">{t('note')}</Title><Text className="medal-prose">{run.note}</Text></section>}
      <Group>
        {me && run.samples > 0 && <Button component="a" variant="default" href={`/api/v1/runs/${run.id}/predictions`} download>{t('download', { samples: run.samples })}</Button>}
        {run.model.url && <Anchor href={run.model.url} target="_blank" rel="noreferrer">{t('modelPage')}</Anchor>}
        <Anchor component={Link} to={`/runs?release=${run.release_id}`}>{t('allRuns')}</Anchor>
      </Group>
    </Stack>
  );
}

export function RunPage() {
  const { id = '' } = useParams();
  const run = useRun(id);
  return <Await query={run}>{(one) => <Shown run={one} />}</Await>;
}
