import { ActionIcon, Group, NativeSelect, SegmentedControl, Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Group as Slices } from './frames';
import { Icon, type IconName } from './icons';
import type { StackState } from './useStack';
import { RATES, type useCine } from './useCine';

interface Props {
  state: StackState;
  group: Slices;
  cine: ReturnType<typeof useCine>;
}

/** The bar under a stack: step, play, rate, and the slider. */
export function CineBar({ state, group, cine }: Props) {
  const { t } = useTranslation('viewer');
  const at = state.frame - group.first;
  const all = group.count * group.times;
  const step = (by: number) => {
    cine.stop();
    state.goTo(group.first + ((at + by + group.count) % group.count));
  };
  const sign = (label: string, icon: IconName, act: () => void) => (
    <ActionIcon variant="default" aria-label={label} title={label} onClick={act}>
      <Icon name={icon} />
    </ActionIcon>
  );
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        {sign(t('key_frame_back'), 'back', () => step(-1))}
        {sign(cine.isPlaying ? t('pause') : t('play'), cine.isPlaying ? 'pause' : 'play', cine.toggle)}
        {sign(t('key_frame_on'), 'on', () => step(1))}
        <NativeSelect
          size="xs"
          aria-label={t('rate')}
          value={String(cine.rate)}
          onChange={(event) => cine.setRate(Number(event.currentTarget.value))}
          data={RATES.map((rate) => ({ value: String(rate), label: t('per_second', { rate }) }))}
        />
        <Slider flex={1} thumbLabel={t('slice')} label={(value) => value + 1} min={0} max={group.count - 1} value={at} onChange={(value) => state.goTo(group.first + value)} />
      </Group>
      {group.times > 1 ? (
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" aria-hidden="true">
            {t('time')}
          </Text>
          <Slider flex={1} thumbLabel={t('time')} label={(value) => value + 1} min={0} max={group.times - 1} value={group.time} onChange={(time) => state.goTo(time * group.count + at)} />
          <SegmentedControl size="xs" aria-label={t('play_along')} value={cine.along} onChange={(along) => cine.setAlong(along as 'slices' | 'time')} data={[{ value: 'slices', label: t('along_slices') }, { value: 'time', label: t('along_time') }]} />
        </Group>
      ) : null}
      <Text size="xs" c="dimmed" aria-live="off">
        {t('loaded', { loaded: state.loaded, count: all })}
      </Text>
    </>
  );
}
