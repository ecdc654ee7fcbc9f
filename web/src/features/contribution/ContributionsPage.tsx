import { Group, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorPanel, More, StateBadge, useFormat, usePages } from '../../ui';
import { ButtonLink, PageHeader, PageLink, PageStates } from './kit';
import { useCampaign } from './queries';
import type { CaseRow, ItemRow } from './types';

function CaseTable({ rows }: { rows: CaseRow[] }) {
  const { t } = useTranslation('contribution');
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('label')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
            <Table.Th>{t('country')}</Table.Th>
            <Table.Th>{t('updated')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <PageLink to={`/contribute/cases/${row.id}`}>{row.label}</PageLink>
              </Table.Td>
              <Table.Td>
                <StateBadge state={row.state} />
              </Table.Td>
              <Table.Td>{row.country}</Table.Td>
              <Table.Td>{format.date(row.updated_at)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ItemTable({ rows }: { rows: ItemRow[] }) {
  const { t } = useTranslation('contribution');
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('stem')}</Table.Th>
            <Table.Th>{t('answer_type')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
            <Table.Th>{t('updated')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <PageLink to={`/items/${row.id}`}>{row.stem}</PageLink>
              </Table.Td>
              <Table.Td>{t(`type_${row.answer_type}`)}</Table.Td>
              <Table.Td>
                <StateBadge state={row.state} />
              </Table.Td>
              <Table.Td>{format.date(row.updated_at)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export function ContributionsPage() {
  const { t } = useTranslation('contribution');
  const { campaign, failure, isWithout } = useCampaign();
  const id = campaign.data?.id;
  const cases = usePages<CaseRow>(['cases'], id && `/api/v1/campaigns/${id}/cases?mine=true&limit=50`);
  const items = usePages<ItemRow>(['items'], id && `/api/v1/campaigns/${id}/items?mine=true&limit=50`);
  const isEmpty = isWithout || cases.rows?.length === 0;
  return (
    <>
      <Group justify="space-between" align="start" mb="md">
        <PageHeader title={t('mine')} description={t('mine_text')} />
        <ButtonLink to="/contribute/new">{t('case_new')}</ButtonLink>
      </Group>
      <PageStates data={cases.rows} error={failure ?? (cases.error as Error | null)} isEmpty={isEmpty} emptyTitle={isWithout ? t('no_campaign') : t('cases_empty')} onRetry={cases.retry}>
        {(rows) => (
          <Stack gap="xl">
            <section>
              <Title order={2} size="h4" mb="sm">
                {t('cases')}
              </Title>
              <CaseTable rows={rows} />
              <More pages={cases} />
            </section>
            <section>
              <Title order={2} size="h4" mb="sm">
                {t('items')}
              </Title>
              {items.rows && items.rows.length > 0 ? <ItemTable rows={items.rows} /> : <Text c="dimmed">{t('items_empty')}</Text>}
              <More pages={items} />
            </section>
            {items.isError ? <ErrorPanel error={items.error} onRetry={items.retry} /> : null}
          </Stack>
        )}
      </PageStates>
    </>
  );
}
