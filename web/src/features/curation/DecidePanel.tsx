import { Button, Paper, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel, useTranslated } from '../../ui';
import { useCampaignOf } from '../contribution/queries';
import { useDecide, useItemReviews } from './queries';
import type { Recommendation } from './types';

const DECISIONS: Recommendation[] = ['accept', 'revise', 'reject'];

function Opinions({ itemId, campaignId }: { itemId: string; campaignId: string }) {
  const { t } = useTranslation('curation');
  const inWords = useTranslated();
  const rubric = useCampaignOf(campaignId).data?.rubric.criteria ?? [];
  const nameOf = (key: string) => {
    const criterion = rubric.find((one) => one.key === key);
    return criterion ? inWords(criterion.label) : key.replaceAll('_', ' ');
  };
  const reviews = useItemReviews(itemId);
  const written = (reviews.data?.items ?? []).filter((one) => one.state === 'submitted');
  return (
    <Stack gap="xs">
      {reviews.error ? <ErrorPanel error={reviews.error} /> : null}
      {written.map((one) => (
        <Paper key={one.id} withBorder p="sm">
          <Text size="sm" fw={600}>
            {one.reviewer.display_name}
            {one.recommendation ? ` · ${t(`recommend_${one.recommendation}`)}` : ''}
          </Text>
          <Text size="sm">
            {Object.entries(one.scores ?? {})
              .map(([key, value]) => `${nameOf(key)} ${value}`)
              .join(' · ')}
          </Text>
          <Text size="sm">{one.comment}</Text>
        </Paper>
      ))}
    </Stack>
  );
}

export function DecidePanel({ itemId, campaignId, onDone }: { itemId: string; campaignId: string; onDone: () => void }) {
  const { t } = useTranslation('curation');
  const [decision, setDecision] = useState<Recommendation>();
  const [reason, setReason] = useState('');
  const decide = useDecide(itemId);
  const isComplete = decision !== undefined && reason.trim() !== '';
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (decision && isComplete) decide.mutate({ decision, reason: reason.trim() }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Opinions itemId={itemId} campaignId={campaignId} />
        <Radio.Group label={t('decision')} required value={decision ?? ''} onChange={(value) => setDecision(value as Recommendation)}>
          <Stack gap="xs" mt="xs">
            {DECISIONS.map((one) => (
              <Radio key={one} value={one} label={t(`recommend_${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('reason')} description={t('reason_help')} required autosize minRows={3} maxLength={4000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {decide.error ? <ErrorPanel error={decide.error} /> : null}
        <Button type="submit" disabled={!isComplete} loading={decide.isPending} w="fit-content">
          {t('decide')}
        </Button>
      </Stack>
    </form>
  );
}
