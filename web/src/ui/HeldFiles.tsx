import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { byReason, type HeldFile } from './held';

/** Files that were not taken, each reason said once. */
export function HeldFiles({ held, more = 0 }: { held: HeldFile[]; more?: number }) {
  const { t } = useTranslation('common');
  return (
    <List size="sm" mt="xs" spacing={4}>
      {byReason(held).map((group) => (
        <List.Item key={`${group.status} ${group.reason}`}>
          <Text span size="sm" fw={600}>
            {t(`held_${group.status}`, { count: group.numbers.length, numbers: group.numbers.join(', ') })}
          </Text>{' '}
          {group.reason}
        </List.Item>
      ))}
      {more > 0 ? <List.Item>{t('held_more', { count: more })}</List.Item> : null}
    </List>
  );
}
