import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FailureKind } from './failure';

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
