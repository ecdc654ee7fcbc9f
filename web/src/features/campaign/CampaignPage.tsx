// One call to the world: what it asks, when, by which rules, and how far it is.
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { get, post } from '../../api/client';
import type { Campaign, Me } from '../../api/types';
import { useCampaign } from '../../app/campaign';
import { useMe } from '../../app/session';
import { Await, Empty, ErrorPanel, Loading, PageHeader, useTranslated } from '../../ui';
import { Phases } from './Phases';
import { Progress } from './Progress';
import { Policy, Rubric, TaxonomyView } from './Rules';

const FREE_ROLES = ['contributor', 'model_developer'] as const;

/** The roles that anyone with a confirmed address may take by themselves. */
function Join({ campaign, me }: { campaign: Campaign; me: Me }) {
  const { t } = useTranslation('campaign');
  const queries = useQueryClient();
  const join = useMutation({ mutationFn: (role: string) => post<Me>(`/api/v1/campaigns/${campaign.id}/join`, { role }), onSuccess: () => queries.invalidateQueries({ queryKey: ['me'] }) });
  const open = FREE_ROLES.filter((role) => !me.roles.some((grant) => grant.role === role && (!grant.campaign_id || grant.campaign_id === campaign.id)));
  if (!me.email_verified || open.length === 0) return null;
  return (
    <>
      {open.map((role) => <Button key={role} variant="default" loading={join.isPending && join.variables === role} onClick={() => join.mutate(role)}>{t(`join.${role}`)}</Button>)}
      {join.isError && <ErrorPanel error={join.error} />}
    </>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb="md">{title}</Title>
      {children}
    </section>
  );
}

function Shown({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaign');
  const text = useTranslated();
  const { data: me } = useMe();
  return (
    <Stack gap={40} maw={1180}>
      <div>
        <PageHeader title={text(campaign.title)} lead={text(campaign.summary)}
          actions={campaign.allowed_actions.includes('change') && <Button component={Link} variant="default" to={`/campaigns/${campaign.slug}/edit`}>{t('change')}</Button>} />
        <Text maw={720} className="medal-prose">{text(campaign.description)}</Text>
        <Group mt="lg" gap="sm">
          {campaign.allowed_actions.includes('propose') && <Button component={Link} to="/problems/new">{t('propose')}</Button>}
          <Button component={Link} variant={me ? 'light' : 'filled'} to="/problems">{t('seeProblems')}</Button>
          {me && <Join campaign={campaign} me={me} />}
          {!me && <Button component={Link} variant="default" to="/sign-up">{t('takePart')}</Button>}
        </Group>
      </div>
      <Section id="phases" title={t('phases')}>{campaign.phases.length > 0 ? <Phases phases={campaign.phases} /> : <Empty text={t('noPhases')} />}</Section>
      <Section id="progress" title={t('progress')}><Progress campaign={campaign} /></Section>
      {campaign.rubric.criteria.length > 0 && <Section id="rubric" title={t('rubric')}><Rubric campaign={campaign} /></Section>}
      <Section id="policy" title={t('policy')}><Policy campaign={campaign} /></Section>
      <Section id="taxonomy" title={t('taxonomy')}><TaxonomyView campaign={campaign} /></Section>
      <Text size="sm" className="medal-quiet">{t('version', { version: campaign.version })}</Text>
    </Stack>
  );
}

function ByAddress({ slug }: { slug: string }) {
  const campaign = useQuery({ queryKey: ['campaign', slug], queryFn: () => get<Campaign>(`/api/v1/campaigns/${slug}`) });
  return <Await query={campaign}>{(one) => <Shown campaign={one} />}</Await>;
}

function Newest() {
  const { t } = useTranslation('campaign');
  const { campaign, error, isEmpty } = useCampaign();
  if (error) return <ErrorPanel error={error} />;
  if (isEmpty) return <><PageHeader title={t('title')} /><Empty text={t('none')} /></>;
  return campaign ? <Shown campaign={campaign} /> : <Loading />;
}

export function CampaignPage() {
  const { slug } = useParams();
  return slug ? <ByAddress slug={slug} /> : <Newest />;
}
