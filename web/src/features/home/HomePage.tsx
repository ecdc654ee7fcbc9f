// What MEDAL is, how far it is, and where to begin.
import { Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { get, type Page } from '../../api/client';
import type { CampaignProgress, CampaignSummary } from '../../api/types';
import { Empty, ErrorPanel, Loading, useTranslated } from '../../ui';

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);

function Numbers({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation('home');
  const progress = useQuery({ queryKey: ['progress', campaignId], queryFn: () => get<CampaignProgress>(`/api/v1/campaigns/${campaignId}/progress`) });
  if (progress.isPending) return <Loading />;
  if (progress.isError) return <ErrorPanel error={progress.error} onRetry={() => void progress.refetch()} />;
  const numbers = [
    ['problems', sum(progress.data.problems)], ['cases', sum(progress.data.cases)], ['items', sum(progress.data.items)],
    ['reviews', progress.data.reviews_done], ['releases', progress.data.releases], ['runs', progress.data.runs],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
      {numbers.map(([key, count]) => (
        <Card key={key} withBorder padding="md">
          <Text fz={28} fw={650}>{count}</Text>
          <Text size="sm" className="medal-quiet">{t(key)}</Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}

export function HomePage({ isLost = false }: { isLost?: boolean }) {
  const { t } = useTranslation('home');
  const text = useTranslated();
  const campaigns = useQuery({ queryKey: ['campaigns'], queryFn: () => get<Page<CampaignSummary>>('/api/v1/campaigns') });
  if (isLost) return <Empty text={t('lost')} action={<Button component={Link} to="/">{t('toStart')}</Button>} />;
  return (
    <Stack gap="xl" maw={1080}>
      <Stack gap="sm" maw={760}>
        <Title order={1}>{t('title')}</Title>
        <Text size="lg">{t('lead')}</Text>
        <Group>
          <Button component={Link} to="/problems">{t('seeProblems')}</Button>
          <Button component={Link} to="/leaderboard" variant="light">{t('seeBoard')}</Button>
        </Group>
      </Stack>
      {campaigns.isPending && <Loading />}
      {campaigns.isError && <ErrorPanel error={campaigns.error} onRetry={() => void campaigns.refetch()} />}
      {campaigns.data?.items.length === 0 && <Empty text={t('noCampaign')} />}
      {campaigns.data?.items.map((campaign) => (
        <Stack key={campaign.id} gap="md">
          <Title order={2}>{text(campaign.title)}</Title>
          <Text className="medal-quiet">{text(campaign.summary)}</Text>
          <Numbers campaignId={campaign.id} />
        </Stack>
      ))}
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {['need', 'blind', 'sealed'].map((key) => (
          <Stack key={key} gap={4}>
            <Title order={3}>{t(`${key}.title`)}</Title>
            <Text size="sm" className="medal-quiet">{t(`${key}.text`)}</Text>
          </Stack>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
