// A NIfTI volume: read once in the browser, then shown as a stack in any of its planes, or as three planes.
import { Alert, Progress, SegmentedControl, Text } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadFailure } from './FailureNote';
import type { Voxels } from './nifti';
import { StackView } from './StackView';
import type { AssetDetail, ImageViewerProps, Shown } from './types';
import { nameOf, type Cut } from './volume';
import { volumeWindows } from './volume_windows';
import { useLoad } from './useLoad';
import { loadVoxels, volumeAt } from './volume_store';

const VolumePlanes = lazy(async () => ({ default: (await import('./MprView')).VolumePlanes }));

type Choice = Cut | 'planes';

/** The description of one plane, as that of a stack. */
function shownAs(detail: AssetDetail, voxels: Voxels, cut: Cut): Shown {
  const { columns, rows, slices, spacing_mm, times } = voxels;
  const [across, down, along] = spacing_mm;
  const shapes = {
    stack: { columns, rows, spacing_mm: { column: across, row: down, slice: along } },
    row: { columns, rows: slices, spacing_mm: { column: across, row: along, slice: down } },
    column: { columns: rows, rows: slices, spacing_mm: { column: down, row: along, slice: across } },
  };
  return { ...detail, ...shapes[cut], windows: volumeWindows(voxels), stack: { url: detail.media_url, cut, times, size: { columns, rows, slices } } };
}

function Planes({ voxels, detail }: { voxels: Voxels; detail: AssetDetail }) {
  const { t } = useTranslation('viewer');
  const [time, setTime] = useState(0);
  const volume = useMemo(() => volumeAt(voxels, time), [voxels, time]);
  const shown = useMemo(() => shownAs(detail, voxels, 'stack'), [detail, voxels]);
  return (
    <Suspense fallback={<p role="status">{t('loading')}</p>}>
      <VolumePlanes detail={shown} volume={volume} time={{ at: time, count: voxels.times, onChange: setTime }} />
    </Suspense>
  );
}

function Loaded({ voxels, ...props }: ImageViewerProps & { voxels: Voxels; detail: AssetDetail }) {
  const { t } = useTranslation('viewer');
  const { detail } = props;
  const [choice, setChoice] = useState<Choice>('stack');
  const cut = choice === 'planes' ? 'stack' : choice;
  const shown = useMemo(() => shownAs(detail, voxels, cut), [detail, voxels, cut]);
  const choices: Choice[] = ['stack', 'row', 'column', 'planes'];
  // Boxes of an answer are counted in the slices of the first plane.
  const isDrawing = props.tools?.includes('box') || props.referenceBoxes;
  const name = (one: Choice) => (one === 'planes' ? t('three_planes') : t(`plane_${nameOf(voxels, one)}`));
  return (
    <>
      {isDrawing ? null : <SegmentedControl size="xs" mb="xs" aria-label={t('plane')} value={choice} onChange={(value) => setChoice(value as Choice)} data={choices.map((one) => ({ value: one, label: name(one) }))} />}
      {choice === 'planes' ? <Planes voxels={voxels} detail={detail} /> : <StackView key={cut} {...props} detail={shown} />}
    </>
  );
}

export function VolumeView(props: ImageViewerProps & { detail: AssetDetail }) {
  const { t } = useTranslation('viewer');
  const { detail } = props;
  const load = useCallback((onPart: (part: number) => void, signal: AbortSignal) => loadVoxels(detail, onPart, signal), [detail]);
  const { part, whole: voxels, failure, again } = useLoad(load);
  if (failure) {
    return (
      <Alert role="alert" color="red" title={t('failed')}>
        <LoadFailure error={failure.error} onAgain={again} />
      </Alert>
    );
  }
  if (voxels) return <Loaded {...props} voxels={voxels} />;
  return (
    <div role="status">
      <Text size="sm">{t('volume_loading')}</Text>
      <Progress value={100 * part} aria-label={t('volume_loading')} />
    </div>
  );
}
