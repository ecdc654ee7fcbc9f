// A new version of a campaign. What organizers change often has fields; taxonomy, rubric, consent and quotas are
// edited as the JSON that `medal admin import-campaign` takes too.
import { Button, Card, Checkbox, Fieldset, Group, JsonInput, NumberInput, Select, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { get, put } from '../../api/client';
import type { Campaign, CampaignFile, Phase, Translated } from '../../api/types';
import { Await, Empty, ErrorPanel, PageHeader } from '../../ui';
import { fileOf, jsonText, parsedOr, withJson } from './draft';

const KINDS = ['proposing', 'rating', 'contributing', 'reviewing', 'examining'] as const;
const LANGUAGES = ['en', 'de'] as const;
const PUBLISHED = ['block', 'warn'] as const;
const TEXTS = ['title', 'summary', 'description'] as const;

function Texts({ name, value, onChange }: { name: (typeof TEXTS)[number]; value: Translated; onChange: (value: Translated) => void }) {
  const { t } = useTranslation('campaign');
  const Input = name === 'title' ? TextInput : Textarea;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {LANGUAGES.map((language) => (
        <Input key={language} label={`${t(`field.${name}`)} (${t(`language.${language}`)})`} required={language === 'en'} {...(name === 'title' ? {} : { autosize: true, minRows: 2 })}
          value={value[language] ?? ''} onChange={(event) => onChange({ ...value, [language]: event.currentTarget.value })} />
      ))}
    </SimpleGrid>
  );
}

function PhaseFields({ phases, onChange }: { phases: Phase[]; onChange: (phases: Phase[]) => void }) {
  const { t } = useTranslation('campaign');
  const change = (index: number, part: Partial<Phase>) => onChange(phases.map((phase, at) => (at === index ? { ...phase, ...part } : phase)));
  const left = KINDS.filter((kind) => !phases.some((phase) => phase.kind === kind));
  return (
    <Fieldset legend={t('phases')}>
      <Stack>
        {phases.map((phase, index) => (
          <Group key={phase.kind} align="flex-end" wrap="wrap">
            <Text w={{ base: '100%', xs: 150 }} fw={600} pb={{ base: 0, xs: 7 }}>{t(`phase.${phase.kind}`)}</Text>
            <TextInput type="date" required label={t('opensOn')} value={phase.opens_on} onChange={(event) => change(index, { opens_on: event.currentTarget.value })} />
            <TextInput type="date" required label={t('closesOn')} value={phase.closes_on} onChange={(event) => change(index, { closes_on: event.currentTarget.value })} />
            <Button variant="subtle" color="red" aria-label={t('removePhase', { phase: t(`phase.${phase.kind}`) })} onClick={() => onChange(phases.filter((_, at) => at !== index))}>{t('remove')}</Button>
          </Group>
        ))}
        {left.length > 0 && (
          <Select w={240} label={t('addPhase')} value={null} data={left.map((kind) => ({ value: kind, label: t(`phase.${kind}`) }))}
            onChange={(kind) => kind && onChange([...phases, { kind: kind as Phase['kind'], opens_on: '', closes_on: '' }])} />
        )}
      </Stack>
    </Fieldset>
  );
}

function EditForm({ campaign, onReload }: { campaign: Campaign; onReload: () => void }) {
  const { t } = useTranslation('campaign');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [file, setFile] = useState<CampaignFile>(() => fileOf(campaign));
  const [json, setJson] = useState(() => jsonText(campaign));
  const isSound = parsedOr(json) !== undefined;
  const save = useMutation({
    mutationFn: () => put<Campaign>(`/api/v1/campaigns/${campaign.id}?version=${campaign.version}`, withJson(file, json)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['campaign'] });
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      await navigate(`/campaigns/${campaign.slug}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSound) save.mutate();
  };
  const { policy } = file;
  return (
    <Stack component="form" onSubmit={submit} maw={900}>
      {TEXTS.map((name) => <Texts key={name} name={name} value={file[name]} onChange={(value) => setFile({ ...file, [name]: value })} />)}
      <PhaseFields phases={file.phases} onChange={(phases) => setFile({ ...file, phases })} />
      <Card withBorder>
        <Stack>
          <NumberInput label={t('field.min_reviews')} min={1} max={20} w={240} value={policy.min_reviews} onChange={(value) => setFile({ ...file, policy: { ...policy, min_reviews: Number(value) } })} />
          <Checkbox label={t('field.four_eyes')} checked={policy.four_eyes} onChange={(event) => setFile({ ...file, policy: { ...policy, four_eyes: event.currentTarget.checked } })} />
          <Checkbox label={t('field.steward_four_eyes')} checked={policy.steward_four_eyes ?? false} onChange={(event) => setFile({ ...file, policy: { ...policy, steward_four_eyes: event.currentTarget.checked } })} />
          <Select w={320} label={t('field.published_before')} allowDeselect={false} value={policy.published_before ?? 'block'} data={PUBLISHED.map((one) => ({ value: one, label: t(`published.${one}`) }))}
            onChange={(one) => one && setFile({ ...file, policy: { ...policy, published_before: one as (typeof PUBLISHED)[number] } })} />
          <TagsInput label={t('field.licences')} description={t('licencesHint')} value={policy.licences} onChange={(licences) => setFile({ ...file, policy: { ...policy, licences } })} />
        </Stack>
      </Card>
      <JsonInput label={t('field.json')} description={t('jsonHint')} validationError={t('jsonWrong')} autosize minRows={8} maxRows={24} formatOnBlur value={json} onChange={setJson} />
      {save.isError && <ErrorPanel error={save.error} />}
      <Group>
        <Button type="submit" loading={save.isPending} disabled={!isSound}>{t('saveVersion', { version: campaign.version + 1 })}</Button>
        <Button variant="default" onClick={onReload}>{t('reload')}</Button>
      </Group>
    </Stack>
  );
}

export function EditCampaignPage() {
  const { t } = useTranslation('campaign');
  const { slug = '' } = useParams();
  const campaign = useQuery({ queryKey: ['campaign', slug], queryFn: () => get<Campaign>(`/api/v1/campaigns/${slug}`) });
  return (
    <>
      <PageHeader title={t('change')} lead={t('changeLead')} />
      <Await query={campaign}>
        {(one) => (one.allowed_actions.includes('change') ? <EditForm key={one.version} campaign={one} onReload={() => void campaign.refetch()} /> : <Empty text={t('notYou')} />)}
      </Await>
    </>
  );
}
