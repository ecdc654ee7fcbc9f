// One component behind one interface: what shows an image of any kind anywhere in MEDAL. The engines come lazily.
import { Alert, Loader, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf } from './failure';
import { FailureNote } from './FailureNote';
import { StackView } from './StackView';
import type { AssetDetail, ImageViewerProps } from './types';
import { VolumeView } from './VolumeView';
import { loadEngine } from './warm';

async function loadDetail(url: string): Promise<AssetDetail> {
  const response = await fetch(url, { credentials: 'same-origin', headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return (await response.json()) as AssetDetail;
}

export function useDetail(assetUrl: string) {
  return useQuery({ queryKey: ['asset', assetUrl], queryFn: () => loadDetail(assetUrl), staleTime: Infinity });
}

export function ImageViewer(props: ImageViewerProps) {
  const { t } = useTranslation('viewer');
  // At the same time as the description, not after it.
  useEffect(() => void loadEngine().catch(() => undefined), []);
  const detail = useDetail(props.assetUrl);
  if (detail.isPending) {
    return (
      <Skeleton height={props.height ?? '60vh'} aria-busy="true" aria-label={t('loading')}>
        <Loader />
      </Skeleton>
    );
  }
  if (detail.isError) {
    return (
      <Alert color="red" title={t('failed')} role="alert">
        <FailureNote kind={failureOf(detail.error)} onAgain={() => void detail.refetch()} />
      </Alert>
    );
  }
  if (detail.data.frames.length === 0) return <Alert>{t('no_frames')}</Alert>;
  if (detail.data.volume) return <VolumeView key={props.assetUrl} {...props} detail={detail.data} />;
  return <StackView key={props.assetUrl} {...props} detail={detail.data} />;
}
