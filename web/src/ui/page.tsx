// The head of a page: its heading, its title in the browser, its state.
import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Names the page in the browser's tab and history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'MEDAL' ? title : `${title} · MEDAL`;
  }, [title]);
}

export function PageHeader({ title, lead, actions }: { title: string; lead?: string; actions?: ReactNode }) {
  useTitle(title);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" wrap="wrap">
      <Stack gap={4} maw={720}>
        <Title order={1}>{title}</Title>
        {lead && <Text className="medal-quiet">{lead}</Text>}
      </Stack>
      {actions}
    </Group>
  );
}

const COLOURS: Record<string, string> = {
  draft: 'gray', ready: 'teal', accepted: 'teal', published: 'teal', open_for_data: 'teal', complete: 'teal', submitted: 'blue', done: 'teal',
  needs_attention: 'orange', blocked: 'red', rejected: 'red', declined: 'red', withdrawn: 'gray', processing: 'blue', frozen: 'indigo',
  dead: 'red', failed: 'red', cancelled: 'gray', merged: 'gray', out_of_scope: 'gray', closed: 'gray', superseded: 'gray', discarded: 'gray', disqualified: 'red',
};

export function StateBadge({ state }: { state: string }) {
  const { t } = useTranslation('states');
  return <Badge variant="light" color={COLOURS[state] ?? 'blue'} tt="none" flex="none">{t(state, { defaultValue: state.replaceAll('_', ' ') })}</Badge>;
}

/** Text in the reader's language, else English. */
export function useTranslated(): (text: Record<string, string> | undefined) => string {
  const { i18n } = useTranslation();
  return (text) => text?.[i18n.language] ?? text?.en ?? '';
}
