// The queue: what runs, what waits, what is dead and why. Retrying and cancelling ask for a reason, kept in the chain of events.
import { Progress, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { post } from '../../api/client';
import type { Job } from '../../api/types';
import { ActionButtons, address, Empty, ErrorPanel, Loading, More, StateBadge, useFormat, usePages } from '../../ui';

const STATES = ['ready', 'running', 'dead', 'done', 'cancelled'] as const;
const LEAST_REASON = 10;

/** A dead or cancelled job can run again, a waiting or running one be stopped (jobs/queue). */
function actionsOf(job: Job): string[] {
  if (job.state === 'dead' || job.state === 'cancelled') return ['retry'];
  return job.state === 'ready' || job.state === 'running' ? ['cancel'] : [];
}

function Row({ job }: { job: Job }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const queries = useQueryClient();
  const act = async (action: string, reason?: string) => {
    await post(`/api/v1/admin/jobs/${job.id}/actions`, { action, reason });
    await queries.invalidateQueries({ queryKey: ['jobs'] });
  };
  return (
    <Table.Tr>
      <Table.Td>{job.kind}<Text size="xs" className="medal-quiet">{job.id}</Text></Table.Td>
      <Table.Td><StateBadge state={job.state === 'ready' ? 'waiting' : job.state} />{job.state === 'running' && job.total_steps > 0 && <Progress mt={6} value={(100 * job.done_steps) / job.total_steps} aria-label={t('progress')} />}</Table.Td>
      <Table.Td ta="right">{job.attempts}</Table.Td>
      <Table.Td className="medal-prose">{job.last_error || '–'}</Table.Td>
      <Table.Td>{format.dateTime(job.created_at)}</Table.Td>
      <Table.Td><ActionButtons size="xs" actions={actionsOf(job)} asks={{ retry: { reason: LEAST_REASON, text: t('ask.retry') }, cancel: { reason: LEAST_REASON, text: t('ask.cancel') } }} isBusy={false} onAction={act} /></Table.Td>
    </Table.Tr>
  );
}

export function Jobs() {
  const { t } = useTranslation('admin');
  const { t: stateText } = useTranslation('states');
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? 'all';
  const list = usePages<Job>(['jobs'], address('/api/v1/admin/jobs', { state: state === 'all' ? undefined : state, limit: 50 }));
  const states = [{ value: 'all', label: t('all') }, ...STATES.map((one) => ({ value: one, label: stateText(one === 'ready' ? 'waiting' : one) }))];
  return (
    <Stack>
      <SegmentedControl w="fit-content" maw="100%" style={{ overflowX: 'auto' }} aria-label={t('state')} data={states} value={state} onChange={(next) => setSearch(next === 'all' ? {} : { state: next }, { replace: true })} />
      {list.isError && <ErrorPanel error={list.error} onRetry={list.retry} />}
      {!list.rows && !list.isError && <Loading />}
      {list.rows?.length === 0 && <Empty text={t('noJobs')} />}
      {list.rows && list.rows.length > 0 && (
        <Table.ScrollContainer minWidth={900}>
          <Table verticalSpacing="xs">
            <Table.Thead><Table.Tr><Table.Th>{t('kind')}</Table.Th><Table.Th>{t('state')}</Table.Th><Table.Th ta="right">{t('attempts')}</Table.Th><Table.Th>{t('lastError')}</Table.Th><Table.Th>{t('made')}</Table.Th><Table.Th aria-label={t('actions')} /></Table.Tr></Table.Thead>
            <Table.Tbody>{list.rows.map((job) => <Row key={job.id} job={job} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <More pages={list} />
    </Stack>
  );
}
