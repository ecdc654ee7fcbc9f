// What MEDAL is, how far its campaigns are, and where each kind of visitor begins.
import { Anchor, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { get } from '../../api/client';
import type { CampaignProgress, CampaignSummary, Me } from '../../api/types';
import { useCampaigns } from '../../app/campaign';
import { hasRole, useMe } from '../../app/session';
import { totalsOf } from '../campaign/totals';
import { Await, Empty, Figures, useTitle, useTranslated } from '../../ui';

function Numbers({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation('home');
  const progress = useQuery({ queryKey: ['progress', campaignId], queryFn: () => get<CampaignProgress>(`/api/v1/campaigns/${campaignId}/progress`) });
  return (
    <Await query={progress}>
      {(data) => <Figures counts={totalsOf(data)} label={(key, count) => t(`count.${key}`, { count })} cols={{ base: 2, xs: 3, md: 6 }} spacing="md" />}
    </Await>
  );
}

function CampaignCard({ campaign }: { campaign: CampaignSummary }) {
  const { t } = useTranslation('home');
  const text = useTranslated();
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby={campaign.slug}>
      <Stack gap="md">
        <div>
          <Title order={2} id={campaign.slug}><Link className="medal-link" to={`/campaigns/${campaign.slug}`}>{text(campaign.title)}</Link></Title>
          <Text className="medal-quiet" maw={760}>{text(campaign.summary)}</Text>
        </div>
        <Numbers campaignId={campaign.id} />
        <Anchor component={Link} to={`/campaigns/${campaign.slug}`}>{t('toCampaign')}</Anchor>
      </Stack>
    </Card>
  );
}

interface Way { key: string; to: string }

/** What waits for this person first; a stranger is shown every way in. */
function waysOf(me: Me | null | undefined): Way[] {
  const ways: [boolean, Way][] = [
    [hasRole(me, 'panellist'), { key: 'review', to: '/reviews' }],
    [hasRole(me, 'chair', 'organizer'), { key: 'desk', to: '/desk' }],
    [true, { key: 'propose', to: me ? '/problems/new' : '/sign-up' }],
    [true, { key: 'contribute', to: me ? '/contribute' : '/sign-up' }],
    [true, { key: 'develop', to: '/runs' }],
  ];
  return ways.filter(([isOpen]) => isOpen).map(([, way]) => way).slice(0, 3);
}

function Ways() {
  const { t } = useTranslation('home');
  const { data: me } = useMe();
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
      {waysOf(me).map((way) => (
        <Stack key={way.key} gap="xs" align="flex-start">
          <Title order={3}>{t(`way.${way.key}.title`)}</Title>
          <Text className="medal-quiet">{t(`way.${way.key}.text`)}</Text>
          <Button component={Link} to={way.to} variant="light" size="sm" mt="auto">{t(`way.${way.key}.go`)}</Button>
        </Stack>
      ))}
    </SimpleGrid>
  );
}

function Principles() {
  const { t } = useTranslation('home');
  return (
    <section aria-labelledby="principles">
      <Title order={2} id="principles" mb="md">{t('principles')}</Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="lg">
        {['need', 'diverse', 'blind', 'sealed'].map((key) => (
          <Stack key={key} gap={4} className="medal-principle">
            <Title order={3}>{t(`${key}.title`)}</Title>
            <Text className="medal-quiet">{t(`${key}.text`)}</Text>
          </Stack>
        ))}
      </SimpleGrid>
    </section>
  );
}

export function HomePage() {
  const { t } = useTranslation('home');
  useTitle('MEDAL');
  const campaigns = useCampaigns();
  return (
    <Stack gap={48} maw={1080}>
      <Stack gap="md" maw={760} pt="md">
        <Title order={1} className="medal-hero">{t('title')}</Title>
        <Text size="lg" lh={1.55}>{t('lead')}</Text>
        <Group>
          <Button component={Link} to="/problems">{t('seeProblems')}</Button>
          <Button component={Link} to="/leaderboard" variant="light">{t('seeBoard')}</Button>
        </Group>
      </Stack>
      <Await query={campaigns}>
        {(page) => (page.items.length === 0 ? <Empty text={t('noCampaign')} /> : <Stack>{page.items.map((campaign) => <CampaignCard key={campaign.id} campaign={campaign} />)}</Stack>)}
      </Await>
      <Ways />
      <Principles />
    </Stack>
  );
}
