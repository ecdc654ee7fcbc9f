// After the blind answer: the reference, the rubric, a recommendation.
import { Alert, Button, Input, Radio, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnswerInWords } from '../contribution/AnswerView';
import { ErrorPanel, useTranslated } from '../../ui';
import { useHandIn } from './queries';
import type { Criterion, Recommendation, Review } from './types';

const RECOMMENDATIONS: Recommendation[] = ['accept', 'revise', 'reject'];

export function Revealed({ review }: { review: Review }) {
  const { t } = useTranslation('curation');
  if (!review.revealed || !review.blind) return null;
  const { reference, rationale, blind_correct } = review.revealed;
  const spec = review.item.answer_spec;
  return (
    <Alert color={blind_correct ? 'teal' : 'orange'} icon={<span aria-hidden="true">{blind_correct ? '✓' : '≠'}</span>} title={t(blind_correct ? 'agrees' : 'differs')}>
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {t('your_answer')}
        </Text>
        <AnswerInWords spec={spec} answer={review.blind.answer} />
        <Text size="sm" fw={600}>
          {t('reference')}
        </Text>
        <AnswerInWords spec={spec} answer={reference} />
        {rationale ? <Text size="sm">{rationale}</Text> : null}
      </Stack>
    </Alert>
  );
}

function Scale({ criterion, value, onChange }: { criterion: Criterion; value: number | undefined; onChange: (value: number) => void }) {
  const inWords = useTranslated();
  const steps = Array.from({ length: criterion.highest - criterion.lowest + 1 }, (_, index) => String(criterion.lowest + index));
  return (
    <Input.Wrapper label={inWords(criterion.label)} description={inWords(criterion.help)} required>
      <SegmentedControl mt={4} fullWidth aria-label={inWords(criterion.label)} data={steps} value={value === undefined ? '' : String(value)} onChange={(next) => onChange(Number(next))} />
    </Input.Wrapper>
  );
}

export function JudgePanel({ review }: { review: Review }) {
  const { t } = useTranslation('curation');
  const [scores, setScores] = useState<Record<string, number>>(review.scores ?? {});
  const [recommendation, setRecommendation] = useState<Recommendation | undefined>(review.recommendation);
  const [comment, setComment] = useState(review.comment ?? '');
  const handIn = useHandIn(review.id);
  const isComplete = review.rubric.every((one) => scores[one.key] !== undefined) && recommendation !== undefined;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (recommendation && isComplete) handIn.mutate({ scores, recommendation, comment: comment.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {review.rubric.map((criterion) => (
          <Scale key={criterion.key} criterion={criterion} value={scores[criterion.key]} onChange={(value) => setScores({ ...scores, [criterion.key]: value })} />
        ))}
        <Radio.Group label={t('recommendation')} required value={recommendation ?? ''} onChange={(value) => setRecommendation(value as Recommendation)}>
          <Stack gap="xs" mt="xs">
            {RECOMMENDATIONS.map((one) => (
              <Radio key={one} value={one} label={t(`recommend_${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('comment')} description={t('comment_help')} autosize minRows={3} maxLength={4000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
        {handIn.error ? <ErrorPanel error={handIn.error} /> : null}
        <Button type="submit" disabled={!isComplete} loading={handIn.isPending} w="fit-content">
          {t('hand_in')}
        </Button>
      </Stack>
    </form>
  );
}
