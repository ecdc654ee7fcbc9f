// The files of this visit: where each of them stands, and what to do about those that stand still.
import { ActionIcon, Alert, Anchor, Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FileOnItsWay } from './uploads';
import classes from './uploads.module.css';

interface Props {
  files: FileOnItsWay[];
  onResume: (id: number) => void;
  onRemove: (id: number) => void;
}

function FileRow({ file, onResume, onRemove }: { file: FileOnItsWay; onResume: () => void; onRemove: () => void }) {
  const { t } = useTranslation('contribution');
  const share = file.size > 0 ? (100 * file.sent) / file.size : 0;
  return (
    <li className={classes.row}>
      <Text size="sm" truncate className={classes.name} title={file.name}>
        {file.name}
      </Text>
      <Progress value={share} color={file.state === 'failed' ? 'red' : undefined} aria-label={t('progress_of', { name: file.name })} />
      <Text size="xs">{t(`file_${file.state}`)}</Text>
      <span className={classes.deeds}>
        {file.state === 'failed' ? (
          <Button size="compact-xs" variant="default" aria-label={t('resume_of', { name: file.name })} onClick={onResume}>
            {t('resume')}
          </Button>
        ) : null}
        <ActionIcon variant="subtle" color="gray" aria-label={t('remove_file', { name: file.name })} onClick={onRemove}>
          <span aria-hidden="true">×</span>
        </ActionIcon>
      </span>
      {file.failure?.message ? (
        <Text size="xs" className={classes.whole}>
          {file.failure.message}
        </Text>
      ) : null}
    </li>
  );
}

/** One word for all that stand still, and one press for all of them. */
function Standing({ files, onResume }: Omit<Props, 'onRemove'>) {
  const { t } = useTranslation('contribution');
  const failed = files.filter((file) => file.state === 'failed');
  if (failed.length === 0) return null;
  const kinds = new Set(failed.map((file) => file.failure?.kind ?? 'unknown'));
  const kind = (['session', 'network', 'refused', 'unknown'] as const).find((one) => kinds.has(one)) ?? 'unknown';
  return (
    <Alert color="red" role="alert" title={t('standing', { count: failed.length })}>
      <Text size="sm" mb="xs">
        {t(`standing_${kind}`)}{' '}
        {kind === 'session' ? (
          <Anchor size="sm" underline="always" component={Link} to="/sign-in?next=%2Faccount" target="_blank">
            {t('standing_sign_in')}
          </Anchor>
        ) : null}
      </Text>
      <Button size="xs" variant="default" onClick={() => failed.forEach((file) => onResume(file.id))}>
        {t('resume_all')}
      </Button>
    </Alert>
  );
}

export function UploadList({ files, onResume, onRemove }: Props) {
  const { t } = useTranslation('contribution');
  return (
    <>
      <Standing files={files} onResume={onResume} />
      <ul className={classes.list} aria-label={t('files_here')}>
        {files.map((file) => (
          <FileRow key={file.id} file={file} onResume={() => onResume(file.id)} onRemove={() => onRemove(file.id)} />
        ))}
      </ul>
    </>
  );
}
