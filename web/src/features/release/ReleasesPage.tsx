// The signed versions of the exam; organizers begin new ones here.
import { Button, Card, Group, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { get, type Page, post } from '../../api/client';
import type { Release } from '../../api/types';
import { useCampaign } from '../../app/campaign';
import { hasRole, useMe } from '../../app/session';
import { Await, Empty, ErrorPanel, PageHeader, StateBadge, useFormat } from '../../ui';

function NewRelease({ campaignId, onDone }: { campaignId: string; onDone: () => void }) {
  const { t } = useTranslation('release');
  const { t: common } = useTranslation('common');
  const navigate = useNavigate();
  const [draft, setDraft] = useState({ name: '', version: '', notes: '' });
  const make = useMutation({ mutationFn: () => post<Release>(`/api/v1/campaigns/${campaignId}/releases`, draft), onSuccess: (made) => navigate(`/releases/${made.id}`) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Card withBorder component="form" onSubmit={submit} mb="lg" maw={640}>
      <Stack>
        <Group align="flex-start" grow>
          <TextInput required data-autofocus label={t('name')} value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} />
          <TextInput required label={t('version')} placeholder="2026.1" value={draft.version} onChange={(event) => setDraft({ ...draft, version: event.currentTarget.value })} />
        </Group>
        <Textarea label={t('notes')} autosize minRows={2} value={draft.notes} onChange={(event) => setDraft({ ...draft, notes: event.currentTarget.value })} />
        {make.isError && <ErrorPanel error={make.error} />}
        <Group><Button type="submit" loading={make.isPending}>{t('begin')}</Button><Button variant="subtle" onClick={onDone}>{common('cancel')}</Button></Group>
      </Stack>
    </Card>
  );
}

function Row({ release }: { release: Release }) {
  const { t } = useTranslation('release');
  const format = useFormat();
  return (
    <Group component="li" justify="space-between" wrap="nowrap" className="medal-row" py="sm" gap="md">
      <div>
        <Link to={`/releases/${release.id}`} className="medal-link medal-title">{release.name} {release.version}</Link>
        <Text size="sm" className="medal-quiet">{t('counts', { items: release.counts.items, cases: release.counts.cases })}, {release.published_at ? t('publishedOn', { date: format.date(release.published_at) }) : t('begunOn', { date: format.date(release.created_at) })}</Text>
      </div>
      <StateBadge state={release.state} />
    </Group>
  );
}

export function ReleasesPage() {
  const { t } = useTranslation('release');
  const { data: me } = useMe();
  const { id, error, isEmpty } = useCampaign();
  const [isNew, setNew] = useState(false);
  const releases = useQuery({ queryKey: ['releases', id], queryFn: () => get<Page<Release>>(`/api/v1/campaigns/${id}/releases`), enabled: id !== undefined });
  const mayBegin = id !== undefined && hasRole(me, 'organizer');
  return (
    <Stack gap={0} maw={900}>
      <PageHeader title={t('title')} lead={t('lead')} actions={mayBegin && !isNew && <Button onClick={() => setNew(true)}>{t('begin')}</Button>} />
      {mayBegin && isNew && <NewRelease campaignId={id} onDone={() => setNew(false)} />}
      {error && <ErrorPanel error={error} />}
      {isEmpty && <Empty text={t('none')} />}
      {!error && !isEmpty && (
        <Await query={releases}>
          {(page) => (page.items.length === 0 ? <Empty text={t('none')} /> : <ul className="medal-list">{page.items.map((release) => <Row key={release.id} release={release} />)}</ul>)}
        </Await>
      )}
    </Stack>
  );
}
