// The part of the question form that depends on the answer type.
import { ActionIcon, Button, Group, NumberInput, Radio, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ImageViewer } from '../../viewer';
import { keyOf, type FormErrors, type ItemForm } from './item_draft';
import type { Asset } from './types';

interface Props {
  form: ItemForm;
  assets: Asset[];
  errors: FormErrors;
  change: (change: Partial<ItemForm>) => void;
}

function Choices({ form, errors, change }: Props) {
  const { t } = useTranslation('contribution');
  const remove = (index: number) =>
    change({ options: form.options.filter((_, at) => at !== index), right: form.right > index ? form.right - 1 : Math.min(form.right, form.options.length - 2) });
  return (
    <Radio.Group label={t('options')} description={t('options_help')} value={String(form.right)} onChange={(value) => change({ right: Number(value) })} error={errors.options && t(errors.options)}>
      <Stack gap="xs" my="xs">
        {form.options.map((text, index) => (
          <Group key={index} wrap="nowrap" gap="sm">
            <Radio value={String(index)} aria-label={t('option_is_right', { key: keyOf(index).toUpperCase() })} />
            <TextInput flex={1} aria-label={t('option_text', { key: keyOf(index).toUpperCase() })} placeholder={keyOf(index).toUpperCase()} value={text} onChange={(event) => change({ options: form.options.map((one, at) => (at === index ? event.currentTarget.value : one)) })} />
            <ActionIcon variant="subtle" color="gray" disabled={form.options.length <= 2} aria-label={t('option_remove', { key: keyOf(index).toUpperCase() })} onClick={() => remove(index)}>
              <span aria-hidden="true">×</span>
            </ActionIcon>
          </Group>
        ))}
        <Button size="compact-sm" variant="light" w="fit-content" disabled={form.options.length >= 10} onClick={() => change({ options: [...form.options, ''] })}>
          {t('option_add')}
        </Button>
      </Stack>
    </Radio.Group>
  );
}

function NumberFields({ form, errors, change }: Props) {
  const { t } = useTranslation('contribution');
  return (
    <Group align="start">
      <TextInput label={t('value')} required inputMode="decimal" w={140} value={form.value} error={errors.value && t(errors.value)} onChange={(event) => change({ value: event.currentTarget.value })} />
      <TextInput label={t('unit')} placeholder="mm" w={110} value={form.unit} onChange={(event) => change({ unit: event.currentTarget.value })} />
      <TextInput label={t('tolerance')} required inputMode="decimal" w={140} value={form.tolerance} error={errors.tolerance && t(errors.tolerance)} onChange={(event) => change({ tolerance: event.currentTarget.value })} />
      <Select label={t('tolerance_kind')} allowDeselect={false} w={200} value={form.toleranceKind} data={(['absolute', 'relative'] as const).map((value) => ({ value, label: t(`tolerance_${value}`) }))} onChange={(value) => change({ toleranceKind: value === 'relative' ? 'relative' : 'absolute' })} />
    </Group>
  );
}

function TextFields({ form, errors, change }: Props) {
  const { t } = useTranslation('contribution');
  return (
    <Stack>
      <TextInput label={t('canonical')} required value={form.canonical} error={errors.canonical && t(errors.canonical)} onChange={(event) => change({ canonical: event.currentTarget.value })} />
      <TagsInput label={t('synonyms')} description={t('synonyms_help')} value={form.synonyms} onChange={(synonyms) => change({ synonyms })} />
      <NumberInput label={t('max_characters')} w={180} min={1} max={200} value={form.maxCharacters} onChange={(value) => change({ maxCharacters: Number(value) || 1 })} />
    </Stack>
  );
}

function BoxFields({ form, assets, errors, change }: Props) {
  const { t } = useTranslation('contribution');
  return (
    <Stack>
      <Select label={t('box_asset')} allowDeselect={false} value={form.assetId} error={errors.assetId && t(errors.assetId)} data={assets.map((asset, index) => ({ value: asset.id, label: `${index + 1}. ${asset.description || asset.modality || t('image')}` }))} onChange={(value) => change({ assetId: value ?? '', boxes: [] })} />
      <TextInput label={t('instruction')} value={form.instruction} onChange={(event) => change({ instruction: event.currentTarget.value })} />
      {form.assetId ? <ImageViewer key={form.assetId} assetUrl={`/api/v1/assets/${form.assetId}`} tools={['box']} onAnswer={(boxes) => change({ boxes })} /> : null}
      {errors.boxes ? <Text c="red" size="sm">{t(errors.boxes)}</Text> : null}
      <NumberInput label={t('iou')} description={t('iou_help')} w={220} min={0.1} max={1} step={0.05} decimalScale={2} value={form.iou} onChange={(value) => change({ iou: Number(value) || 0.5 })} />
    </Stack>
  );
}

export function AnswerFields(props: Props) {
  switch (props.form.type) {
    case 'single_choice':
      return <Choices {...props} />;
    case 'number':
      return <NumberFields {...props} />;
    case 'short_text':
      return <TextFields {...props} />;
    case 'box':
      return <BoxFields {...props} />;
  }
}
