// Buttons for what the server says is allowed. What cannot be undone asks first; what judges others asks why.
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog, ReasonDialog } from './dialogs';

/** How an action asks: not at all (absent), for a confirmation, or for a reason of so many characters. */
export interface Ask { reason?: number; text?: string }
export type Asks = Record<string, Ask>;

const DANGEROUS = new Set(['withdraw', 'discard', 'reject', 'decline', 'out_of_scope', 'cancel', 'disqualify']);

export function ActionButtons({ actions, isBusy, asks = {}, size = 'sm', onAction }: {
  actions: readonly string[]; isBusy: boolean; asks?: Asks; size?: 'xs' | 'sm'; onAction: (action: string, reason?: string) => unknown;
}) {
  const { t } = useTranslation('actions');
  // The dialog stays mounted while it closes, so that the focus goes back to its button.
  const [asking, setAsking] = useState({ action: '', isOpen: false });
  const name = (action: string) => t(action, { defaultValue: action.replaceAll('_', ' ') });
  const click = (action: string) => (asks[action] ? setAsking({ action, isOpen: true }) : void onAction(action));
  const { action: asked } = asking;
  const ask = asks[asked];
  const dialog = {
    isOpen: asking.isOpen, title: name(asked), confirm: name(asked), text: ask?.text, isDanger: DANGEROUS.has(asked),
    onClose: () => setAsking({ action: asked, isOpen: false }),
  };
  return (
    <Group gap="xs">
      {actions.map((action) => (
        <Button key={action} size={size} variant="light" color={DANGEROUS.has(action) ? 'red' : undefined} loading={isBusy} onClick={() => click(action)}>
          {name(action)}
        </Button>
      ))}
      {ask && (ask.reason === undefined ? <ConfirmDialog key={asked} {...dialog} onConfirm={() => onAction(asked)} />
        : <ReasonDialog key={asked} {...dialog} least={ask.reason} onReason={(reason) => onAction(asked, reason)} />)}
    </Group>
  );
}
