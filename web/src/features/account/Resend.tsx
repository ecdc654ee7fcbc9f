// Asks for the confirming mail again; the answer is the same whether or not the address is known.
import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { post } from '../../api/client';
import { ErrorPanel } from '../../ui';

export function Resend({ email }: { email: string }) {
  const { t } = useTranslation('account');
  const send = useMutation({ mutationFn: () => post('/api/v1/accounts/resend-verification', { email }) });
  return (
    <>
      <Group gap="sm" mt="sm">
        <Button size="xs" variant="default" loading={send.isPending} disabled={send.isSuccess} onClick={() => send.mutate()}>{t('resend')}</Button>
        {send.isSuccess && <Text size="sm" role="status">{t('resent')}</Text>}
      </Group>
      {send.isError && <ErrorPanel error={send.error} />}
    </>
  );
}
