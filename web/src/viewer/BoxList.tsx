// The boxes as numbers: the way to draw and to correct them without a pointer.
import { ActionIcon, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Box } from './geometry';
import type { AssetDetail } from './types';

interface Props {
  boxes: Box[];
  frame: number;
  detail: AssetDetail;
  onChange: (boxes: Box[]) => void;
  onShow: (frame: number) => void;
}

const SIDES = ['x', 'y', 'width', 'height'] as const;

export function BoxList({ boxes, frame, detail, onChange, onShow }: Props) {
  const { t } = useTranslation('viewer');
  const limitOf = (side: (typeof SIDES)[number]) => (side === 'x' || side === 'width' ? detail.columns : detail.rows);
  const middle = (): Box => ({
    frame,
    x: Math.round(detail.columns / 4),
    y: Math.round(detail.rows / 4),
    width: Math.round(detail.columns / 2),
    height: Math.round(detail.rows / 2),
  });
  return (
    <Stack gap="xs">
      {boxes.length === 0 ? <Text size="sm">{t('boxes_none')}</Text> : null}
      {boxes.map((box, index) => (
        <Group key={index} gap="xs" align="end" wrap="wrap">
          <Button size="compact-sm" variant="default" onClick={() => onShow(box.frame)}>
            {t('box_name', { number: index + 1, frame: box.frame + 1 })}
          </Button>
          {SIDES.map((side) => (
            <NumberInput
              key={side}
              size="xs"
              w={84}
              label={t(`box_${side}`)}
              value={box[side]}
              min={0}
              max={limitOf(side)}
              decimalScale={1}
              onChange={(value) =>
                onChange(boxes.map((one, at) => (at === index ? { ...one, [side]: Number(value) || 0 } : one)))
              }
            />
          ))}
          <ActionIcon
            variant="default"
            aria-label={t('box_remove', { number: index + 1 })}
            onClick={() => onChange(boxes.filter((_, at) => at !== index))}
          >
            <span aria-hidden="true">×</span>
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button size="compact-sm" variant="light" onClick={() => onChange([...boxes, middle()])}>
          {t('box_add')}
        </Button>
      </Group>
    </Stack>
  );
}
