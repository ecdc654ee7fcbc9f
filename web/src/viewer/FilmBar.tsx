import { ActionIcon, Button, Group, NativeSelect, Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clock } from './film_times';
import { Icon, type IconName } from './icons';
import { SPEEDS, wholeOf, type FilmState } from './useFilm';
import type { StackState } from './useStack';

interface Props {
  state: StackState;
  film: FilmState;
  isReencoded: boolean;
}

function Marks({ state, film }: Pick<Props, 'state' | 'film'>) {
  const { t } = useTranslation('viewer');
  const { marked, times_us } = film;
  const whole = wholeOf(marked);
  const only = marked.from ?? marked.to;
  const place = (frame: number) => t('mark_place', { frame: frame + 1, time: clock(times_us, frame) });
  return (
    <Group gap="xs">
      <Button size="compact-xs" variant="default" onClick={film.markFrom}>
        {t('key_mark_from')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={film.markTo}>
        {t('key_mark_to')}
      </Button>
      {only === undefined ? null : (
        <>
          <Text size="xs" role="status">
            {whole ? t('marked', { from: place(whole.from), to: place(whole.to) }) : place(only)}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => state.goTo(whole?.from ?? only)}>
            {t('mark_go')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={film.markNone}>
            {t('key_mark_none')}
          </Button>
        </>
      )}
    </Group>
  );
}

/** Under a film: one frame back and on, play, speed, where one is, and the part that is marked. */
export function FilmBar({ state, film, isReencoded }: Props) {
  const { t } = useTranslation('viewer');
  const count = film.times_us.length;
  const goTo = (frame: number) => {
    film.pause();
    state.goTo(Math.min(Math.max(frame, 0), count - 1));
  };
  const sign = (label: string, icon: IconName, act: () => void) => (
    <ActionIcon variant="default" aria-label={label} title={label} onClick={act}>
      <Icon name={icon} />
    </ActionIcon>
  );
  const ends = [film.marked.from, film.marked.to].filter((frame) => frame !== undefined);
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        {sign(t('key_frame_back'), 'back', () => goTo(state.frame - 1))}
        {sign(film.isPlaying ? t('pause') : t('play'), film.isPlaying ? 'pause' : 'play', film.toggle)}
        {sign(t('key_frame_on'), 'on', () => goTo(state.frame + 1))}
        <NativeSelect size="xs" aria-label={t('speed')} value={String(film.speed)} onChange={(event) => film.setSpeed(Number(event.currentTarget.value))} data={SPEEDS.map((speed) => ({ value: String(speed), label: `${speed} ×` }))} />
        <Slider flex={1} thumbLabel={t('film_place')} label={(frame) => `${frame + 1} · ${clock(film.times_us, frame)}`} min={0} max={Math.max(count - 1, 1)} value={state.frame} onChange={goTo} marks={ends.map((value) => ({ value }))} />
      </Group>
      <Marks state={state} film={film} />
      {isReencoded ? (
        <Text size="xs" c="dimmed">
          {t('film_reencoded')}
        </Text>
      ) : null}
    </>
  );
}
