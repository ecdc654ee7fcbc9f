import { ActionIcon, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons';
import type { SeriesChoice } from './hanging';
import classes from './study.module.css';

interface Props {
  series: SeriesChoice[];
  /** Addresses of what is shown. */
  shown: string[];
  onShow: (url: string) => void;
  onBeside: (url: string) => void;
}

/** All series of a case as small pictures: one press shows a series, the sign in the corner shows it beside. */
export function SeriesRail({ series, shown, onShow, onBeside }: Props) {
  const { t } = useTranslation('viewer');
  return (
    <nav className={classes.rail} aria-label={t('series')}>
      {series.map((one, index) => {
        const name = `${index + 1}. ${one.name}`;
        return (
          <div key={one.url} className={classes.entry} data-shown={shown.includes(one.url)}>
            <UnstyledButton className={classes.pick} aria-label={name} aria-pressed={shown.includes(one.url)} onClick={() => onShow(one.url)}>
              <img src={one.thumbnailUrl} alt="" loading="lazy" className={classes.thumbnail} />
              <Text size="xs" truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {t('series_frames', { count: one.frames })}
              </Text>
            </UnstyledButton>
            {shown.includes(one.url) ? null : (
              <ActionIcon className={classes.beside} size="sm" variant="default" aria-label={t('beside_of', { name })} title={t('beside')} onClick={() => onBeside(one.url)}>
                <Icon name="beside" />
              </ActionIcon>
            )}
          </div>
        );
      })}
    </nav>
  );
}
