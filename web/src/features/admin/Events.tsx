// The chain of events, newest first, and the walk that proves it unbroken.
import { Alert, Button, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { post } from '../../api/client';
import type { AuditRow, ChainVerdict } from '../../api/types';
import { Empty, ErrorPanel, Loading, More, useFormat, usePages } from '../../ui';
import { placeOf } from './places';

function Verify() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const verify = useMutation({ mutationFn: () => post<ChainVerdict>('/api/v1/admin/audit/verify', undefined) });
  return (
    <Stack gap="sm">
      <Text className="medal-quiet" maw={640}>{t('chainLead')}</Text>
      <Button w="fit-content" variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>{t('verifyChain')}</Button>
      {verify.data && <Alert role="status" color={verify.data.intact ? 'teal' : 'red'}>{verify.data.intact ? t('intact', { events: format.number(verify.data.events) }) : t('broken', { seq: verify.data.first_broken })}</Alert>}
      {verify.isError && <ErrorPanel error={verify.error} />}
    </Stack>
  );
}

function Row({ row }: { row: AuditRow }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const place = placeOf(row);
  return (
    <Table.Tr>
      <Table.Td ta="right">{row.seq}</Table.Td>
      <Table.Td>{format.dateTime(row.at)}</Table.Td>
      <Table.Td>{row.actor_name === '' || row.actor_name === 'system' ? t('system') : row.actor_name}</Table.Td>
      <Table.Td>{row.action}</Table.Td>
      <Table.Td>{place ? <Link to={place}>{row.subject_kind}</Link> : row.subject_kind}<Text size="xs" className="medal-quiet">{row.subject_id}</Text></Table.Td>
      <Table.Td className="medal-prose">{row.reason ?? ''}</Table.Td>
    </Table.Tr>
  );
}

export function Events() {
  const { t } = useTranslation('admin');
  const list = usePages<AuditRow>(['audit'], '/api/v1/admin/audit?limit=50');
  return (
    <Stack>
      <Verify />
      {list.isError && <ErrorPanel error={list.error} onRetry={list.retry} />}
      {!list.rows && !list.isError && <Loading />}
      {list.rows?.length === 0 && <Empty text={t('nothing')} />}
      {list.rows && list.rows.length > 0 && (
        <Table.ScrollContainer minWidth={900}>
          <Table verticalSpacing="xs">
            <Table.Thead><Table.Tr><Table.Th ta="right">{t('number')}</Table.Th><Table.Th>{t('when')}</Table.Th><Table.Th>{t('who')}</Table.Th><Table.Th>{t('what')}</Table.Th><Table.Th>{t('subject')}</Table.Th><Table.Th>{t('reason')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{list.rows.map((row) => <Row key={row.seq} row={row} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <More pages={list} />
    </Stack>
  );
}
