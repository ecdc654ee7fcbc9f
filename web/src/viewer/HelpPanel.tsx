import { Kbd, Modal, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KeyEntry } from './keys';

const SIGNS: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', ' ': '␣' };

export function HelpPanel({ keys, opened, onClose }: { keys: KeyEntry[]; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('viewer');
  return (
    <Modal opened={opened} onClose={onClose} title={t('help')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Table>
        <Table.Tbody>
          {keys.map((entry) => (
            <Table.Tr key={entry.command}>
              <Table.Td>
                {entry.keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(`key_${entry.command}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="sm">
        {t('help_touch')}
      </Text>
    </Modal>
  );
}
