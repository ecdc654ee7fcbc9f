// What runs the campaign: people and roles, jobs, the chain of events.
import { Alert, Button, Stack, Table, Tabs, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Page, post } from '../../api/client';
import { hasRole, useMe } from '../../app/session';
import { Empty, ErrorPanel, Loading, PageHeader, StateBadge } from '../../ui';

interface PersonRow { id: string; display_name: string; email?: string; institution: string; country: string; roles: { role: string }[] }
interface JobRow { id: string; kind: string; state: string; attempts: number; last_error: string; created_at: string }
interface AuditRow { seq: number; at: string; actor_name: string; action: string; subject_kind: string; reason?: string }

function Rows<T>({ path, head, cells, keyOf }: { path: string; head: string[]; cells: (row: T) => React.ReactNode[]; keyOf: (row: T) => string }) {
  const { t } = useTranslation('admin');
  const rows = useQuery({ queryKey: ['admin', path], queryFn: () => get<Page<T>>(path) });
  if (rows.isPending) return <Loading />;
  if (rows.isError) return <ErrorPanel error={rows.error} onRetry={() => void rows.refetch()} />;
  if (rows.data.items.length === 0) return <Empty text={t('nothing')} />;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table>
        <Table.Thead><Table.Tr>{head.map((name) => <Table.Th key={name}>{name}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>{rows.data.items.map((row) => <Table.Tr key={keyOf(row)}>{cells(row).map((cell, index) => <Table.Td key={head[index]}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function People() {
  const { t } = useTranslation('admin');
  const [search, setSearch] = useState('');
  return (
    <Stack>
      <TextInput label={t('search')} maw={360} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      <Rows<PersonRow> path={`/api/v1/people${search ? `?search=${encodeURIComponent(search)}` : ''}`} keyOf={(row) => row.id} head={[t('person'), t('institution'), t('roles')]}
        cells={(row) => [<><Text>{row.display_name}</Text><Text size="xs" className="medal-quiet">{row.email}</Text></>, `${row.institution}, ${row.country}`, row.roles.map((grant) => grant.role).join(', ')]} />
    </Stack>
  );
}

function Events() {
  const { t, i18n } = useTranslation('admin');
  const verify = useMutation({ mutationFn: () => post<{ intact: boolean; events: number; first_broken?: number }>('/api/v1/admin/audit/verify', undefined) });
  return (
    <Stack>
      <Button w="fit-content" loading={verify.isPending} onClick={() => verify.mutate()}>{t('verifyChain')}</Button>
      {verify.data && <Alert color={verify.data.intact ? 'teal' : 'red'}>{verify.data.intact ? t('intact', { events: verify.data.events }) : t('broken', { seq: verify.data.first_broken })}</Alert>}
      {verify.isError && <ErrorPanel error={verify.error} />}
      <Rows<AuditRow> path="/api/v1/admin/audit" keyOf={(row) => String(row.seq)} head={['#', t('when'), t('who'), t('what')]}
        cells={(row) => [row.seq, new Date(row.at).toLocaleString(i18n.language), row.actor_name, row.action]} />
    </Stack>
  );
}

export function AdminPage() {
  const { t } = useTranslation('admin');
  const { data: me, isPending } = useMe();
  if (isPending) return <Loading />;
  if (!hasRole(me, 'organizer', 'chair')) return <Empty text={t('notYou')} />;
  const isAdmin = me?.roles.some((grant) => grant.role === 'admin');
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs defaultValue="people" keepMounted={false}>
        <Tabs.List mb="md"><Tabs.Tab value="people">{t('people')}</Tabs.Tab>{isAdmin && <Tabs.Tab value="jobs">{t('jobs')}</Tabs.Tab>}{isAdmin && <Tabs.Tab value="events">{t('events')}</Tabs.Tab>}</Tabs.List>
        <Tabs.Panel value="people"><People /></Tabs.Panel>
        <Tabs.Panel value="jobs"><Rows<JobRow> path="/api/v1/admin/jobs" keyOf={(row) => row.id} head={[t('kind'), t('state'), t('attempts'), t('lastError')]} cells={(row) => [row.kind, <StateBadge key="s" state={row.state} />, row.attempts, row.last_error]} /></Tabs.Panel>
        <Tabs.Panel value="events"><Events /></Tabs.Panel>
      </Tabs>
    </>
  );
}
