import { Button, Grid, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ImageViewer, type Box } from '../../viewer';
import { ErrorPanel, ReasonDialog, StateBadge } from '../../ui';
import { PageHeader, PageStates, useParam } from '../contribution/kit';
import { NOTHING, type Given } from './answer';
import { BlindPanel } from './BlindPanel';
import { JudgePanel, Revealed } from './JudgePanel';
import { useActOnReview, useReview } from './queries';
import type { Review } from './types';

function Invitation({ review }: { review: Review }) {
  const { t } = useTranslation('curation');
  const [isDeclining, setIsDeclining] = useState(false);
  const act = useActOnReview(review.id);
  return (
    <Stack>
      <Text>{t('invited_text')}</Text>
      {act.error ? <ErrorPanel error={act.error} /> : null}
      <Group>
        <Button loading={act.isPending} onClick={() => act.mutate({ action: 'accept' })}>
          {t('accept')}
        </Button>
        <Button variant="default" onClick={() => setIsDeclining(true)}>
          {t('decline')}
        </Button>
      </Group>
      <ReasonDialog isOpen={isDeclining} title={t('decline')} confirm={t('decline')} least={1} onClose={() => setIsDeclining(false)} onReason={(reason) => act.mutateAsync({ action: 'decline', reason })} />
    </Stack>
  );
}

interface ImagesProps {
  review: Review;
  onBoxes: (boxes: Box[]) => void;
}

function Images({ review, onBoxes }: ImagesProps) {
  const { t } = useTranslation('curation');
  const { assets, answer_spec: spec } = review.item;
  const boxAsset = spec.type === 'box' ? spec.asset_id : undefined;
  const [shown, setShown] = useState(boxAsset ?? assets[0]?.id ?? '');
  const isDrawing = boxAsset === shown && review.state === 'accepted';
  const given = review.blind?.answer.type === 'box' ? review.blind.answer.boxes : undefined;
  const reference = review.revealed?.reference.type === 'box' ? review.revealed.reference.boxes : undefined;
  return (
    <Stack gap="sm">
      {assets.length > 1 ? (
        <SegmentedControl aria-label={t('images')} value={shown} onChange={setShown} data={assets.map((asset, index) => ({ value: asset.id, label: `${index + 1}. ${asset.description || asset.modality || t('image')}` }))} />
      ) : null}
      {shown ? (
        <ImageViewer
          key={`${shown}-${review.state}`}
          assetUrl={`/api/v1/assets/${shown}`}
          tools={isDrawing ? ['box'] : []}
          onAnswer={isDrawing ? onBoxes : undefined}
          initialBoxes={boxAsset === shown ? given : undefined}
          referenceBoxes={boxAsset === shown ? reference : undefined}
        />
      ) : null}
    </Stack>
  );
}

function Question({ item }: { item: Review['item'] }) {
  const { t } = useTranslation('curation');
  const about = [item.age_band && t('age', { band: item.age_band }), item.sex && t(`sex_${item.sex}`)].filter(Boolean).join(', ');
  return (
    <Stack gap="xs">
      {item.clinical_context || about ? (
        <Paper withBorder p="sm">
          {about ? <Text size="sm">{about}</Text> : null}
          <Text size="sm">{item.clinical_context}</Text>
        </Paper>
      ) : null}
      <Text size="lg" fw={600} lang={item.language} style={{ whiteSpace: 'pre-wrap' }}>
        {item.stem}
      </Text>
    </Stack>
  );
}

function ReviewScreen({ review }: { review: Review }) {
  const { t } = useTranslation('curation');
  const [given, setGiven] = useState<Given>(NOTHING);
  const isJudging = review.state === 'answered_blind' || review.state === 'scored';
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Images review={review} onBoxes={(boxes) => setGiven((before) => ({ ...before, boxes }))} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <Question item={review.item} />
          {review.state === 'invited' ? <Invitation review={review} /> : null}
          {review.state === 'accepted' ? <BlindPanel review={review} given={given} onChange={setGiven} /> : null}
          <Revealed review={review} />
          {isJudging ? <JudgePanel review={review} /> : null}
          {review.state === 'submitted' ? <Text role="status">{t('thanks')}</Text> : null}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

export function ReviewPage() {
  const { t } = useTranslation('curation');
  const query = useReview(useParam('id'));
  return (
    <PageStates data={query.data} error={query.error} onRetry={() => void query.refetch()}>
      {(review) => (
        <>
          <PageHeader title={t('review')} description={t('keys')} badge={<StateBadge state={review.state} />} back={{ to: '/reviews', label: t('queue') }} />
          <ReviewScreen review={review} />
        </>
      )}
    </PageStates>
  );
}
