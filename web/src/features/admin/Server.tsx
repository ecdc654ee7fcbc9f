// How the installation does: whether it can serve, what waits, what is dead, how much it holds.
import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { get } from '../../api/client';
import type { ServerStatus } from '../../api/types';
import { Await, useFormat } from '../../ui';

const EVERY_MS = 15_000;

function useReady() {
  return useQuery({ queryKey: ['ready'], refetchInterval: EVERY_MS, queryFn: async () => (await fetch('/readyz')).ok });
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return <Card withBorder component="section" padding="md"><Title order={3} mb="sm">{title}</Title>{children}</Card>;
}

function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="medal-facts">
      {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

function Shown({ status }: { status: ServerStatus }) {
  const { t } = useTranslation('admin');
  const { t: stateText } = useTranslation('states');
  const format = useFormat();
  const ready = useReady();
  const jobs = Object.entries({ ready: 0, running: 0, dead: 0, ...status.jobs });
  const nameOf = (state: string) => <Link to={`/admin/jobs?state=${state}`}>{stateText(state === 'ready' ? 'waiting' : state)}</Link>;
  return (
    <Stack>
      <Group>
        <span className="medal-state" data-tone={ready.data === false ? 'bad' : ready.data ? 'good' : 'still'}>{t(ready.data === false ? 'notReady' : ready.data ? 'isReady' : 'asking')}</span>
        <Text size="sm" className="medal-quiet">{t('asOf', { at: format.dateTime(status.now) })}</Text>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <Panel title={t('installation')}><Facts facts={[[t('version'), status.version], [t('database'), t(`engine.${status.database}`)], [t('accounts'), format.number(status.people)], [t('eventCount'), format.number(status.events)]]} /></Panel>
        <Panel title={t('part.jobs')}><dl className="medal-facts">{jobs.map(([state, count]) => <div key={state}><dt>{nameOf(state)}</dt><dd>{format.number(count)}</dd></div>)}</dl></Panel>
        <Panel title={t('mail')}><Facts facts={[[t('mailWaiting'), format.number(status.mail.waiting)], [t('mailRefused'), format.number(status.mail.refused)]]} /></Panel>
        <Panel title={t('storage')}><Facts facts={[[t('blobs'), format.number(status.storage.blobs)], [t('bytes'), format.size(status.storage.bytes)]]} /></Panel>
      </SimpleGrid>
    </Stack>
  );
}

export function Server() {
  const status = useQuery({ queryKey: ['status'], refetchInterval: EVERY_MS, queryFn: () => get<ServerStatus>('/api/v1/admin/status') });
  return <Await query={status}>{(one) => <Shown status={one} />}</Await>;
}
