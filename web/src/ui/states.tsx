// What a page shows while there is nothing to show: loading, empty, failed.
import { Alert, Anchor, Button, Center, Group, Loader, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError } from '../api/client';

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
    <Center py="xl" className="medal-empty">
      <Stack align="center" gap="sm">
        <Text className="medal-quiet" ta="center">{text}</Text>
        {action}
      </Stack>
    </Center>
  );
}

interface ErrorProps {
  error: unknown;
  onRetry?: () => void;
  /** Signing in happens in another tab: what was typed or is being sent here stays. */
  isBeside?: boolean;
}

/** Where a deed failed, what is on the page stays; where the page itself did not come, there is nothing to lose. */
export function ErrorPanel({ error, onRetry, isBeside = onRetry === undefined }: ErrorProps) {
  const { t } = useTranslation('common');
  const problem = error instanceof ApiError ? error.problem : undefined;
  const isSignedOut = problem?.status === 401 && problem.code !== 'session.wrong';
  const next = encodeURIComponent(window.location.pathname + window.location.search);
  return (
    <Alert color="red" title={problem?.status === 0 ? t('offline') : t('failed')} role="alert" my="md">
      <Text size="sm">{isSignedOut ? t('signedOut') : problem?.detail ?? t('unexpected')}</Text>
      {problem?.hint && !isSignedOut && <Text size="sm">{problem.hint}</Text>}
      {problem?.field && <Text size="xs" className="medal-quiet">{problem.field}</Text>}
      {problem?.request_id && <Text size="xs" className="medal-quiet">{t('request', { id: problem.request_id })}</Text>}
      {(isSignedOut || onRetry) && (
        <Group mt="sm" gap="sm">
          {isSignedOut && <Anchor size="sm" underline="always" component={Link} to={`/sign-in?next=${next}`} target={isBeside ? '_blank' : undefined}>{t('signIn')}</Anchor>}
          {onRetry && <Button size="xs" variant="light" color="red" onClick={onRetry}>{t('retry')}</Button>}
        </Group>
      )}
    </Alert>
  );
}

/** One query's page: waits, says what failed, and only then shows what came. */
export function Await<T>({ query, children }: {
  query: { data: T | undefined; error: unknown; isError: boolean; refetch: () => unknown }; children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
