// Three planes through one place of a CT or MR stack or of a volume; a press in one moves the other two.
import { Alert, Group, NativeSelect, Progress, Slider, Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadFailure } from './FailureNote';
import { labelVolume } from './load_mask';
import { paintLabels, type Label, type MaskLook } from './mask';
import { MaskPanel } from './MaskPanel';
import classes from './mpr.module.css';
import type { AssetDetail, Shown } from './types';
import { useLoad } from './useLoad';
import { useMasks, type Masks } from './useMasks';
import { pixelsOf, planeOfSlice } from './volume_slice';
import { CUTS, crossIn, layoutOf, lettersIn, nameOf, paint, placeAt, type Cut, type Place, type Volume } from './volume';
import { presetsFor, rangeOf, type Range } from './windows';

const EDGES = ['left', 'right', 'top', 'bottom'] as const;

/** The file's first window, or all values between the lowest and the highest. */
function firstRange(detail: AssetDetail, volume: Volume): Range {
  const [window] = detail.windows;
  if (window) return rangeOf(window);
  let lower = Infinity;
  let upper = -Infinity;
  for (const value of volume.values) {
    if (value < lower) lower = value;
    if (value > upper) upper = value;
  }
  return { lower, upper };
}

/** A mask as a volume of its own, cut like the images. */
interface Laid {
  volume: Volume;
  labels: Label[];
  look: MaskLook;
}

function useLabels(masks: Masks, volume: Volume): Laid | undefined {
  const { laid, look } = masks;
  const mask = laid?.mask;
  const labels = useMemo(() => mask && labelVolume(mask, volume), [mask, volume]);
  return mask && labels && { volume: labels, labels: mask.labels, look };
}

function MaskCut({ laid, cut, at }: { laid: Laid; cut: Cut; at: Place }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = layoutOf(laid.volume, cut, at);
  const index = at[HELD[cut]];
  useEffect(() => {
    const image = new ImageData(width, height);
    paintLabels(image.data, new Uint16Array(pixelsOf({ volume: laid.volume, cut, index })), width, laid.labels, laid.look);
    canvas.current?.getContext('2d')?.putImageData(image, 0, 0);
  }, [laid, cut, index, width, height]);
  return <canvas ref={canvas} width={width} height={height} className={`${classes.canvas} ${classes.over}`} data-testid="mask-cut" />;
}

interface CutProps {
  volume: Volume;
  laid: Laid | undefined;
  cut: Cut;
  at: Place;
  range: Range;
  onPlace: (at: Place) => void;
}

const HELD: Record<Cut, keyof Place> = { stack: 'slice', row: 'row', column: 'column' };
const countOf = (volume: Volume, cut: Cut): number => ({ stack: volume.slices, row: volume.rows, column: volume.columns })[cut];

function CutView({ volume, laid, cut, at, range, onPlace }: CutProps) {
  const { t } = useTranslation('viewer');
  const canvas = useRef<HTMLCanvasElement>(null);
  const name = t(`plane_${nameOf(volume, cut)}`);
  const { size_mm } = layoutOf(volume, cut, at);
  const held = HELD[cut];
  useEffect(() => {
    const { pixels, layout } = paint(volume, cut, at, range);
    if (!canvas.current) return;
    canvas.current.width = layout.width;
    canvas.current.height = layout.height;
    canvas.current.getContext('2d')?.putImageData(new ImageData(pixels, layout.width, layout.height), 0, 0);
  }, [volume, cut, at, range]);
  const press = (event: React.PointerEvent<HTMLDivElement>) => {
    if ((event.buttons & 1) === 0) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    onPlace(placeAt(volume, cut, at, { x: (event.clientX - bounds.left) / bounds.width, y: (event.clientY - bounds.top) / bounds.height }));
  };
  const cross = crossIn(volume, cut, at);
  const letters = lettersIn(volume, cut);
  return (
    <section aria-label={name} data-testid={`cut-${nameOf(volume, cut)}`}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <div className={classes.cut}>
        <div className={classes.fit} style={{ aspectRatio: `${size_mm[0]} / ${size_mm[1]}`, width: `min(100%, calc(46vh * ${size_mm[0] / size_mm[1]}))` }} onPointerDown={press} onPointerMove={press}>
          <canvas ref={canvas} className={classes.canvas} />
          {laid ? <MaskCut laid={laid} cut={cut} at={at} /> : null}
          <div className={classes.upright} style={{ left: `${cross.x * 100}%` }} />
          <div className={classes.level} style={{ top: `${cross.y * 100}%` }} />
        </div>
        {EDGES.map((edge) => (
          <span key={edge} className={`${classes.letter} ${classes[edge]}`}>
            {letters[edge]}
          </span>
        ))}
      </div>
      <Slider mt="xs" thumbLabel={t('plane_place', { name })} label={(value) => value + 1} min={0} max={countOf(volume, cut) - 1} value={at[held]} onChange={(value) => onPlace({ ...at, [held]: value })} />
    </section>
  );
}

