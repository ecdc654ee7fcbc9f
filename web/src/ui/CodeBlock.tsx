// Commands and secrets to take away: shown as they are, copied by one button.
import { ActionIcon, Code, CopyButton, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const COPY = 'M8 4h9a2 2 0 0 1 2 2v11M5 8h9a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z';
const DONE = 'M5 13l4 4L19 7';

export function CodeBlock({ code, label }: { code: string; label?: string }) {
  const { t } = useTranslation('common');
  return (
    <div className="medal-code">
      <Code block tabIndex={0} aria-label={label}>{code}</Code>
      <CopyButton value={code} timeout={2000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('copied') : t('copy')} withArrow>
            <ActionIcon className="medal-copy" variant="default" onClick={copy} aria-label={copied ? t('copied') : t('copy')}>
              <svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true"><path d={copied ? DONE : COPY} /></svg>
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
