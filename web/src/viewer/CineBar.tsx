import { ActionIcon, Group, NativeSelect, Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from './icons';
import type { StackState } from './useStack';
import { RATES, type useCine } from './useCine';

interface Props {
  state: StackState;
  count: number;
  cine: ReturnType<typeof useCine>;
}

/** The bar under a stack: step, play, rate, and the slider. */
export function CineBar({ state, count, cine }: Props) {
  const { t } = useTranslation('viewer');
  const step = (by: number) => {
    cine.stop();
    state.goTo((state.frame + by + count) % count);
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
        <Slider flex={1} thumbLabel={t('slice')} label={(value) => value + 1} min={0} max={count - 1} value={state.frame} onChange={state.goTo} />
      </Group>
      <Text size="xs" c="dimmed" aria-live="off">
        {t('loaded', { loaded: state.loaded, count })}
      </Text>
    </>
  );
}
