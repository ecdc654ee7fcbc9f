// What the pages of cases, questions and reviews share: the way to the server, links, and the states of a page.
import { Alert, Anchor, Badge, Box, Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ApiError, get, getCsrfToken, post, put, setCsrfToken } from '../../api/client';

export const api = { get, post, put };

/** The token for requests that do not go through the client, as those of tus. */
export async function csrfToken(): Promise<string> {
  if (!getCsrfToken()) setCsrfToken((await get<{ csrf_token?: string }>('/api/v1/me')).csrf_token);
  return getCsrfToken() ?? '';
}

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

export function ButtonLink({ to, children }: { to: string; children: React.ReactNode }) {
  return (
    <Button component={Link} to={to} w="fit-content">
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
  return (
    <Box component="header" mb="lg">
      {back ? <PageLink to={back.to}>← {back.label}</PageLink> : null}
      <Group gap="sm">
        <Title order={1} size="h2">
          {title}
        </Title>
        {badge}
      </Group>
      {description ? (
        <Text c="dimmed" maw={680}>
          {description}
        </Text>
      ) : null}
    </Box>
  );
}

const SETTLED = ['ready', 'accepted', 'submitted', 'released'];
const URGENT = ['needs_attention', 'blocked', 'in_revision', 'rejected', 'declined', 'expired'];

export function StateBadge({ state }: { state: string }) {
  const { t } = useTranslation('contribution');
  const colour = SETTLED.includes(state) ? 'teal' : URGENT.includes(state) ? 'orange' : 'gray';
  return (
    <Badge variant="light" color={colour} flex="none">
      {t(`state_${state}`)}
    </Badge>
  );
}

export function ProblemAlert({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation('contribution');
  const problem = error instanceof ApiError ? error.problem : undefined;
  const isOffline = problem?.status === 0;
  return (
    <Alert color={isOffline ? 'yellow' : 'red'} role="alert" title={isOffline ? t('offline') : t('went_wrong')}>
      <Text size="sm">{isOffline ? t('offline_text') : error.message}</Text>
      {problem?.hint ? <Text size="sm">{problem.hint}</Text> : null}
      {problem?.field ? <Text size="xs">{t('field', { field: problem.field })}</Text> : null}
      {onRetry ? (
        <Button size="xs" variant="default" mt="sm" onClick={onRetry}>
          {t('again')}
        </Button>
      ) : null}
    </Alert>
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
export function PageStates<T>({ data, error, isEmpty, emptyTitle, onRetry, children }: StatesProps<T>) {
  const { t } = useTranslation('contribution');
  if (isEmpty) return <Text c="dimmed">{emptyTitle}</Text>;
  if (error && data === undefined) return <ProblemAlert error={error} onRetry={onRetry} />;
  if (data === undefined) {
    return (
      <Stack aria-busy="true" aria-label={t('loading')} role="status">
        <Skeleton height={28} width="40%" />
        <Skeleton height={120} />
        <Skeleton height={120} />
      </Stack>
    );
  }
  return (
    <>
      {error ? <ProblemAlert error={error} onRetry={onRetry} /> : null}
      {children(data)}
    </>
  );
}

interface CountryProps {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (country: string) => void;
}

function countryName(code: string, language: string): string | undefined {
  if (!/^[A-Z]{2}$/.test(code)) return undefined;
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code);
}

/** Two letters (ISO 3166), answered with the country's name. */
export function CountrySelect({ label, value, error, onChange }: CountryProps) {
  const { t, i18n } = useTranslation('contribution');
  return (
    <TextInput
      label={label}
      description={countryName(value, i18n.language) ?? t('country_help')}
      required
      maxLength={2}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
    />
  );
}
