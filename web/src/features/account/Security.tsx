// Password and sessions. A new password ends every session, this one too: the next step is to sign in again.
import { Button, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { get, type Page, post, remove, setCsrfToken } from '../../api/client';
import type { Session } from '../../api/types';
import { Await, ConfirmDialog, useFormat } from '../../ui';
import { deviceOf } from './device';
import { Fields, type Values } from './Fields';

function ChangePassword() {
  const { t } = useTranslation('account');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (values: Values) => post('/api/v1/me/password', values),
    onSuccess: async () => {
      setCsrfToken(undefined);
      await navigate('/sign-in?next=/account/security');
      queries.clear();
    },
  });
  return (
    <section aria-labelledby="password">
      <Title order={2} id="password" mb="xs">{t('changePassword')}</Title>
      <Text className="medal-quiet" mb="md">{t('changePasswordLead')}</Text>
      <Stack maw={460}><Fields isPlain names={['current', 'new_password']} submit={t('changePassword')} isBusy={change.isPending} error={change.error} onSubmit={(values) => change.mutate(values)} /></Stack>
    </section>
  );
}

function SessionRows({ sessions }: { sessions: Session[] }) {
  const { t } = useTranslation('account');
  const format = useFormat();
  const queries = useQueryClient();
  const [ending, setEnding] = useState<Session>();
  const end = async () => {
    await remove(`/api/v1/me/sessions/${ending?.id}`);
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table verticalSpacing="sm">
        <Table.Thead><Table.Tr><Table.Th>{t('device')}</Table.Th><Table.Th visibleFrom="sm">{t('since')}</Table.Th><Table.Th>{t('lastSeen')}</Table.Th><Table.Th aria-label={t('end')} /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {sessions.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td title={row.user_agent}>{deviceOf(row.user_agent) ?? t('unknown')}</Table.Td>
              <Table.Td visibleFrom="sm">{format.date(row.created_at)}</Table.Td>
              <Table.Td>{format.dateTime(row.last_seen_at)}</Table.Td>
              <Table.Td ta="right">{row.current ? <Text size="sm" fw={600}>{t('thisOne')}</Text> : <Button size="xs" variant="subtle" color="red" onClick={() => setEnding(row)}>{t('end')}</Button>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <ConfirmDialog isOpen={ending !== undefined} title={t('endTitle')} text={t('endText')} confirm={t('end')} isDanger onClose={() => setEnding(undefined)} onConfirm={end} />
    </Table.ScrollContainer>
  );
}

export function Security() {
  const { t } = useTranslation('account');
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => get<Page<Session>>('/api/v1/me/sessions') });
  return (
    <Stack gap="xl">
      <ChangePassword />
      <section aria-labelledby="sessions">
        <Title order={2} id="sessions" mb="md">{t('sessions')}</Title>
        <Await query={sessions}>{(page) => <SessionRows sessions={page.items} />}</Await>
      </section>
    </Stack>
  );
}
