import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { post } from '../../api/client';
import { PageHeader } from '../../ui';
import { Fields, type Values } from './Fields';
import { Resend } from './Resend';

export function SignUpPage() {
  const { t, i18n } = useTranslation('account');
  const signUp = useMutation({ mutationFn: (values: Values) => post('/api/v1/accounts', { ...values, language: i18n.language }) });
  if (signUp.isSuccess) {
    return (
      <Stack maw={520} gap="sm">
        <PageHeader title={t('mailSent')} />
        <Text role="status">{t('mailSentText', { email: signUp.variables.email })}</Text>
        <Resend email={signUp.variables.email ?? ''} />
      </Stack>
    );
  }
  return (
    <>
      <PageHeader title={t('signUp')} lead={t('signUpLead')} />
      <Fields names={['email', 'new_password', 'display_name', 'institution', 'country']} labels={{ new_password: t('field.password') }} submit={t('signUp')} isBusy={signUp.isPending} error={signUp.error} onSubmit={(values) => signUp.mutate(values)}>
        <Group><Anchor component={Link} to="/sign-in" size="sm">{t('haveAccount')}</Anchor></Group>
      </Fields>
    </>
  );
}
