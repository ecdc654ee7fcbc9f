import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { failureOf, type FailureKind } from './failure';

/** What did not come, why, and the way to try again. */
export function FailureNote({ title, kind, onAgain }: { title?: string; kind: FailureKind; onAgain: () => void }) {
  const { t } = useTranslation('viewer');
  return (
    <div>
      {title ? `${title} ` : ''}
      {t(`failure_${kind}`)}
      <br />
      <Button mt="sm" size="xs" variant="default" onClick={onAgain}>
        {t('again')}
      </Button>
    </div>
  );
}

interface LoadFailureProps {
  error: unknown;
  /** What the keys of reasons begin with. */
  reasons?: string;
  title?: string;
  onAgain: () => void;
}

/** What the file itself is to blame for has a text of its own, by the error's message, and trying again does not help. */
export function LoadFailure({ error, reasons = '', title, onAgain }: LoadFailureProps) {
  const { t, i18n } = useTranslation('viewer');
  const reason = error instanceof Error ? `${reasons}${error.message}` : '';
  if (reason && i18n.exists(reason, { ns: 'viewer' })) return <>{t(reason)}</>;
  return <FailureNote title={title} kind={failureOf(error)} onAgain={onAgain} />;
}
