// Signing in, confirming an address, and choosing a new password.
import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { post, setCsrfToken } from '../../api/client';
import type { Me } from '../../api/types';
import { isSomeoneElse, noteWhoIsHere } from '../../app/leaving';
import { ErrorPanel, PageHeader } from '../../ui';
import { Fields, type Values } from './Fields';
import { safeNext } from './next';

export function SignInPage() {
  const { t } = useTranslation('account');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [search] = useSearchParams();
  const signIn = useMutation({
    mutationFn: (values: Values) => post<Me>('/api/v1/session', values),
    onSuccess: async (me) => {
      const next = safeNext(search.get('next'));
      if (isSomeoneElse(me.id)) return window.location.replace(next);
      noteWhoIsHere(me.id);
      setCsrfToken(me.csrf_token);
      queries.setQueryData(['me'], me);
      // What a stranger saw may differ from what this person may see.
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
      return navigate(next);
    },
  });
  return (
    <>
      <PageHeader title={t('signIn')} />
      <Fields names={['email', 'password']} submit={t('signIn')} isBusy={signIn.isPending} error={signIn.error} onSubmit={(values) => signIn.mutate(values)}>
        <Group justify="space-between">
          <Anchor component={Link} to="/sign-up" size="sm">{t('noAccount')}</Anchor>
          <Anchor component={Link} to="/reset" size="sm">{t('forgotten')}</Anchor>
        </Group>
      </Fields>
    </>
  );
}

/** A button, not the link itself, confirms: mail programs open links to look at them. */
export function VerifyPage() {
  const { t } = useTranslation('account');
  const [search] = useSearchParams();
  const token = search.get('token');
  const verify = useMutation({ mutationFn: () => post('/api/v1/accounts/verify', { token }) });
  return (
    <Stack maw={460} gap="md">
      <PageHeader title={t('verify')} lead={token ? t('verifyLead') : undefined} />
      {!token && <Alert color="orange" title={t('noToken')}>{t('noTokenText')}</Alert>}
      {verify.isError && <ErrorPanel error={verify.error} />}
      {verify.isSuccess && <Alert color="teal" title={t('verified')} role="status"><Anchor component={Link} to="/sign-in">{t('signIn')}</Anchor></Alert>}
      {token && !verify.isSuccess && <Button w="fit-content" loading={verify.isPending} onClick={() => verify.mutate()}>{t('verifyNow')}</Button>}
    </Stack>
  );
}

export function ResetPage() {
  const { t } = useTranslation('account');
  const [search] = useSearchParams();
  const token = search.get('token');
  const reset = useMutation({ mutationFn: (values: Values) => (token ? post('/api/v1/accounts/password-reset/confirm', { token, password: values.password }) : post('/api/v1/accounts/password-reset', values)) });
  if (reset.isSuccess) {
    return (
      <Stack maw={460}>
        <PageHeader title={token ? t('passwordSet') : t('mailSent')} />
        <Text role="status">{token ? t('passwordSetText') : t('resetSentText')}</Text>
        <Anchor component={Link} to="/sign-in">{t('signIn')}</Anchor>
      </Stack>
    );
  }
  return (
    <>
      <PageHeader title={t('reset')} lead={token ? undefined : t('resetLead')} />
      <Fields names={token ? ['new_password'] : ['email']} submit={token ? t('setPassword') : t('sendLink')} isBusy={reset.isPending} error={reset.error} onSubmit={(values) => reset.mutate(values)} />
    </>
  );
}
