// The form of a question, for a new one and for one that may still be changed.
import { Button, Checkbox, SegmentedControl, Select, Stack, Text, Textarea, useMatches } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnswerFields } from './AnswerFields';
import { draftOf, errorsOf, type ItemForm } from './item_draft';
import { ErrorPanel } from '../../ui';
import { REFERENCE_STANDARDS, type AnswerType, type Case, type ItemDraft } from './types';

const TYPES: AnswerType[] = ['single_choice', 'number', 'short_text', 'box'];

interface PartProps {
  form: ItemForm;
  change: (change: Partial<ItemForm>) => void;
  errorOf: (field: keyof ItemForm) => string | undefined;
}

function QuestionPart({ form, change, errorOf, one }: PartProps & { one: Case }) {
  const { t } = useTranslation('contribution');
  return (
    <Stack>
      <Textarea label={t('stem')} description={t('stem_help')} required autosize minRows={3} maxLength={4000} value={form.stem} error={errorOf('stem')} onChange={(event) => change({ stem: event.currentTarget.value })} />
      <Select label={t('language')} allowDeselect={false} w={260} value={form.language} data={['en', 'de'].map((value) => ({ value, label: t(`language_${value}`) }))} onChange={(value) => change({ language: value ?? 'en' })} />
      <Checkbox.Group label={t('item_images')} value={form.assetIds} error={errorOf('assetIds')} onChange={(assetIds) => change({ assetIds })}>
        <Stack gap="xs" mt="xs">
          {one.assets.map((asset, index) => (
            <Checkbox key={asset.id} value={asset.id} label={`${index + 1}. ${asset.description || asset.modality || t('image')} (${asset.frames})`} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Stack>
  );
}

function ReferencePart({ form, change, errorOf }: PartProps) {
  const { t } = useTranslation('contribution');
  return (
    <Stack>
      <Select label={t('standard')} required searchable value={form.standard || null} error={errorOf('standard')} data={REFERENCE_STANDARDS.map((value) => ({ value, label: t(`standard_${value}`) }))} onChange={(value) => change({ standard: value ?? '' })} />
      <Textarea label={t('reference_note')} autosize minRows={2} maxLength={4000} value={form.referenceNote} onChange={(event) => change({ referenceNote: event.currentTarget.value })} />
      <Textarea label={t('rationale')} description={t('rationale_help')} required autosize minRows={3} maxLength={4000} value={form.rationale} error={errorOf('rationale')} onChange={(event) => change({ rationale: event.currentTarget.value })} />
      <Textarea label={t('difficulty_note')} autosize minRows={2} maxLength={4000} value={form.difficultyNote} onChange={(event) => change({ difficultyNote: event.currentTarget.value })} />
    </Stack>
  );
}

interface FormProps {
  one: Case;
  first: ItemForm;
  confirm: string;
  isBusy: boolean;
  error: Error | null;
  onSave: (draft: ItemDraft) => void;
}

export function ItemFormView({ one, first, confirm, isBusy, error, onSave }: FormProps) {
  const { t } = useTranslation('contribution');
  const [form, setForm] = useState(first);
  // Four types do not fit side by side on a phone.
  const orientation = useMatches<'vertical' | 'horizontal'>({ base: 'vertical', sm: 'horizontal' });
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const errors = errorsOf(form);
  const isSound = Object.keys(errors).length === 0;
  const change = (next: Partial<ItemForm>) => {
    setForm({ ...form, ...next });
    setTouched(new Set([...touched, ...Object.keys(next)]));
  };
  const shown = Object.fromEntries(Object.entries(errors).filter(([field]) => touched.has('all') || touched.has(field)));
  const errorOf = (field: keyof ItemForm) => (shown[field] ? t(shown[field]) : undefined);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTouched(new Set([...touched, 'all']));
    if (isSound) onSave(draftOf(form));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xl" maw={860}>
        <QuestionPart form={form} change={change} errorOf={errorOf} one={one} />
        <Stack gap="sm">
          <Text fw={500}>{t('answer_type')}</Text>
          <SegmentedControl orientation={orientation} w="fit-content" maw="100%" aria-label={t('answer_type')} value={form.type} data={TYPES.map((value) => ({ value, label: t(`type_${value}`) }))} onChange={(value) => change({ type: value as AnswerType })} />
          <AnswerFields form={form} assets={one.assets} errors={shown} change={change} />
        </Stack>
        <ReferencePart form={form} change={change} errorOf={errorOf} />
        {error ? <ErrorPanel error={error} /> : null}
        {touched.has('all') && !isSound ? <Text role="alert">{t('form_incomplete')}</Text> : null}
        <Button type="submit" loading={isBusy} w="fit-content">
          {confirm}
        </Button>
      </Stack>
    </form>
  );
}
