// The board of a release: accuracy with its interval, ranks with their range, baselines named as such.
import { Button, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { get, type Page } from '../../api/client';
import type { Board, BoardRow, Release } from '../../api/types';
import { Await, Empty, IntervalBar, PageHeader, useFormat } from '../../ui';

function Row({ row }: { row: BoardRow }) {
  const { t } = useTranslation('release');
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Td ta="right">{row.rank}{row.rank_low !== row.rank_high && <Text size="xs" className="medal-quiet">{t('rankRange', { low: row.rank_low, high: row.rank_high })}</Text>}</Table.Td>
      <Table.Td><Link to={`/runs/${row.run_id}`}>{row.model.name}</Link>{row.model.version && <Text span size="sm" className="medal-quiet"> {row.model.version}</Text>}{row.model.kind !== 'model' && <Text size="xs" className="medal-quiet">{t(`kind.${row.model.kind}`)}</Text>}</Table.Td>
      <Table.Td ta="right">{format.percent(row.accuracy, 1)}</Table.Td>
      <Table.Td><IntervalBar value={row.accuracy} low={row.ci_low} high={row.ci_high} /></Table.Td>
      <Table.Td>{t('sizes', { items: row.n_items, patients: row.n_patients })}</Table.Td>
      <Table.Td ta="right">{format.percent(row.invalid_rate)}</Table.Td>
    </Table.Tr>
  );
}

function BoardTable({ board }: { board: Board }) {
  const { t } = useTranslation('release');
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead><Table.Tr><Table.Th ta="right">{t('rank')}</Table.Th><Table.Th>{t('model')}</Table.Th><Table.Th ta="right">{t('accuracy')}</Table.Th><Table.Th>{t('interval')}</Table.Th><Table.Th>{t('n')}</Table.Th><Table.Th ta="right">{t('invalid')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{board.rows.map((row) => <Row key={row.run_id} row={row} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Shown({ releases, chosen }: { releases: Release[]; chosen: string }) {
  const { t } = useTranslation('release');
  const navigate = useNavigate();
  const format = useFormat();
  const board = useQuery({ queryKey: ['board', chosen], queryFn: () => get<Board>(`/api/v1/releases/${chosen}/leaderboard`) });
  return (
    <Stack gap="lg">
      <Group align="flex-end">
        {releases.length > 0 && <Select label={t('release')} w={300} allowDeselect={false} value={chosen} data={releases.map((one) => ({ value: one.id, label: `${one.name} ${one.version}` }))} onChange={(id) => void navigate(`/leaderboard/${id}`)} />}
        <Button component={Link} variant="default" to={`/runs?release=${chosen}`}>{t('sitExam')}</Button>
      </Group>
      <Await query={board}>
        {(data) => (
          <>
            {data.rows.length === 0 ? <Empty text={t('noRuns')} /> : <BoardTable board={data} />}
            <section aria-labelledby="method"><Title order={2} id="method" mb="xs">{t('method')}</Title><Text className="medal-quiet" maw={760}>{data.method}</Text><Text size="sm" className="medal-quiet" mt="xs">{t('computed', { at: format.dateTime(data.computed_at) })}</Text></section>
          </>
        )}
      </Await>
    </Stack>
  );
}

export function LeaderboardPage() {
  const { t } = useTranslation('release');
  const { id } = useParams();
  const releases = useQuery({ queryKey: ['published'], queryFn: () => get<Page<Release>>('/api/v1/releases') });
  return (
    <Stack gap={0} maw={1180}>
      <PageHeader title={t('board')} lead={t('boardLead')} />
      <Await query={releases}>
        {(page) => {
          const chosen = id ?? page.items[0]?.id;
          return chosen === undefined ? <Empty text={t('none')} /> : <Shown releases={page.items} chosen={chosen} />;
        }}
      </Await>
    </Stack>
  );
}
