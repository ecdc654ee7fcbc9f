// All images of a case: a rail of series, one or two of them shown, lines where they cut each other.
import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { firstHanging, mammographyPairs, type Hung, type SeriesChoice, type Side } from './hanging';
import { ImageViewer, useDetail } from './ImageViewer';
import type { Plane } from './planes';
import { SeriesRail } from './SeriesRail';
import { readSide } from './sides';
import classes from './study.module.css';

const MprView = lazy(async () => ({ default: (await import('./MprView')).MprView }));

const CUT_MODALITIES = ['CT', 'MR', 'PT'];
const FEWEST_SLICES = 8;

interface Props {
  series: SeriesChoice[];
  /** Which of them is shown at first. */
  initialUrl: string;
  height?: string;
}

/** What a radiogram says of its side, as far as it has come. */
function useSides(series: SeriesChoice[]): { sides: Map<string, Side>; isReady: boolean } {
  const mammograms = series.filter((one) => one.modality === 'MG');
  const answers = useQueries({
    queries: mammograms.map((one) => ({ queryKey: ['side', one.url], queryFn: () => readSide(one.url), staleTime: Infinity, retry: false })),
  });
  const sides = new Map<string, Side>();
  answers.forEach((answer, index) => {
    const one = mammograms[index];
    if (one && answer.data) sides.set(one.url, answer.data);
  });
  return { sides, isReady: answers.every((answer) => !answer.isPending) };
}

const canBeCut = (one: SeriesChoice | undefined): boolean => one !== undefined && CUT_MODALITIES.includes(one.modality ?? '') && one.frames >= FEWEST_SLICES;

function ThreePlanes({ url }: { url: string }) {
  const { t } = useTranslation('viewer');
  const detail = useDetail(url);
  return <Suspense fallback={<p role="status">{t('loading')}</p>}>{detail.data ? <MprView key={url} detail={detail.data} /> : null}</Suspense>;
}

function usePlanes() {
  const [planes, setPlanes] = useState<Record<number, Plane | undefined>>({});
  const first = useCallback((plane: Plane | undefined) => setPlanes((before) => ({ ...before, 0: plane })), []);
  const second = useCallback((plane: Plane | undefined) => setPlanes((before) => ({ ...before, 1: plane })), []);
  return { planes, setters: [first, second] as const };
}

function Panes({ hung, nameOf, titleOf, height }: { hung: Hung[]; nameOf: (url: string) => string; titleOf: (url: string) => string | undefined; height: string | undefined }) {
  const { t } = useTranslation('viewer');
  const { planes, setters } = usePlanes();
  return (
    <div className={classes.panes} data-count={hung.length}>
      {hung.slice(0, 2).map((one, index) => {
        const other = hung.length > 1 ? planes[1 - index] : undefined;
        return (
          <section key={one.url} aria-label={t('pane', { number: index + 1, name: nameOf(one.url) })} data-testid={`pane-${index + 1}`}>
            <ImageViewer
              assetUrl={one.url}
              title={titleOf(one.url)}
              height={height}
              align={hung.length > 1 ? one.align : undefined}
              isMirrored={one.isMirrored}
              onPlane={setters[index]}
              otherPlanes={other ? [other] : []}
            />
          </section>
        );
      })}
    </div>
  );
}

export function StudyViewer({ series, initialUrl, height = '62vh' }: Props) {
  const { t } = useTranslation('viewer');
  const { sides, isReady } = useSides(series);
  const [chosen, setChosen] = useState<Hung[]>();
  const [isCut, setIsCut] = useState(false);
  const pairs = mammographyPairs(series, sides);
  const nameOf = (url: string) => series.find((one) => one.url === url)?.name ?? '';
  if (!isReady) return <p role="status">{t('loading')}</p>;
  const hung = chosen ?? firstHanging(initialUrl, pairs);
  const sideOf = (url: string) => [sides.get(url)?.laterality, sides.get(url)?.view].filter(Boolean).join(' ');
  const pairName = (pair: Hung[]) => pair.map((one) => sideOf(one.url)).join(' | ');
  /** As the rail calls it, where there are several; a mammogram by its breast and view. */
  const titleOf = (url: string) => sideOf(url) || (series.length > 1 ? `${series.findIndex((one) => one.url === url) + 1}. ${nameOf(url)}` : undefined);
  const first = hung[0]?.url ?? initialUrl;
  const isCuttable = hung.length === 1 && canBeCut(series.find((one) => one.url === first));
  const hasBar = pairs.length > 1 || hung.length > 1 || isCuttable;
  return (
    <div className={classes.study}>
      {series.length > 1 ? (
        <SeriesRail
          series={series}
          shown={hung.map((one) => one.url)}
          onShow={(url) => setChosen(firstHanging(url, pairs))}
          onBeside={(url) => setChosen([hung[0] ?? { url: initialUrl }, { url }])}
        />
      ) : null}
      <div className={classes.main}>
        {hasBar ? (
          <div className={classes.bar}>
            {pairs.map((pair, index) => (
              <Button key={index} size="compact-sm" variant={pair[0]?.url === hung[0]?.url ? 'filled' : 'default'} onClick={() => setChosen(pair)}>
                {t('pair', { number: index + 1, view: pairName(pair) })}
              </Button>
            ))}
            {hung.length > 1 ? (
              <Button size="compact-sm" variant="default" onClick={() => setChosen(hung.slice(0, 1))}>
                {t('alone')}
              </Button>
            ) : null}
            {isCuttable ? (
              <Button size="compact-sm" variant={isCut ? 'filled' : 'default'} aria-pressed={isCut} onClick={() => setIsCut(!isCut)}>
                {t('three_planes')}
              </Button>
            ) : null}
          </div>
        ) : null}
        {isCut && isCuttable ? <ThreePlanes url={first} /> : <Panes hung={hung} nameOf={nameOf} titleOf={titleOf} height={height} />}
      </div>
    </div>
  );
}
