import { Alert, Checkbox, ColorSwatch, Group, NativeSelect, SegmentedControl, Slider, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Label, MaskLook } from './mask';
import type { Plane } from './planes';
import type { Masks } from './useMasks';
import classes from './viewer.module.css';

function Labels({ labels, look, setLook }: { labels: Label[]; look: MaskLook; setLook: (look: MaskLook) => void }) {
  const { t } = useTranslation('viewer');
  const toggle = (value: number) => {
    const hidden = new Set(look.hidden);
    if (!hidden.delete(value)) hidden.add(value);
    setLook({ ...look, hidden });
  };
  return (
    <Group gap="md" className={classes.labels} role="group" aria-label={t('mask_labels')} tabIndex={0}>
      {labels.map((label) => (
        <Checkbox
          key={label.value}
          size="xs"
          checked={!look.hidden.has(label.value)}
          onChange={() => toggle(label.value)}
          label={
            <Group gap={6} wrap="nowrap">
              <ColorSwatch size={12} color={`rgb(${label.colour.join(',')})`} aria-hidden="true" />
              {label.name || t('mask_label', { value: label.value })}
            </Group>
          }
        />
      ))}
    </Group>
  );
}

/** Nothing where no mask can be laid over the image. */
export function MaskPanel({ masks, plane }: { masks: Masks; plane?: Plane }) {
  const { t } = useTranslation('viewer');
  const { choices, laid, look, setLook, lay } = masks;
  if (choices.length === 0) return null;
  const options = choices.map((one, index) => ({ value: one.url, label: one.description || t('mask_number', { number: index + 1 }) }));
  return (
    <Stack gap="xs" mb="xs">
      <Group gap="sm" align="center">
        <NativeSelect size="xs" aria-label={t('mask')} value={laid?.choice.url ?? ''} onChange={(event) => lay(event.currentTarget.value || undefined)} data={[{ value: '', label: t('mask_none') }, ...options]} />
        {laid?.mask ? (
          <>
            <SegmentedControl size="xs" aria-label={t('mask_drawn')} value={look.isOutlined ? 'outline' : 'fill'} onChange={(value) => setLook({ ...look, isOutlined: value === 'outline' })} data={[{ value: 'fill', label: t('mask_fill') }, { value: 'outline', label: t('mask_outline') }]} />
            <Group gap="xs" wrap="nowrap">
              <Text size="xs" aria-hidden="true">
                {t('mask_opacity')}
              </Text>
              <Slider w={140} thumbLabel={t('mask_opacity')} min={0.1} max={1} step={0.05} label={(value) => `${Math.round(100 * value)} %`} value={look.opacity} onChange={(opacity) => setLook({ ...look, opacity })} />
            </Group>
          </>
        ) : null}
        {laid && !laid.mask && !laid.failure ? <Text size="xs" role="status">{t('mask_loading')}</Text> : null}
      </Group>
      {laid?.failure ? <Alert color="yellow" role="alert">{t(`mask_${laid.failure}`, { defaultValue: t('mask_failed') })}</Alert> : null}
      {plane && laid?.mask?.fits?.(plane) === false ? <Alert color="yellow" role="status">{t('mask_elsewhere')}</Alert> : null}
      {plane && laid?.mask?.fits?.(plane) && laid.mask.isResampled?.(plane) ? <Text size="xs" c="dimmed" role="status">{t('mask_resampled')}</Text> : null}
      {laid?.mask ? <Labels labels={laid.mask.labels} look={look} setLook={setLook} /> : null}
    </Stack>
  );
}
