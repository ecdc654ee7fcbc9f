// A given answer or a reference in words.
import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Answer, AnswerSpec, Reference } from './types';

export function OptionList({ spec, right }: { spec: AnswerSpec; right?: string }) {
  const { t } = useTranslation('contribution');
  if (spec.type !== 'single_choice') return null;
  return (
    <List listStyleType="none">
      {spec.options.map((option) => (
        <List.Item key={option.key} fw={option.key === right ? 700 : undefined}>
          {option.key.toUpperCase()}. {option.text} {option.key === right ? `✓ (${t('right_option')})` : ''}
        </List.Item>
      ))}
    </List>
  );
}

export function AnswerInWords({ spec, answer }: { spec: AnswerSpec; answer: Answer | Reference }) {
  const { t, i18n } = useTranslation('contribution');
  const number = (value: number) => value.toLocaleString(i18n.language, { maximumSignificantDigits: 8 });
  switch (answer.type) {
    case 'single_choice': {
      const text = spec.type === 'single_choice' ? spec.options.find((one) => one.key === answer.option)?.text : '';
      return <Text>{`${answer.option.toUpperCase()}. ${text ?? ''}`}</Text>;
    }
    case 'number': {
      const tolerance = 'tolerance' in answer ? ` ± ${answer.tolerance_kind === 'relative' ? `${number(answer.tolerance * 100)} %` : number(answer.tolerance)}` : '';
      return <Text>{`${number(answer.value)}${tolerance} ${answer.unit}`}</Text>;
    }
    case 'short_text':
      return <Text>{'text' in answer ? answer.text : [answer.canonical, ...answer.synonyms].join(' · ')}</Text>;
    case 'box':
      return <Text>{t('boxes_count', { count: answer.boxes.length })}</Text>;
  }
}
