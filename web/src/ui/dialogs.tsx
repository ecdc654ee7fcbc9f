// Asking before a deed: a plain confirmation, or one with a reason. Both stay open, with the server's words, when
// the deed fails, and hand the focus back to the button they were opened from.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from './states';

interface DialogProps {
  isOpen: boolean;
  title: string;
  text?: ReactNode;
  /** What the button says: the deed itself, never "OK". */
  confirm: string;
  isDanger?: boolean;
  /** Closes when the promise is kept; shows why when it is broken. */
  onClose: () => void;
}

function useDeed(onClose: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    onClose();
  };
  const run = async (deed: () => unknown) => {
    setBusy(true);
    setError(undefined);
    try {
      await deed();
      onClose();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, close, run };
}

function Frame({ isOpen, title, onClose, onSubmit, children }: { isOpen: boolean; title: string; onClose: () => void; onSubmit: () => void; children: ReactNode }) {
  const { t } = useTranslation('common');
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={<Text fw={600} component="span">{title}</Text>} centered closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form onSubmit={send} noValidate>{children}</form>
    </Modal>
  );
}

function Buttons({ confirm, isDanger, isBusy, isReady = true, onClose }: { confirm: string; isDanger?: boolean; isBusy: boolean; isReady?: boolean; onClose: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" color={isDanger ? 'red' : undefined} loading={isBusy} disabled={!isReady}>{confirm}</Button>
    </Group>
  );
}

export function ConfirmDialog({ isOpen, title, text, confirm, isDanger, onClose, onConfirm, children, isReady }: DialogProps & {
  onConfirm: () => unknown; children?: ReactNode; isReady?: boolean;
}) {
  const deed = useDeed(onClose);
  return (
    <Frame isOpen={isOpen} title={title} onClose={deed.close} onSubmit={() => void deed.run(onConfirm)}>
      <Stack>
        {text && <Text size="sm">{text}</Text>}
        {children}
        {deed.error !== undefined && <ErrorPanel error={deed.error} />}
        <Buttons confirm={confirm} isDanger={isDanger} isBusy={deed.isBusy} isReady={isReady} onClose={deed.close} />
      </Stack>
    </Frame>
  );
}

function UsualReasons({ reasons, onChoose }: { reasons: string[]; onChoose: (reason: string) => void }) {
  const { t } = useTranslation('common');
  if (reasons.length === 0) return null;
  return (
    <Stack gap={6} role="group" aria-label={t('usualReasons')}>
      {reasons.map((one) => (
        <Button key={one} size="compact-sm" variant="default" justify="start" h="auto" py={4} fw={400} styles={{ label: { whiteSpace: 'normal', textAlign: 'start' } }} onClick={() => onChoose(one)}>{one}</Button>
      ))}
    </Stack>
  );
}

/** At least `least` characters are asked for, at most `most` taken; 0 makes the reason free. `children` stand above the reason; `usual` ones are taken with a press. */
export function ReasonDialog({ isOpen, title, text, confirm, isDanger, least = 20, most = 2000, isReady = true, usual = [], onClose, onReason, children }: DialogProps & {
  least?: number; most?: number; isReady?: boolean; usual?: string[]; onReason: (reason: string) => unknown; children?: ReactNode;
}) {
  const { t } = useTranslation('common');
  const deed = useDeed(onClose);
  const [reason, setReason] = useState('');
  const id = useId();
  const given = [...reason.trim()].length;
  const send = async () => {
    if (given < least) return;
    await deed.run(async () => {
      await onReason(reason.trim());
      setReason('');
    });
  };
  return (
    <Frame isOpen={isOpen} title={title} onClose={deed.close} onSubmit={() => void send()}>
      <Stack>
        {text && <Text size="sm">{text}</Text>}
        {children}
        <UsualReasons reasons={usual} onChoose={setReason} />
        <Textarea data-autofocus id={id} label={t('reason')} required={least > 0} autosize minRows={3} maxRows={10} maxLength={most} value={reason}
          onChange={(event) => setReason(event.currentTarget.value)} description={least > 0 ? t('reasonLeast', { least }) : t('reasonFree')} />
        {deed.error !== undefined && <ErrorPanel error={deed.error} />}
        <Buttons confirm={confirm} isDanger={isDanger} isBusy={deed.isBusy} isReady={isReady && given >= least} onClose={deed.close} />
      </Stack>
    </Frame>
  );
}
