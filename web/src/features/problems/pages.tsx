// Clinical problems: the list with search, one problem with its history, and the form.
import { Button, Card, Group, MultiSelect, Stack, Table, Text, Textarea, TextInput, Timeline, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { get, type Page, post } from '../../api/client';
import type { Campaign, CampaignSummary, Problem, ProblemDraft, ProblemRow } from '../../api/types';
import { useMe } from '../../app/session';
import { ActionButtons, Empty, ErrorPanel, Loading, PageHeader, StateBadge, useTranslated } from '../../ui';

const TEXTS = ['decision_supported', 'current_practice', 'unmet_need', 'affected_population', 'target_performance', 'reference_feasibility', 'equity'] as const;
const NEEDED = new Set(['decision_supported', 'unmet_need', 'reference_feasibility']);

function useCampaign() {
  const list = useQuery({ queryKey: ['campaigns'], queryFn: () => get<Page<CampaignSummary>>('/api/v1/campaigns') });
  const id = list.data?.items[0]?.id;
  const campaign = useQuery({ queryKey: ['campaign', id], queryFn: () => get<Campaign>(`/api/v1/campaigns/${id}`), enabled: id !== undefined });
  return { id, campaign: campaign.data, error: list.error ?? campaign.error, isEmpty: list.data?.items.length === 0 };
}

function Rows({ rows }: { rows: ProblemRow[] }) {
  const { t, i18n } = useTranslation('problems');
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table highlightOnHover verticalSpacing="sm">
        <Table.Thead><Table.Tr><Table.Th>{t('problem')}</Table.Th><Table.Th>{t('state')}</Table.Th><Table.Th>{t('updated')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td><Link to={`/problems/${row.id}`}>{row.title}</Link><Text size="xs" className="medal-quiet">{row.author.display_name}, {row.author.institution}</Text></Table.Td>
              <Table.Td><StateBadge state={row.state} /></Table.Td>
              <Table.Td>{new Date(row.updated_at).toLocaleDateString(i18n.language)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export function ProblemsPage() {
  const { t } = useTranslation('problems');
  const { data: me } = useMe();
  const { id, error, isEmpty } = useCampaign();
  const [search, setSearch] = useSearchParams();
  const words = search.get('search') ?? '';
  const problems = useQuery({
    queryKey: ['problems', id, words],
    queryFn: () => get<Page<ProblemRow>>(`/api/v1/campaigns/${id}/problems?limit=100${words ? `&search=${encodeURIComponent(words)}` : ''}`),
    enabled: id !== undefined,
  });
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={me && <Button component={Link} to="/problems/new">{t('propose')}</Button>} />
      <TextInput label={t('search')} value={words} maw={420} mb="md" onChange={(event) => setSearch(event.currentTarget.value ? { search: event.currentTarget.value } : {}, { replace: true })} />
      {(error || problems.isError) && <ErrorPanel error={error ?? problems.error} onRetry={() => void problems.refetch()} />}
      {isEmpty && <Empty text={t('noCampaign')} />}
      {problems.isPending && !error && !isEmpty && <Loading />}
      {problems.data && (problems.data.items.length > 0 ? <Rows rows={problems.data.items} /> : <Empty text={t('none')} />)}
    </>
  );
}

export function ProblemPage() {
  const { t, i18n } = useTranslation('problems');
  const { id = '' } = useParams();
  const queries = useQueryClient();
  const problem = useQuery({ queryKey: ['problem', id], queryFn: () => get<Problem>(`/api/v1/problems/${id}`) });
  const act = useMutation({
    mutationFn: (action: string) => post<Problem>(`/api/v1/problems/${id}/actions`, { action }),
    onSuccess: (changed) => queries.setQueryData(['problem', id], changed),
  });
  if (problem.isPending) return <Loading />;
  if (problem.isError) return <ErrorPanel error={problem.error} onRetry={() => void problem.refetch()} />;
  const one = problem.data;
  return (
    <Stack gap="lg" maw={820}>
      <PageHeader title={one.title} lead={`${one.author.display_name}, ${one.author.institution}`} actions={<StateBadge state={one.state} />} />
      {TEXTS.filter((key) => one[key]).map((key) => <div key={key}><Title order={3}>{t(`field.${key}`)}</Title><Text>{one[key]}</Text></div>)}
      <ActionButtons actions={one.allowed_actions.filter((action) => action !== 'merge')} isBusy={act.isPending} onAction={(action) => act.mutate(action)} />
      {act.isError && <ErrorPanel error={act.error} />}
      <Title order={2}>{t('history')}</Title>
      <Timeline bulletSize={12} lineWidth={2}>
        {one.history.map((entry) => (
          <Timeline.Item key={`${entry.at}${entry.action}`} title={entry.action.replace('problem.', '').replaceAll('_', ' ')}>
            <Text size="xs" className="medal-quiet">{entry.actor_name}, {new Date(entry.at).toLocaleString(i18n.language)}</Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}

const EMPTY: ProblemDraft = { title: '', decision_supported: '', current_practice: '', unmet_need: '', affected_population: '', target_performance: '', reference_feasibility: '', equity: '', terms: {}, references: [], coauthors: [] };

export function NewProblemPage() {
  const { t } = useTranslation('problems');
  const text = useTranslated();
  const navigate = useNavigate();
  const { id, campaign, error } = useCampaign();
  const [draft, setDraft] = useState<ProblemDraft>(EMPTY);
  const save = useMutation({
    mutationFn: async (isSubmitted: boolean) => {
      const made = await post<Problem>(`/api/v1/campaigns/${id}/problems`, draft);
      return isSubmitted ? post<Problem>(`/api/v1/problems/${made.id}/actions`, { action: 'submit' }) : made;
    },
    onSuccess: (made) => navigate(`/problems/${made.id}`),
  });
  if (error) return <ErrorPanel error={error} />;
  if (!campaign) return <Loading />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(true);
  };
  return (
    <Stack component="form" onSubmit={submit} maw={760}>
      <PageHeader title={t('propose')} lead={t('proposeLead')} />
      <TextInput required label={t('field.title')} description={t('titleHint')} value={draft.title} onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })} />
      {TEXTS.map((key) => (
        <Textarea key={key} autosize minRows={2} required={NEEDED.has(key)} label={t(`field.${key}`)} value={draft[key]} onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })} />
      ))}
      <Card withBorder>
        <Stack>
          {campaign.taxonomy.axes.map((axis) => (
            <MultiSelect key={axis.key} required={axis.required} withAsterisk={axis.required} searchable label={text(axis.label)} data={axis.terms.map((term) => ({ value: term.key, label: text(term.label) }))}
              value={draft.terms[axis.key] ?? []} onChange={(terms) => setDraft({ ...draft, terms: { ...draft.terms, [axis.key]: terms } })} />
          ))}
        </Stack>
      </Card>
      {save.isError && <ErrorPanel error={save.error} />}
      <Group>
        <Button type="submit" loading={save.isPending}>{t('submit')}</Button>
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate(false)}>{t('saveDraft')}</Button>
      </Group>
    </Stack>
  );
}
