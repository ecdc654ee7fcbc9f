// The list of clinical problems; its filters live in the address, so that a list can be shared and gone back to.
import { Button, Chip, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Campaign, ProblemRow } from '../../api/types';
import { useCampaign } from '../../app/campaign';
import { useMe } from '../../app/session';
import { address, Empty, ErrorPanel, Loading, More, PageHeader, StateBadge, useFormat, usePages, useTranslated } from '../../ui';
import { STATES } from './fields';
import { TermBadges } from './TermBadges';

const TYPING_MS = 300;

function useFilters() {
  const [search, setSearch] = useSearchParams();
  const set = (name: string, value: string | null) => setSearch((old) => {
    const next = new URLSearchParams(old);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  return { search: search.get('search') ?? '', state: search.get('state'), term: search.get('term'), isMine: search.get('mine') === 'true', set, clear: () => setSearch({}, { replace: true }) };
}

type Filters = ReturnType<typeof useFilters>;

function FilterBar({ filters, campaign, initialWords }: { filters: Filters; campaign?: Campaign; initialWords: string }) {
  const { t } = useTranslation('problems');
  const { t: stateText } = useTranslation('states');
  const text = useTranslated();
  const { data: me } = useMe();
  const [words, setWords] = useState(initialWords);
  const search = useDebouncedCallback((value: string) => filters.set('search', value.trim()), TYPING_MS);
  const terms = campaign?.taxonomy.axes.map((axis) => ({ group: text(axis.label), items: axis.terms.map((term) => ({ value: `${axis.key}:${term.key}`, label: text(term.label) })) })) ?? [];
  return (
    <Group align="flex-end" mb="md" gap="sm" component="search">
      <TextInput type="search" label={t('search')} placeholder={t('searchHint')} value={words} maxLength={200} w={{ base: '100%', sm: 280 }}
        onChange={(event) => { setWords(event.currentTarget.value); search(event.currentTarget.value); }} />
      <Select label={t('state')} placeholder={t('any')} clearable w={{ base: '100%', xs: 170 }} value={filters.state} data={STATES.map((state) => ({ value: state, label: stateText(state) }))} onChange={(state) => filters.set('state', state)} />
      <Select label={t('term')} placeholder={t('any')} clearable searchable w={{ base: '100%', xs: 230 }} value={filters.term} data={terms} onChange={(term) => filters.set('term', term)} />
      {me && <Chip checked={filters.isMine} onChange={(isMine) => filters.set('mine', isMine ? 'true' : null)}>{t('mine')}</Chip>}
    </Group>
  );
}

function Row({ row, campaign }: { row: ProblemRow; campaign?: Campaign }) {
  const format = useFormat();
  return (
    <Group component="li" justify="space-between" align="flex-start" wrap="nowrap" className="medal-row" py="sm" gap="md">
      <Stack gap={4} miw={0}>
        <Link to={`/problems/${row.id}`} className="medal-link medal-title">{row.title}</Link>
        <Text size="sm" className="medal-quiet">{row.author.display_name}, {row.author.institution}, {format.date(row.updated_at)}</Text>
        <TermBadges terms={row.terms} campaign={campaign} />
      </Stack>
      <StateBadge state={row.state} />
    </Group>
  );
}

export function ProblemsPage() {
  const { t } = useTranslation('problems');
  const { data: me } = useMe();
  const { id, campaign, error, isEmpty } = useCampaign();
  const filters = useFilters();
  const list = usePages<ProblemRow>(['problems'], id && address(`/api/v1/campaigns/${id}/problems`, { search: filters.search, state: filters.state, term: filters.term, mine: filters.isMine, limit: 25 }));
  // Another round gives the search field its emptiness back.
  const [round, setRound] = useState(0);
  const clear = () => {
    filters.clear();
    setRound(round + 1);
  };
  const isFiltered = Boolean(filters.search || filters.state || filters.term || filters.isMine);
  const empty = isFiltered ? <Empty text={t('none')} action={<Button variant="default" onClick={clear}>{t('clear')}</Button>} />
    : <Empty text={t('noneYet')} action={<Button component={Link} to={me ? '/problems/new' : '/sign-in'}>{t('propose')}</Button>} />;
  return (
    <Stack gap={0} maw={1080}>
      <PageHeader title={t('title')} lead={t('lead')} actions={<Button component={Link} to={me ? '/problems/new' : '/sign-in'}>{t('propose')}</Button>} />
      <FilterBar key={round} filters={filters} campaign={campaign} initialWords={round === 0 ? filters.search : ''} />
      {(error !== null || list.isError) && <ErrorPanel error={error ?? list.error} onRetry={list.retry} />}
      {isEmpty && <Empty text={t('noCampaign')} />}
      {!list.rows && !list.isError && error === null && !isEmpty && <Loading />}
      {list.rows?.length === 0 && empty}
      {list.rows && list.rows.length > 0 && <ul className="medal-list">{list.rows.map((row) => <Row key={row.id} row={row} campaign={campaign} />)}</ul>}
      <More pages={list} />
    </Stack>
  );
}
