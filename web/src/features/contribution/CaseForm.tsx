// The form of a case, for a new one and for one that may still be changed.
import { Alert, Button, Checkbox, MultiSelect, Select, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CountrySelect, ErrorPanel, useTranslated } from '../../ui';
import { useOpenProblems } from './queries';
import type { Campaign, CaseDraft, ConsentBasis, Sex } from './types';

const AGE_BANDS = ['0', '1-9', '10-19', '20-29', '30-39', '40-49', '50-59', '60-69', '70-79', '80-89', '90+'];
const BASES: ConsentBasis[] = ['patient_consent', 'ethics_waiver', 'public_data', 'synthetic'];
const SEXES: Sex[] = ['female', 'male', 'other', 'unknown'];

/** `problem`: for which the case is, when the person came from its page. */
export function emptyDraft(campaign: Campaign, problem?: string): CaseDraft {
  return {
    label: '',
    problem_id: problem,
    clinical_context: '',
    site_name: '',
    country: '',
    terms: {},
    licence: campaign.policy.licences[0] ?? '',
    consent: { basis: 'patient_consent', statements: [] },
  };
}

/** What is missing, by field; the server checks again. */
function missingIn(draft: CaseDraft, campaign: Campaign): string[] {
  const missing: string[] = [];
  if (draft.label.trim() === '') missing.push('label');
  if (draft.site_name.trim().length < 2) missing.push('site_name');
  if (draft.country === '') missing.push('country');
  if (draft.consent.statements.length < campaign.policy.consent_statements.length) missing.push('consent');
  for (const axis of campaign.taxonomy.axes) {
    if (axis.required && (draft.terms[axis.key] ?? []).length === 0) missing.push(axis.key);
  }
  return missing;
}

interface PartProps {
  campaign: Campaign;
  draft: CaseDraft;
  /** What is saved already: a change can replace it, not take it back. */
  first: CaseDraft;
  change: (change: Partial<CaseDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

function AboutPart({ draft, first, change, errorOf }: PartProps) {
  const { t } = useTranslation('contribution');
  return (
    <Stack>
      <Alert color="yellow" title={t('no_patient_data')}>
        {t('no_patient_data_text')}
      </Alert>
      <TextInput label={t('label')} description={t('label_help')} required maxLength={120} value={draft.label} error={errorOf('label')} onChange={(event) => change({ label: event.currentTarget.value })} />
      <Textarea label={t('clinical_context')} description={t('clinical_context_help')} autosize minRows={3} maxLength={4000} value={draft.clinical_context} onChange={(event) => change({ clinical_context: event.currentTarget.value })} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label={t('age_band')} clearable={!first.age_band} allowDeselect={!first.age_band} data={AGE_BANDS} value={draft.age_band ?? null} onChange={(value) => change({ age_band: value ?? undefined })} />
        <Select label={t('sex')} clearable={!first.sex} allowDeselect={!first.sex} data={SEXES.map((value) => ({ value, label: t(`sex_${value}`) }))} value={draft.sex ?? null} onChange={(value) => change({ sex: (value as Sex | null) ?? undefined })} />
        <TextInput label={t('site_name')} required maxLength={200} value={draft.site_name} error={errorOf('site_name')} onChange={(event) => change({ site_name: event.currentTarget.value })} />
        <CountrySelect label={t('country')} value={draft.country} error={errorOf('country')} onChange={(country) => change({ country })} />
      </SimpleGrid>
    </Stack>
  );
}

/** The problem a case is for. One that has closed since stays chosen, and is named by what the server says of it. */
function ProblemPart({ campaign, draft, first, change }: PartProps) {
  const { t } = useTranslation('contribution');
  const open = useOpenProblems(campaign.id);
  const rows = (open.data?.items ?? []).map((one) => ({ value: one.id, label: one.title }));
  const isListed = !draft.problem_id || rows.some((one) => one.value === draft.problem_id);
  const data = isListed || !draft.problem_id ? rows : [...rows, { value: draft.problem_id, label: t('problem_closed') }];
  return <Select label={t('problem')} description={t('problem_help')} searchable clearable={!first.problem_id} allowDeselect={!first.problem_id} nothingFoundMessage={t('problem_none')} data={data} value={draft.problem_id ?? null} onChange={(value) => change({ problem_id: value ?? undefined })} />;
}

function TermsPart({ campaign, draft, change, errorOf }: PartProps) {
  const { t } = useTranslation('contribution');
  const inWords = useTranslated();
  if (campaign.taxonomy.axes.length === 0) return null;
  return (
    <Stack>
      <Title order={2} size="h4">
        {t('terms')}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {campaign.taxonomy.axes.map((axis) => (
          <MultiSelect
            key={axis.key}
            label={inWords(axis.label)}
            required={axis.required}
            searchable
            error={errorOf(axis.key)}
            data={axis.terms.map((term) => ({ value: term.key, label: inWords(term.label) }))}
            value={draft.terms[axis.key] ?? []}
            onChange={(chosen) => change({ terms: { ...draft.terms, [axis.key]: chosen } })}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function ConsentPart({ campaign, draft, change, errorOf }: PartProps) {
  const { t } = useTranslation('contribution');
  const inWords = useTranslated();
  const { consent } = draft;
  return (
    <Stack>
      <Title order={2} size="h4">
        {t('consent')}
      </Title>
      <Select label={t('basis')} required allowDeselect={false} data={BASES.map((value) => ({ value, label: t(`basis_${value}`) }))} value={consent.basis} onChange={(value) => change({ consent: { ...consent, basis: value as ConsentBasis } })} />
      <Select label={t('licence')} required allowDeselect={false} data={campaign.policy.licences} value={draft.licence} onChange={(value) => change({ licence: value ?? '' })} />
      <Checkbox.Group label={t('statements')} required error={errorOf('consent')} value={consent.statements} onChange={(statements) => change({ consent: { ...consent, statements } })}>
        <Stack gap="xs" mt="xs">
          {campaign.policy.consent_statements.map((one) => (
            <Checkbox key={one.key} value={one.key} label={inWords(one.text)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Stack>
  );
}

interface FormProps {
  campaign: Campaign;
  first: CaseDraft;
  confirm: string;
  isBusy: boolean;
  error: Error | null;
  onSave: (draft: CaseDraft) => void;
}

export function CaseForm({ campaign, first, confirm, isBusy, error, onSave }: FormProps) {
  const { t } = useTranslation('contribution');
  const [draft, setDraft] = useState(first);
  const [isTried, setIsTried] = useState(false);
  const missing = missingIn(draft, campaign);
  const parts: PartProps = {
    campaign,
    draft,
    first,
    change: (change) => setDraft({ ...draft, ...change }),
    errorOf: (field) => (isTried && missing.includes(field) ? t('error_required') : undefined),
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (missing.length === 0) onSave(draft);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xl" maw={760}>
        <ProblemPart {...parts} />
        <AboutPart {...parts} />
        <TermsPart {...parts} />
        <ConsentPart {...parts} />
        {error ? <ErrorPanel error={error} /> : null}
        {isTried && missing.length > 0 ? <Text role="alert">{t('form_incomplete')}</Text> : null}
        <Button type="submit" loading={isBusy} w="fit-content">
          {confirm}
        </Button>
      </Stack>
    </form>
  );
}
