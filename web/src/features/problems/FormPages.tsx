// Proposing a problem, and going on with a draft. What the server refuses is shown at its field.
import { Button, Fieldset, Group, MultiSelect, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError, get, patch, post } from '../../api/client';
import type { Campaign, Problem, ProblemDraft } from '../../api/types';
import { useCampaign } from '../../app/campaign';
import { useMe } from '../../app/session';
import { Await, Empty, ErrorPanel, Loading, PageHeader, useTranslated } from '../../ui';
import { NEEDED, TEXTS } from './fields';
import { isReference } from './references';

const EMPTY: ProblemDraft = { title: '', decision_supported: '', current_practice: '', unmet_need: '', affected_population: '', target_performance: '', reference_feasibility: '', equity: '', terms: {}, references: [], coauthors: [] };

interface Save { isPending: boolean; error: unknown; run: (draft: ProblemDraft, isSubmitted: boolean) => void }

function ProblemForm({ campaign, initial, save, cancelTo }: { campaign: Campaign; initial: ProblemDraft; save: Save; cancelTo: string }) {
  const { t } = useTranslation('problems');
  const text = useTranslated();
  const [draft, setDraft] = useState<ProblemDraft>(initial);
  const problem = save.error instanceof ApiError ? save.error.problem : undefined;
  const fault = (field: string) => (problem?.field === `/${field}` || problem?.field?.startsWith(`/${field}/`) ? problem.detail : undefined);
  const odd = draft.references.filter((reference) => !isReference(reference));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.run(draft, true);
  };
  return (
    <Stack component="form" onSubmit={submit} gap="lg">
      <TextInput required label={t('field.title')} description={t('titleHint')} maxLength={160} error={fault('title')} value={draft.title} onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })} />
      {TEXTS.map((key) => (
        <Textarea key={key} autosize minRows={2} maxRows={14} maxLength={4000} required={NEEDED.has(key)} minLength={NEEDED.has(key) ? 20 : undefined} label={t(`field.${key}`)} description={t(`help.${key}`)} error={fault(key)}
          value={draft[key]} onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })} />
      ))}
      <Fieldset legend={t('place')}>
        <Stack>
          {campaign.taxonomy.axes.map((axis) => (
            <MultiSelect key={axis.key} withAsterisk={axis.required} searchable clearable label={text(axis.label)} error={fault(`terms/${axis.key}`)} data={axis.terms.map((term) => ({ value: term.key, label: text(term.label) }))}
              value={draft.terms[axis.key] ?? []} onChange={(terms) => setDraft({ ...draft, terms: { ...draft.terms, [axis.key]: terms } })} />
          ))}
        </Stack>
      </Fieldset>
      <TagsInput label={t('references')} description={t('referencesHint')} placeholder="10.1038/…" acceptValueOnBlur splitChars={[' ', '\n']} maxTags={50} error={odd.length > 0 ? t('oddReference', { reference: odd[0] }) : fault('references')}
        value={draft.references} onChange={(references) => setDraft({ ...draft, references })} />
      <TagsInput label={t('coauthors')} description={t('coauthorsHint')} acceptValueOnBlur splitChars={[';', '\n']} maxTags={50} error={fault('coauthors')} value={draft.coauthors} onChange={(coauthors) => setDraft({ ...draft, coauthors })} />
      {save.error ? <ErrorPanel error={save.error} /> : null}
      <Group>
        <Button type="submit" loading={save.isPending} disabled={odd.length > 0}>{t('submit')}</Button>
        <Button variant="default" loading={save.isPending} disabled={odd.length > 0} onClick={() => save.run(draft, false)}>{t('saveDraft')}</Button>
        <Button variant="subtle" component={Link} to={cancelTo}>{t('leave')}</Button>
      </Group>
      <Text size="sm" className="medal-quiet">{t('afterSubmit')}</Text>
    </Stack>
  );
}

/** Saves, then submits where asked; a draft that was saved but not submitted is not lost: its own page opens with the fault. */
function useSave(write: (draft: ProblemDraft) => Promise<Problem>): Save {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [made, setMade] = useState<Problem>();
  const save = useMutation({
    mutationFn: async ({ draft, isSubmitted }: { draft: ProblemDraft; isSubmitted: boolean }) => {
      const saved = made ? await patch<Problem>(`/api/v1/problems/${made.id}`, { version: made.version, ...draft }) : await write(draft);
      setMade(saved);
      return isSubmitted ? post<Problem>(`/api/v1/problems/${saved.id}/actions`, { action: 'submit' }) : saved;
    },
    onSuccess: async (saved) => {
      queries.setQueryData(['problem', saved.id], saved);
      await queries.invalidateQueries({ queryKey: ['problems'] });
      await navigate(`/problems/${saved.id}`);
    },
  });
  return { isPending: save.isPending, error: save.error, run: (draft, isSubmitted) => save.mutate({ draft, isSubmitted }) };
}

export function NewProblemPage() {
  const { t } = useTranslation('problems');
  const { data: me, isPending } = useMe();
  const { id, campaign, error, isEmpty } = useCampaign();
  const save = useSave((draft) => post<Problem>(`/api/v1/campaigns/${id}/problems`, draft));
  if (error) return <ErrorPanel error={error} />;
  if (isEmpty) return <Empty text={t('noCampaign')} />;
  if (isPending || !campaign) return <Loading />;
  return (
    <Stack maw={760} gap={0}>
      <PageHeader title={t('propose')} lead={t('proposeLead')} />
      {me ? <ProblemForm campaign={campaign} initial={EMPTY} save={save} cancelTo="/problems" /> : <Empty text={t('signInFirst')} action={<Button component={Link} to="/sign-in">{t('signIn')}</Button>} />}
    </Stack>
  );
}

function draftOf(problem: Problem): ProblemDraft {
  const { title, decision_supported, current_practice, unmet_need, affected_population, target_performance, reference_feasibility, equity, terms, references, coauthors } = problem;
  return { title, decision_supported, current_practice, unmet_need, affected_population, target_performance, reference_feasibility, equity, terms, references, coauthors };
}

function EditForm({ problem, campaign }: { problem: Problem; campaign: Campaign }) {
  const save = useSave((draft) => patch<Problem>(`/api/v1/problems/${problem.id}`, { version: problem.version, ...draft }));
  return <ProblemForm campaign={campaign} initial={draftOf(problem)} save={save} cancelTo={`/problems/${problem.id}`} />;
}

export function EditProblemPage() {
  const { t } = useTranslation('problems');
  const { id = '' } = useParams();
  const problem = useQuery({ queryKey: ['problem', id], queryFn: () => get<Problem>(`/api/v1/problems/${id}`), staleTime: Infinity });
  const campaignId = problem.data?.campaign_id;
  const campaign = useQuery({ queryKey: ['campaign', campaignId], queryFn: () => get<Campaign>(`/api/v1/campaigns/${campaignId}`), enabled: campaignId !== undefined });
  return (
    <Stack maw={760} gap={0}>
      <PageHeader title={t('editTitle')} lead={t('editLead')} />
      <Await query={problem}>
        {(one) => (one.allowed_actions.includes('submit') ? <Await query={campaign}>{(its) => <EditForm problem={one} campaign={its} />}</Await>
          : <Empty text={t('notEditable')} action={<Button component={Link} to={`/problems/${id}`}>{t('toProblem')}</Button>} />)}
      </Await>
    </Stack>
  );
}
