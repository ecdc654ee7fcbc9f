// One's own boxes as a list: where, on which frames, how. The way without a pointer.
import { ActionIcon, Button, Group, NumberInput, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fitted, scopeOf, withRange, withScope, type Region, type Scope, type Size, type Style, type Subject } from './regions';
import type { Editor } from './useEditor';
import classes from './redaction.module.css';

const SIDES = ['x', 'y', 'width', 'height'] as const;
const SUBJECTS: Subject[] = ['text', 'face', 'other'];

export const numbersOf = (id: number) => `region-${id}-x`;

interface Props {
  editor: Editor;
  size: Size;
  /** Those that this kind of image can have. */
  styles: Style[];
  frame: number;
  goTo: (frame: number) => void;
}

type OfRegion = Omit<Props, 'goTo' | 'styles'> & { region: Region };

interface EndProps {
  label: string;
  /** From 0. */
  frame: number;
  frames: number;
  onChange: (frame: number) => void;
}

/** What is typed counts when the field is left, or with Enter: while somebody types, a number is not what it will be. */
function RangeEnd({ label, frame, frames, onChange }: EndProps) {
  const [typed, setTyped] = useState<number | string>(frame + 1);
  useEffect(() => setTyped(frame + 1), [frame]);
  const take = () => {
    const next = Math.min(Math.max(Math.round(Number(typed)) || 1, 1), frames) - 1;
    if (next === frame) setTyped(frame + 1);
    else onChange(next);
  };
  return <NumberInput size="xs" hideControls label={label} value={typed} min={1} max={frames} onChange={setTyped} onBlur={take} onKeyDown={(event) => (event.key === 'Enter' ? take() : undefined)} />;
}

/** Its ends as numbers, or where one stands in a film. One end that passes the other takes it along. */
function Range({ region, editor, size, frame }: OfRegion) {
  const { t } = useTranslation('redaction');
  const setFrom = (from: number) => editor.replace(withRange(region, from, Math.max(from, region.frame_to), size));
  const setTo = (to: number) => editor.replace(withRange(region, Math.min(to, region.frame_from), to, size));
  return (
    <>
      <Group gap="xs" grow>
        <RangeEnd label={t('frame_from')} frame={region.frame_from} frames={size.frames} onChange={setFrom} />
        <RangeEnd label={t('frame_to')} frame={region.frame_to} frames={size.frames} onChange={setTo} />
      </Group>
      <Group gap="xs" grow>
        <Button size="compact-sm" variant="default" onClick={() => setFrom(frame)}>{t('range_from_here')}</Button>
        <Button size="compact-sm" variant="default" onClick={() => setTo(frame)}>{t('range_to_here')}</Button>
      </Group>
    </>
  );
}

function Frames({ region, editor, size, frame }: OfRegion) {
  const { t } = useTranslation('redaction');
  // A range of one frame stays a range as long as somebody sets its ends.
  const [isRange, setRange] = useState(scopeOf(region, size) === 'range');
  const found = scopeOf(region, size);
  const scope = isRange && found === 'frame' ? 'range' : found;
  const scopes: Scope[] = ['frame', 'range', 'all'];
  return (
    <Stack gap={6}>
      <SegmentedControl size="xs" fullWidth aria-label={t('scope')} value={scope} data={scopes.map((value) => ({ value, label: t(`scope_${value}`) }))}
        onChange={(value) => {
          setRange(value === 'range');
          editor.replace(withScope(region, value as Scope, frame, size));
        }} />
      {scope === 'range' ? (
        <Range region={region} editor={editor} size={size} frame={frame} />
      ) : null}
    </Stack>
  );
}

function Styles({ region, editor, styles }: Pick<Props, 'editor' | 'styles'> & { region: Region }) {
  const { t } = useTranslation('redaction');
  if (styles.length < 2) return <Text size="xs" className="medal-quiet">{t('only_filled')}</Text>;
  return (
    <SegmentedControl size="xs" fullWidth aria-label={t('style')} value={region.style} data={styles.map((value) => ({ value, label: t(`style_${value}`) }))}
      onChange={(value) => {
        editor.setStyle(value as Style);
        editor.replace({ ...region, style: value as Style });
      }} />
  );
}

function Details(props: Omit<Props, 'goTo'> & { region: Region }) {
  const { t } = useTranslation('redaction');
  const { region, editor, size, styles } = props;
  return (
    <Stack gap="xs" mt="xs">
      <div className={classes.sides}>
        {SIDES.map((side) => (
          <NumberInput key={side} id={side === 'x' ? numbersOf(region.id) : undefined} size="xs" hideControls label={t(`side_${side}`)} value={region[side]} min={0}
            max={side === 'x' || side === 'width' ? size.columns : size.rows}
            onChange={(value) => {
              const next = fitted({ ...region, [side]: Number(value) || 0 }, size);
              if (next[side] !== region[side]) editor.replace(next);
            }} />
        ))}
      </div>
      {size.frames > 1 ? <Frames {...props} /> : null}
      <Styles region={region} editor={editor} styles={styles} />
      <Select size="xs" label={t('subject')} value={region.subject} allowDeselect={false} comboboxProps={{ withinPortal: false }} data={SUBJECTS.map((value) => ({ value, label: t(`subject_${value}`) }))}
        onChange={(value) => editor.replace({ ...region, subject: (value ?? 'other') as Subject })} />
    </Stack>
  );
}

function Entry({ region, number, ...props }: Props & { region: Region; number: number }) {
  const { t } = useTranslation('redaction');
  const { editor, size } = props;
  const isChosen = editor.chosen === region.id;
  const frames = size.frames > 1 ? t('on_frames', { from: region.frame_from + 1, to: region.frame_to + 1, count: region.frame_to - region.frame_from + 1 }) : '';
  const show = () => {
    editor.setChosen(isChosen ? undefined : region.id);
    if (props.frame < region.frame_from || props.frame > region.frame_to) props.goTo(region.frame_from);
  };
  return (
    <li className={classes.entry} data-chosen={isChosen}>
      <Group justify="space-between" wrap="nowrap">
        <Button variant="subtle" size="compact-sm" aria-expanded={isChosen} onClick={show}>
          {t('box_number', { number })}
        </Button>
        <Text size="xs" c="dimmed" truncate>
          {frames}
        </Text>
        <ActionIcon variant="default" size="lg" aria-label={t('box_remove', { number })} onClick={() => editor.remove(region.id)}>
          <span aria-hidden="true">×</span>
        </ActionIcon>
      </Group>
      {isChosen ? <Details {...props} region={region} /> : null}
    </li>
  );
}

export function RegionList(props: Props) {
  const { t } = useTranslation('redaction');
  const { editor, size, frame } = props;
  const middle = { x: size.columns / 4, y: size.rows / 4, width: size.columns / 2, height: size.rows / 2 };
  return (
    <Stack gap="xs">
      {editor.regions.length === 0 ? <Text size="sm" className="medal-quiet">{t('none_yet')}</Text> : null}
      <Stack component="ul" gap="xs" m={0} p={0}>
        {editor.regions.map((region, index) => (
          <Entry key={region.id} {...props} region={region} number={index + 1} />
        ))}
      </Stack>
      <Button variant="light" size="sm" onClick={() => editor.add(middle, frame, 'text')}>
        {t('box_add')}
      </Button>
    </Stack>
  );
}
