import { Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { patch, setCsrfToken } from '../../api/client';
import type { Me } from '../../api/types';
import { Fields, type Values } from './Fields';

export function Profile({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation('common');
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (values: Values) => patch<Me>('/api/v1/me', values),
    onSuccess: (changed) => {
      setCsrfToken(changed.csrf_token);
      queries.setQueryData(['me'], changed);
    },
  });
  return (
    <Stack maw={460} gap="md">
      <Text className="medal-quiet">{t('profileLead')}</Text>
      <Fields isPlain names={['display_name', 'institution', 'country']} initial={{ display_name: me.display_name, institution: me.institution, country: me.country }} submit={common('save')} isBusy={save.isPending} error={save.error} onSubmit={(values) => save.mutate(values)}>
        {save.isSuccess && <Text size="sm" role="status">{common('saved')}</Text>}
      </Fields>
    </Stack>
  );
}
