// What the pages of cases, questions and reviews share: the way to the server, links, and the states of a page.
import { Anchor, Box, Button, Group, Text, Title } from '@mantine/core';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { get, getCsrfToken, patch, post, put, setCsrfToken } from '../../api/client';
import { Empty, ErrorPanel, Loading, useTitle } from '../../ui';

export const api = { get, patch, post, put };

/** The token for requests that do not go through the client, as those of tus. */
export async function csrfToken(): Promise<string> {
  if (!getCsrfToken()) setCsrfToken((await get<{ csrf_token?: string }>('/api/v1/me')).csrf_token);
  return getCsrfToken() ?? '';
}

/** Where the server no longer takes it: the next request asks for that of the present session. */
export const forgetCsrfToken = (): void => setCsrfToken(undefined);

export function useChosenCampaign(): string | undefined {
  return useSearchParams()[0].get('campaign') ?? undefined;
}

export function useParam(name: string): string {
  return useParams()[name] ?? '';
}

export function useGo(): (to: string) => void {
  const navigate = useNavigate();
  return (to) => void navigate(to);
}

export function PageLink({ to, children }: { to: string; children: React.ReactNode }) {
  return (
    <Anchor component={Link} to={to}>
      {children}
    </Anchor>
  );
}

export function ButtonLink({ to, variant, children }: { to: string; variant?: string; children: React.ReactNode }) {
  return (
    <Button component={Link} to={to} variant={variant} w="fit-content">
      {children}
    </Button>
  );
}

interface HeaderProps {
  title: string;
  description?: string;
  badge?: React.ReactNode;
  back?: { to: string; label: string };
}

export function PageHeader({ title, description, badge, back }: HeaderProps) {
  useTitle(title);
  return (
    <Box component="header" mb="lg">
      {back ? <PageLink to={back.to}>← {back.label}</PageLink> : null}
      <Group gap="sm">
        <Title order={1}>{title}</Title>
        {badge}
      </Group>
      {description ? (
        <Text className="medal-quiet" maw={680}>
          {description}
        </Text>
      ) : null}
    </Box>
  );
}

interface StatesProps<T> {
  data: T | undefined;
  error: Error | null;
  isEmpty?: boolean;
  emptyTitle?: string;
  onRetry: () => void;
  children: (data: T) => React.ReactNode;
}

/** Loading, error, offline, empty, or the thing itself; what is there stays shown when a refresh fails. */
export function PageStates<T>({ data, error, isEmpty, emptyTitle = '', onRetry, children }: StatesProps<T>) {
  if (isEmpty) return <Empty text={emptyTitle} />;
  if (error && data === undefined) return <ErrorPanel error={error} onRetry={onRetry} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      {error ? <ErrorPanel error={error} onRetry={onRetry} isBeside /> : null}
      {children(data)}
    </>
  );
}
