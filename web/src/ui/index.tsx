// What every page is made of: headings, states of loading, badges, buttons for allowed actions.
import { Alert, Badge, Button, Center, Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';

export function PageHeader({ title, lead, actions }: { title: string; lead?: string; actions?: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-start" mb="lg" wrap="wrap">
      <Stack gap={4} maw={720}>
        <Title order={1}>{title}</Title>
        {lead && <Text className="medal-quiet">{lead}</Text>}
      </Stack>
      {actions}
    </Group>
  );
}

export function Loading() {
  const { t } = useTranslation('common');
  return (
    <Center py="xl" role="status" aria-live="polite">
      <Loader size="sm" mr="sm" />
      <Text>{t('loading')}</Text>
    </Center>
  );
}

export function Empty({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <Center py="xl">
      <Stack align="center" gap="sm">
        <Text className="medal-quiet" ta="center">{text}</Text>
        {action}
      </Stack>
    </Center>
  );
}

export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('common');
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <Alert color="red" title={problem?.status === 0 ? t('offline') : t('failed')} role="alert" my="md">
      <Text size="sm">{problem?.detail ?? t('unexpected')}</Text>
      {problem?.hint && <Text size="sm">{problem.hint}</Text>}
      {problem?.field && <Text size="xs" className="medal-quiet">{problem.field}</Text>}
      {problem?.request_id && <Text size="xs" className="medal-quiet">{t('request', { id: problem.request_id })}</Text>}
      {onRetry && <Button size="xs" mt="sm" variant="light" color="red" onClick={onRetry}>{t('retry')}</Button>}
    </Alert>
  );
}

const COLOURS: Record<string, string> = {
  draft: 'gray', ready: 'teal', accepted: 'teal', published: 'teal', open_for_data: 'teal', complete: 'teal', submitted: 'blue',
  needs_attention: 'orange', blocked: 'red', rejected: 'red', declined: 'red', withdrawn: 'gray', processing: 'blue', frozen: 'indigo',
};

export function StateBadge({ state }: { state: string }) {
  const { t } = useTranslation('states');
  return <Badge variant="light" color={COLOURS[state] ?? 'blue'} tt="none">{t(state, { defaultValue: state.replaceAll('_', ' ') })}</Badge>;
}

export function ActionButtons({ actions, isBusy, onAction }: { actions: string[]; isBusy: boolean; onAction: (action: string) => void }) {
  const { t } = useTranslation('actions');
  return (
    <Group gap="xs">
      {actions.map((action) => (
        <Button key={action} size="sm" variant={action === 'withdraw' || action === 'discard' ? 'subtle' : 'light'}
          color={action === 'withdraw' || action === 'discard' ? 'red' : undefined} loading={isBusy} onClick={() => onAction(action)}>
          {t(action, { defaultValue: action.replaceAll('_', ' ') })}
        </Button>
      ))}
    </Group>
  );
}

/** Text in the reader's language, else English. */
export function useTranslated(): (text: Record<string, string> | undefined) => string {
  const { i18n } = useTranslation();
  return (text) => text?.[i18n.language] ?? text?.en ?? '';
}
