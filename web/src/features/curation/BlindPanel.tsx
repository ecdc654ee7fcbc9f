// The blind answer: chosen by number keys, sent by Enter.
import { Button, Input, Kbd, Radio, Slider, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../ui';
import type { AnswerSpec } from '../contribution/types';
import { answerOf, optionForKey, type Given } from './answer';
import { useAnswerBlind } from './queries';
import type { Review } from './types';

interface FieldProps {
  spec: AnswerSpec;
  given: Given;
  onChange: (given: Given) => void;
}

function AnswerField({ spec, given, onChange }: FieldProps) {
  const { t } = useTranslation('curation');
  switch (spec.type) {
    case 'single_choice':
      return (
        <Radio.Group label={t('your_answer')} value={given.option ?? ''} onChange={(option) => onChange({ ...given, option })}>
          <Stack gap="xs" mt="xs">
            {spec.options.map((option, index) => (
              <Radio key={option.key} value={option.key} label={<><Kbd mr="xs">{(index + 1) % 10}</Kbd>{option.text}</>} />
            ))}
          </Stack>
        </Radio.Group>
      );
    case 'number':
      return <TextInput label={spec.unit ? t('your_number', { unit: spec.unit }) : t('your_answer')} inputMode="decimal" value={given.text} onChange={(event) => onChange({ ...given, text: event.currentTarget.value })} />;
    case 'short_text':
      return <Textarea label={t('your_answer')} description={t('at_most', { count: spec.max_characters })} maxLength={spec.max_characters} value={given.text} onChange={(event) => onChange({ ...given, text: event.currentTarget.value })} />;
    case 'box':
      return <Text>{spec.instruction || t('draw_box')} ({t('drawn', { count: given.boxes.length })})</Text>;
  }
}

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('textarea, input:not([type="radio"])') !== null;
const isControl = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('button, a, [role="slider"], [role="menuitem"]') !== null;

interface Props {
  review: Review;
  given: Given;
  onChange: (given: Given) => void;
}

export function BlindPanel({ review, given, onChange }: Props) {
  const { t } = useTranslation('curation');
  const spec = review.item.answer_spec;
  const [confidence, setConfidence] = useState(50);
  const startedAt = useRef<number>(undefined);
  const send = useAnswerBlind(review.id);
  const answer = answerOf(spec, given);

  useEffect(() => {
    startedAt.current = Date.now();
  }, []);

  const submit = () => {
    if (!answer || send.isPending) return;
    send.mutate({ answer, confidence, seconds: Math.round((Date.now() - (startedAt.current ?? Date.now())) / 1000) });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const option = isTyping(event.target) ? undefined : optionForKey(spec, event.key);
      if (option) onChange({ ...given, option });
      if (event.key === 'Enter' && !isControl(event.target) && !(event.target instanceof HTMLTextAreaElement)) submit();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  return (
    <Stack>
      <AnswerField spec={spec} given={given} onChange={onChange} />
      <Input.Wrapper label={t('confidence', { value: confidence })}>
        <Slider thumbLabel={t('confidence', { value: confidence })} min={0} max={100} step={5} value={confidence} onChange={setConfidence} mt="xs" />
      </Input.Wrapper>
      <Text size="sm" c="dimmed">
        {t('blind_note')}
      </Text>
      {send.error ? <ErrorPanel error={send.error} /> : null}
      <Button onClick={submit} disabled={!answer} loading={send.isPending} w="fit-content">
        {t('answer')}
      </Button>
    </Stack>
  );
}
