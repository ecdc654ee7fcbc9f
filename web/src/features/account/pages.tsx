// Signing in and up, and one's own account.
import { Alert, Anchor, Button, Card, Group, PasswordInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { get, type Page, post, remove, setCsrfToken } from '../../api/client';
import type { Me } from '../../api/types';
import { useMe } from '../../app/session';
import { Empty, ErrorPanel, Loading, PageHeader } from '../../ui';

type Fields = Record<string, string>;

function Form({ names, passwords, submit, isBusy, error, onSubmit, children }: {
  names: string[]; passwords: string[]; submit: string; isBusy: boolean; error: unknown; onSubmit: (fields: Fields) => void; children?: ReactNode;
}) {
  const { t } = useTranslation('account');
  const [fields, setFields] = useState<Fields>({});
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(fields);
  };
  return (
    <Card withBorder maw={440} padding="lg" component="form" onSubmit={send}>
      <Stack>
        {names.map((name) => {
          const Input = passwords.includes(name) ? PasswordInput : TextInput;
          return <Input key={name} required label={t(`field.${name}`)} description={t(`hint.${name}`, { defaultValue: '' })} name={name}
            type={name === 'email' ? 'email' : undefined} autoComplete={name === 'email' ? 'email' : undefined}
            value={fields[name] ?? ''} onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })} />;
        })}
        {error ? <ErrorPanel error={error} /> : null}
        <Button type="submit" loading={isBusy}>{submit}</Button>
        {children}
      </Stack>
    </Card>
  );
}

export function SignInPage() {
  const { t } = useTranslation('account');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: (fields: Fields) => post<Me>('/api/v1/session', fields),
    onSuccess: async (me) => {
      setCsrfToken(me.csrf_token);
      queries.setQueryData(['me'], me);
      await navigate('/');
    },
  });
  return (
    <>
      <PageHeader title={t('signIn')} />
      <Form names={['email', 'password']} passwords={['password']} submit={t('signIn')} isBusy={signIn.isPending} error={signIn.error} onSubmit={(fields) => signIn.mutate(fields)}>
        <Group justify="space-between">
          <Anchor component={Link} to="/sign-up" size="sm">{t('noAccount')}</Anchor>
          <Anchor component={Link} to="/reset" size="sm">{t('forgotten')}</Anchor>
        </Group>
      </Form>
    </>
  );
}

export function SignUpPage() {
  const { t, i18n } = useTranslation('account');
  const signUp = useMutation({ mutationFn: (fields: Fields) => post('/api/v1/accounts', { ...fields, country: (fields.country ?? '').toUpperCase(), language: i18n.language }) });
  if (signUp.isSuccess) return <Alert title={t('mailSent')}>{t('mailSentText')}</Alert>;
  return (
    <>
      <PageHeader title={t('signUp')} lead={t('signUpLead')} />
      <Form names={['email', 'password', 'display_name', 'institution', 'country']} passwords={['password']} submit={t('signUp')} isBusy={signUp.isPending} error={signUp.error} onSubmit={(fields) => signUp.mutate(fields)} />
    </>
  );
}

export function VerifyPage() {
  const { t } = useTranslation('account');
  const [search] = useSearchParams();
  const verify = useMutation({ mutationFn: () => post('/api/v1/accounts/verify', { token: search.get('token') ?? '' }) });
  return (
    <>
      <PageHeader title={t('verify')} />
      {verify.isError && <ErrorPanel error={verify.error} />}
      {verify.isSuccess ? <Alert title={t('verified')}><Anchor component={Link} to="/sign-in">{t('signIn')}</Anchor></Alert>
        : <Button loading={verify.isPending} onClick={() => verify.mutate()}>{t('verifyNow')}</Button>}
    </>
  );
}

export function ResetPage() {
  const { t } = useTranslation('account');
  const [search] = useSearchParams();
  const token = search.get('token');
  const reset = useMutation({ mutationFn: (fields: Fields) => (token ? post('/api/v1/accounts/password-reset/confirm', { token, password: fields.password }) : post('/api/v1/accounts/password-reset', fields)) });
  if (reset.isSuccess) return <Alert title={token ? t('passwordSet') : t('mailSent')}><Anchor component={Link} to="/sign-in">{t('signIn')}</Anchor></Alert>;
  return (
    <>
      <PageHeader title={t('reset')} />
      <Form names={token ? ['password'] : ['email']} passwords={['password']} submit={t('reset')} isBusy={reset.isPending} error={reset.error} onSubmit={(fields) => reset.mutate(fields)} />
    </>
  );
}

interface SessionRow { id: string; created_at: string; last_seen_at: string; user_agent: string; current: boolean }

function Sessions() {
  const { t, i18n } = useTranslation('account');
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => get<Page<SessionRow>>('/api/v1/me/sessions') });
  const end = useMutation({ mutationFn: (id: string) => remove(`/api/v1/me/sessions/${id}`), onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }) });
  if (sessions.isPending) return <Loading />;
  if (sessions.isError) return <ErrorPanel error={sessions.error} onRetry={() => void sessions.refetch()} />;
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <Table.Thead><Table.Tr><Table.Th>{t('device')}</Table.Th><Table.Th>{t('lastSeen')}</Table.Th><Table.Th /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {sessions.data.items.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>{row.user_agent || t('unknown')}</Table.Td>
              <Table.Td>{new Date(row.last_seen_at).toLocaleString(i18n.language)}</Table.Td>
              <Table.Td>{row.current ? t('thisOne') : <Button size="xs" variant="subtle" color="red" onClick={() => end.mutate(row.id)}>{t('end')}</Button>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export function AccountPage() {
  const { t } = useTranslation('account');
  const { data: me, isPending } = useMe();
  if (isPending) return <Loading />;
  if (!me) return <Empty text={t('signInFirst')} action={<Button component={Link} to="/sign-in">{t('signIn')}</Button>} />;
  return (
    <Stack gap="xl">
      <PageHeader title={me.display_name} lead={`${me.institution}, ${me.country}`} />
      <Text>{me.email}</Text>
      <Stack gap="xs">
        <Text fw={600}>{t('roles')}</Text>
        <Text className="medal-quiet">{me.roles.map((grant) => grant.role).join(', ') || t('noRoles')}</Text>
      </Stack>
      <Stack gap="xs"><Text fw={600}>{t('sessions')}</Text><Sessions /></Stack>
    </Stack>
  );
}
