import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { More, StateBadge, useFormat, usePages } from '../../ui';
import { PageHeader, PageLink, PageStates } from '../contribution/kit';
import type { ReviewRow } from './types';

const OPEN = ['invited', 'accepted', 'answered_blind', 'scored'];

/** What is still to do first, by its date; then what is done. */
export function inOrder(rows: ReviewRow[]): ReviewRow[] {
  const rank = (row: ReviewRow) => (OPEN.includes(row.state) ? 0 : 1);
  return [...rows].sort((a, b) => rank(a) - rank(b) || a.due_on.localeCompare(b.due_on));
}

export function ReviewQueuePage() {
  const { t } = useTranslation('curation');
  const pages = usePages<ReviewRow>(['reviews'], '/api/v1/me/reviews?limit=100');
  const format = useFormat();
  return (
    <>
      <PageHeader title={t('queue')} description={t('queue_text')} />
      <PageStates data={pages.rows} error={pages.error as Error | null} isEmpty={pages.rows?.length === 0} emptyTitle={t('queue_empty')} onRetry={pages.retry}>
        {(rows) => (
          <Table.ScrollContainer minWidth={420}>
            <Table highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('question')}</Table.Th>
                  <Table.Th>{t('state')}</Table.Th>
                  <Table.Th>{t('due')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {inOrder(rows).map((row) => (
                  <Table.Tr key={row.id}>
                    <Table.Td>
                      <PageLink to={`/reviews/${row.id}`}>{row.stem}</PageLink>
                    </Table.Td>
                    <Table.Td>
                      <StateBadge state={row.state} />
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm">{OPEN.includes(row.state) ? format.date(`${row.due_on}T12:00:00`) : '–'}</Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </PageStates>
      <More pages={pages} />
    </>
  );
}
