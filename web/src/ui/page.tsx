// The head of a page: its heading, its title in the browser, its state.
import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Names the page in the browser's tab and history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'MEDAL' ? title : `${title} · MEDAL`;
  }, [title]);
}

/** `mb` is 0 where the page's own stack keeps the distance. */
export function PageHeader({ title, lead, actions, mb = 'lg' }: { title: string; lead?: string; actions?: ReactNode; mb?: 0 | 'lg' }) {
  useTitle(title);
  return (
    <Group justify="space-between" align="flex-start" mb={mb} wrap="wrap">
      <Stack gap={4} maw={720}>
        <Title order={1}>{title}</Title>
        {lead && <Text className="medal-quiet">{lead}</Text>}
      </Stack>
      {actions}
    </Group>
  );
}

type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'still';
const TONES: Record<string, Tone> = {
  ready: 'good', accepted: 'good', published: 'good', open_for_data: 'good', complete: 'good', done: 'good', released: 'good', prioritised: 'good',
  needs_attention: 'warn', in_revision: 'warn', in_discussion: 'warn', needs_adjudication: 'warn', paused: 'warn',
  blocked: 'bad', rejected: 'bad', declined: 'bad', dead: 'bad', failed: 'bad', disqualified: 'bad',
  draft: 'still', withdrawn: 'still', cancelled: 'still', merged: 'still', out_of_scope: 'still', closed: 'still', superseded: 'still', discarded: 'still', expired: 'still', deferred: 'still',
};

/** The word says it; the tone only helps the eye. */
export function StateBadge({ state }: { state: string }) {
  const { t } = useTranslation('states');
  return <span className="medal-state" data-tone={TONES[state] ?? 'busy'}>{t(state, { defaultValue: state.replaceAll('_', ' ') })}</span>;
}

/** Text in the reader's language, else English. */
export function useTranslated(): (text: Record<string, string> | undefined) => string {
  const { i18n } = useTranslation();
  return (text) => text?.[i18n.language] ?? text?.en ?? '';
}
