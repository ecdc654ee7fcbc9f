// One problem: what is needed and why, its place in the taxonomy, its references, what happened, and what may happen next.
import { Alert, Anchor, Button, Group, List, Stack, Text, Timeline, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { get, post } from '../../api/client';
import type { Campaign, Problem } from '../../api/types';
import { hasRole, useMe } from '../../app/session';
import { ActionButtons, type Asks, Await, ErrorPanel, PageHeader, StateBadge, useFormat } from '../../ui';
import { TEXTS } from './fields';
import { DeclareConflict } from './DeclareConflict';
import { MergeDialog } from './MergeDialog';
import { referenceAddress } from './references';
import { TermBadges } from './TermBadges';

const LEAST_REASON = 20;

interface Deed { action: string; reason?: string; into?: string }

function Actions({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problems');
  const { t: actionText } = useTranslation('actions');
  const queries = useQueryClient();
  const [isMerging, setMerging] = useState(false);
  const act = useMutation({
    mutationFn: (deed: Deed) => post<Problem>(`/api/v1/problems/${problem.id}/actions`, deed),
    onSuccess: async (changed) => {
      queries.setQueryData(['problem', problem.id], changed);
      await queries.invalidateQueries({ queryKey: ['problems'] });
    },
  });
  const judged = { reason: LEAST_REASON, text: t('ask.judged') };
  const asks: Asks = {
    submit: { text: t('ask.submit') }, withdraw: { text: t('ask.withdraw') }, decline: judged, defer: judged, out_of_scope: judged,
    prioritise: { reason: 0, text: t('ask.prioritise') }, open_for_data: { text: t('ask.open_for_data') }, close: { text: t('ask.close') },
  };
  const isDialog = (action: string) => action in asks || action === 'merge';
  const plain = problem.allowed_actions.filter((action) => action !== 'merge');
  return (
    <>
      <Group gap="xs">
        {problem.allowed_actions.includes('submit') && <Button component={Link} to={`/problems/${problem.id}/edit`}>{t('edit')}</Button>}
        <ActionButtons actions={plain} asks={asks} isBusy={act.isPending} onAction={(action, reason) => act.mutateAsync({ action, reason }).catch((error: unknown) => { if (isDialog(action)) throw error; })} />
        {problem.allowed_actions.includes('merge') && <Button variant="light" onClick={() => setMerging(true)}>{actionText('merge')}</Button>}
        {problem.state === 'open_for_data' && <Button component={Link} to={`/contribute/new?campaign=${problem.campaign_id}&problem=${problem.id}`}>{t('giveCase')}</Button>}
      </Group>
      {act.isError && !isDialog(act.variables.action) && <ErrorPanel error={act.error} />}
      <MergeDialog problem={problem} isOpen={isMerging} onClose={() => setMerging(false)} onMerge={(into, reason) => act.mutateAsync({ action: 'merge', into, reason })} />
    </>
  );
}

function History({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problems');
  const { t: actionText } = useTranslation('actions');
  const format = useFormat();
  return (
    <section aria-labelledby="history">
      <Title order={2} id="history" mb="md">{t('history')}</Title>
      <Timeline bulletSize={12} lineWidth={2}>
        {problem.history.map((entry) => {
          const action = entry.action.replace('problem.', '');
          return (
            <Timeline.Item key={`${entry.at}${entry.action}`} title={actionText(`done.${action}`, { defaultValue: action.replaceAll('_', ' ') })}>
              <Text size="sm" className="medal-quiet">{entry.actor_name}, {format.dateTime(entry.at)}</Text>
              {entry.reason && <Text size="sm" mt={4} className="medal-prose">{entry.reason}</Text>}
            </Timeline.Item>
          );
        })}
      </Timeline>
    </section>
  );
}

function References({ references }: { references: string[] }) {
  const { t } = useTranslation('problems');
  return (
    <section aria-labelledby="references">
      <Title order={3} id="references" mb={4}>{t('references')}</Title>
      <List spacing={4}>
        {references.map((reference) => {
          const to = referenceAddress(reference);
          return <List.Item key={reference}>{to ? <Anchor href={to} target="_blank" rel="noreferrer" className="medal-prose">{reference}</Anchor> : reference}</List.Item>;
        })}
      </List>
    </section>
  );
}

function Merged({ into }: { into: string }) {
  const { t } = useTranslation('problems');
  const target = useQuery({ queryKey: ['problem', into], queryFn: () => get<Problem>(`/api/v1/problems/${into}`) });
  return <Alert title={t('mergedInto')}><Link to={`/problems/${into}`}>{target.data?.title ?? t('otherProblem')}</Link></Alert>;
}

function Shown({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problems');
  const { data: me } = useMe();
  const campaign = useQuery({ queryKey: ['campaign', problem.campaign_id], queryFn: () => get<Campaign>(`/api/v1/campaigns/${problem.campaign_id}`) });
  return (
    <Stack gap="xl" maw={820}>
      <div>
        <PageHeader title={problem.title} lead={`${problem.author.display_name}, ${problem.author.institution}`} actions={<StateBadge state={problem.state} />} />
        <TermBadges terms={problem.terms} campaign={campaign.data} />
      </div>
      {problem.merged_into && <Merged into={problem.merged_into} />}
      {me && <Actions problem={problem} />}
      {hasRole(me, 'panellist', 'chair', 'organizer') && me?.id !== problem.author.id && <DeclareConflict author={problem.author} />}
      {TEXTS.filter((key) => problem[key]).map((key) => <section key={key}><Title order={3} mb={4}>{t(`field.${key}`)}</Title><Text className="medal-prose">{problem[key]}</Text></section>)}
      {problem.references.length > 0 && <References references={problem.references} />}
      {problem.coauthors.length > 0 && <section><Title order={3} mb={4}>{t('coauthors')}</Title><Text>{problem.coauthors.join(', ')}</Text></section>}
      <History problem={problem} />
    </Stack>
  );
}

export function ProblemPage() {
  const { id = '' } = useParams();
  const problem = useQuery({ queryKey: ['problem', id], queryFn: () => get<Problem>(`/api/v1/problems/${id}`) });
  return <Await query={problem}>{(one) => <Shown problem={one} />}</Await>;
}
