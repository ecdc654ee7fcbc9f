// Three planes through one place of a CT or MR stack; a press in one moves the other two.
import { Alert, NativeSelect, Progress, Slider, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './mpr.module.css';
import type { AssetDetail } from './types';
import { CUTS, crossIn, layoutOf, lettersIn, nameOf, paint, placeAt, type Cut, type Place, type Volume } from './volume';
import { presetsFor, rangeOf, type Range } from './windows';

const EDGES = ['left', 'right', 'top', 'bottom'] as const;

function useVolume(detail: AssetDetail) {
  const [loaded, setLoaded] = useState(0);
  const [volume, setVolume] = useState<Volume>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    const abort = new AbortController();
    import('./load_volume')
      .then((loader) => loader.loadVolume(detail, setLoaded, abort.signal))
      .then(setVolume, (error: unknown) => {
        if (!abort.signal.aborted) setFailure(error instanceof Error ? error.message : String(error));
      });
    return () => abort.abort();
  }, [detail]);
  return { loaded, volume, failure };
}

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

interface CutProps {
  volume: Volume;
  cut: Cut;
  at: Place;
  range: Range;
  onPlace: (at: Place) => void;
}

const HELD: Record<Cut, keyof Place> = { stack: 'slice', row: 'row', column: 'column' };
const countOf = (volume: Volume, cut: Cut): number => ({ stack: volume.slices, row: volume.rows, column: volume.columns })[cut];

function CutView({ volume, cut, at, range, onPlace }: CutProps) {
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

function Cuts({ volume, detail }: { volume: Volume; detail: AssetDetail }) {
  const { t } = useTranslation('viewer');
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
      <div className={classes.cuts}>
        {CUTS.map((cut) => (
          <CutView key={cut} volume={volume} cut={cut} at={at} range={range} onPlace={setAt} />
        ))}
      </div>
    </>
  );
}

export function MprView({ detail }: { detail: AssetDetail }) {
  const { t } = useTranslation('viewer');
  const { loaded, volume, failure } = useVolume(detail);
  if (failure) return <Alert role="alert">{t(`mpr_${failure}`, { defaultValue: t('mpr_failed', { reason: failure }) })}</Alert>;
  if (volume) return <Cuts volume={volume} detail={detail} />;
  return (
    <div role="status">
      <Text size="sm">{t('loaded', { loaded, count: detail.frames.length })}</Text>
      <Progress value={(100 * loaded) / detail.frames.length} aria-label={t('loading')} />
    </div>
  );
}
