// Boxes that are not sent yet are not lost by a slip.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { ConfirmDialog } from '../../ui';

export function LeaveDialog({ isUnsaved }: { isUnsaved: boolean }) {
  const { t } = useTranslation('redaction');
  const blocker = useBlocker(isUnsaved);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isUnsaved]);
  return (
    <ConfirmDialog isOpen={blocker.state === 'blocked'} title={t('leave_title')} text={t('leave_text')} confirm={t('leave')} isDanger
      onClose={() => (blocker.state === 'blocked' ? blocker.reset() : undefined)}
      onConfirm={() => (blocker.state === 'blocked' ? blocker.proceed() : undefined)} />
  );
}