interface Times {
  at: number;
  count: number;
  onChange: (time: number) => void;
}

export function VolumePlanes({ volume, detail, time }: { volume: Volume; detail: Shown; time?: Times }) {
  const { t } = useTranslation('viewer');
  const masks = useMasks(detail);
  const laid = useLabels(masks, volume);
  const [at, setAt] = useState<Place>({ column: volume.columns >> 1, row: volume.rows >> 1, slice: volume.slices >> 1 });
  const [range, setRange] = useState(() => firstRange(detail, volume));
  const presets = presetsFor(detail.modality, detail.windows);
  const nameOfPreset = (name: string) => t(`preset_${name}`, { defaultValue: name || t('preset_file') });
  const choose = (index: string) => {
    const preset = presets[Number(index)];
    if (preset) setRange(rangeOf(preset));
  };
  return (
    <>
      {presets.length > 1 ? (
        <NativeSelect
          size="xs"
          maw={240}
          mb="xs"
          aria-label={t('presets')}
          onChange={(event) => choose(event.currentTarget.value)}
          data={presets.map((preset, index) => ({ value: String(index), label: `${nameOfPreset(preset.name)} (${preset.center} / ${preset.width})` }))}
        />
      ) : null}
      <MaskPanel masks={masks} plane={planeOfSlice({ volume, cut: 'stack', index: at.slice })} />
      {time && time.count > 1 ? (
        <Group gap="xs" wrap="nowrap" mt="xs">
          <Text size="xs" aria-hidden="true">
            {t('time')}
          </Text>
          <Slider flex={1} thumbLabel={t('time')} label={(value) => value + 1} min={0} max={time.count - 1} value={time.at} onChange={time.onChange} />
        </Group>
      ) : null}
      <div className={classes.cuts}>
        {CUTS.map((cut) => (
          <CutView key={cut} volume={volume} laid={laid} cut={cut} at={at} range={range} onPlace={setAt} />
        ))}
      </div>
    </>
  );
}

export function MprView({ detail }: { detail: AssetDetail }) {
  const { t } = useTranslation('viewer');
  const load = useCallback(async (onPart: (part: number) => void, signal: AbortSignal) => (await import('./load_volume')).loadVolume(detail, onPart, signal), [detail]);
  const { part: loaded, whole: volume, failure, again } = useLoad(load);
  if (failure) {
    return (
      <Alert role="alert">
        <LoadFailure error={failure.error} reasons="mpr_" title={t('mpr_failed')} onAgain={again} />
      </Alert>
    );
  }
  if (volume) return <VolumePlanes volume={volume} detail={detail} />;
  return (
    <div role="status">
      <Text size="sm">{t('loaded', { loaded, count: detail.frames.length })}</Text>
      <Progress value={(100 * loaded) / detail.frames.length} aria-label={t('loading')} />
    </div>
  );
}
