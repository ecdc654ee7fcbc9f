import { Alert, Button, Group, Kbd, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case } from '../../api/types';
import { ReasonDialog, useFormat } from '../../ui';
import { useDecide, type Deed } from './queries';

export type Asking = 'clear' | 'stop' | undefined;

const CLEAR_REASONS = ['clear_nothing', 'clear_painted', 'clear_marker', 'clear_synthetic', 'clear_not_same'] as const;
const STOP_REASONS = ['stop_identifier', 'stop_face', 'stop_text', 'stop_duplicate', 'stop_consent'] as const;
const LEAST_REASON = 5;

interface Props {
  one: Case;
  asking: Asking;
  onAsk: (asking: Asking) => void;
  /** Told what was done; a first signature leaves the case where it is. */
  onDone: (deed: Deed['action'], next: Case) => void;
}

/** Why this person may not clear it, in words. */
export function NotYours({ one, me }: { one: Case; me: string | undefined }) {
  const { t } = useTranslation('steward');
  const isOwn = one.author.id === me;
  if (one.allowed_actions.includes('clear')) return null;
  const reason = isOwn ? 'same_person' : (one.clearing_conflict ?? 'not_steward');
  if (one.state !== 'needs_attention') return null;
  return <Alert color={reason === 'signed_already' ? 'teal' : 'yellow'} title={t(`conflict_${reason}_title`)}>{t(`conflict_${reason}`)}</Alert>;
}

export function Signatures({ one }: { one: Case }) {
  const { t } = useTranslation('steward');
  const format = useFormat();
  if (one.signatures_needed < 2) return null;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>{t('signatures', { given: one.signatures.length, needed: one.signatures_needed })}</Text>
      {one.signatures.map((signature) => (
        <Text key={signature.signed_at} size="sm">
          {signature.person_name}, {format.dateTime(signature.signed_at)}: {signature.reason}
        </Text>
      ))}
    </Stack>
  );
}

export function Decide({ one, asking, onAsk, onDone }: Props) {
  const { t } = useTranslation('steward');
  const decide = useDecide(one.id);
  const [how, setHow] = useState<'send_back' | 'withdraw'>('send_back');
  const mayClear = one.allowed_actions.includes('clear');
  const mayStop = one.allowed_actions.includes('send_back');
  const isFirst = one.signatures_needed > one.signatures.length + 1;
  const act = async (action: Deed['action'], reason: string) => onDone(action, await decide.mutateAsync({ action, reason }));
  const clearName = isFirst ? t('sign_first') : t('clear');
  return (
    <>
      <Group gap="sm">
        <Button disabled={!mayClear} onClick={() => onAsk('clear')} rightSection={<Kbd size="xs" aria-hidden="true">c</Kbd>}>{clearName}</Button>
        <Button disabled={!mayStop} variant="default" onClick={() => onAsk('stop')} rightSection={<Kbd size="xs" aria-hidden="true">s</Kbd>}>{t('stop')}</Button>
      </Group>
      <ReasonDialog isOpen={asking === 'clear' && mayClear} title={clearName} text={isFirst ? t('sign_first_text') : t('clear_text')} confirm={clearName} least={LEAST_REASON}
        usual={CLEAR_REASONS.map((key) => t(key))} onClose={() => onAsk(undefined)} onReason={(reason) => act('clear', reason)} />
      <ReasonDialog isOpen={asking === 'stop' && mayStop} title={t('key_stop')} confirm={t(how)} isDanger={how === 'withdraw'} least={LEAST_REASON}
        usual={STOP_REASONS.map((key) => t(key))} onClose={() => onAsk(undefined)} onReason={(reason) => act(how, reason)}>
        <Radio.Group label={t('stop_how')} value={how} onChange={(value) => setHow(value as typeof how)}>
          <Stack gap="xs" mt="xs">
            <Radio value="send_back" label={t('send_back')} description={t('send_back_text')} />
            <Radio value="withdraw" label={t('withdraw')} description={t('withdraw_text')} />
          </Stack>
        </Radio.Group>
      </ReasonDialog>
    </>
  );
}
