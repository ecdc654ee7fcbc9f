// What de-identification did to which elements of the files, as a table: by kind and count, never a value.
import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface RemovedRow {
  tag: string;
  keyword: string;
  action: string;
  count: number;
  reason?: string;
}

const named = (tag: string) => (/^[0-9A-Fa-f]{8}$/.test(tag) ? `(${tag.slice(0, 4)},${tag.slice(4)})` : tag);

export function RemovedTable({ rows }: { rows: RemovedRow[] }) {
  const { t } = useTranslation('common');
  const isReasoned = rows.some((row) => row.reason !== undefined);
  return (
    <Table.ScrollContainer minWidth={isReasoned ? 560 : 420} mah={isReasoned ? 420 : 320}>
      <Table stickyHeader verticalSpacing={isReasoned ? undefined : 4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('element')}</Table.Th>
            <Table.Th>{t('what_happened')}</Table.Th>
            {isReasoned ? <Table.Th>{t('why')}</Table.Th> : null}
            <Table.Th ta="end">{t('count')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={index}>
              <Table.Td>
                {row.keyword || t('private_element')} <Text span size="xs" className="medal-quiet">{named(row.tag)}</Text>
              </Table.Td>
              <Table.Td>{t(`deid_${row.action}`, { defaultValue: row.action })}</Table.Td>
              {isReasoned ? <Table.Td>{row.reason}</Table.Td> : null}
              <Table.Td ta="end">{row.count}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
