// How far the campaign is: totals, who gave from where, and what each term of the taxonomy has so far.
import { Card, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../../api/client';
import type { Axis, Campaign, CampaignProgress } from '../../api/types';
import { totalsOf } from './totals';
import { Await, Bars, Figures, useFormat, useTranslated } from '../../ui';

const bySize = (a: { count: number }, b: { count: number }): number => b.count - a.count;

function Totals({ progress }: { progress: CampaignProgress }) {
  const { t } = useTranslation('campaign');
  const numbers = { ...totalsOf(progress), releases: progress.releases, runs: progress.runs };
  return <Figures counts={numbers} label={(key, count) => t(`count.${key}`, { count })} cols={{ base: 2, xs: 4, lg: 8 }} spacing="sm" />;
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder padding="md" component="section">
      <Title order={3} mb="sm">{title}</Title>
      {children}
    </Card>
  );
}

function AxisPanel({ axis, progress }: { axis: Axis; progress: CampaignProgress }) {
  const { t } = useTranslation('campaign');
  const text = useTranslated();
  const counts = new Map(progress.coverage.filter((row) => row.axis === axis.key).map((row) => [row.term, row.problems]));
  const bars = axis.terms.map((term) => ({ key: term.key, label: text(term.label), count: counts.get(term.key) ?? 0 })).sort(bySize);
  const covered = bars.filter((bar) => bar.count > 0);
  const gaps = bars.filter((bar) => bar.count === 0).map((bar) => bar.label);
  const title = t('problemsBy', { axis: text(axis.label) });
  return (
    <Panel title={title}>
      {covered.length > 0 && <Bars bars={covered} label={title} />}
      {gaps.length > 0 && <Text size="sm" mt={covered.length > 0 ? 'sm' : 0} className="medal-quiet">{t('gaps', { terms: gaps.join(', ') })}</Text>}
    </Panel>
  );
}

/** A DICOM modality in the words of the taxonomy (CID 29 codes), else the code itself. */
function useModality(campaign: Campaign): (code: string) => string {
  const { t } = useTranslation('campaign');
  const text = useTranslated();
  const terms = campaign.taxonomy.axes.flatMap((axis) => axis.terms);
  return (code) => {
    if (code === 'other') return t('noModality');
    const term = terms.find((one) => one.codes.some((known) => known.system === 'DCM' && known.code === code));
    return term ? text(term.label) : t(`dicom.${code}`, { defaultValue: code });
  };
}

export function Progress({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaign');
  const format = useFormat();
  const modality = useModality(campaign);
  const progress = useQuery({ queryKey: ['progress', campaign.id], queryFn: () => get<CampaignProgress>(`/api/v1/campaigns/${campaign.id}/progress`) });
  const bars = (counts: Record<string, number>, name: (key: string) => string) => Object.entries(counts).map(([key, count]) => ({ key, label: name(key), count })).sort(bySize);
  return (
    <Await query={progress}>
      {(data) => (
        <Stack gap="lg">
          <Totals progress={data} />
          <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
            {Object.keys(data.cases_by_modality).length > 0 && <Panel title={t('casesBy')}><Bars label={t('casesBy')} bars={bars(data.cases_by_modality, modality)} /></Panel>}
            {Object.keys(data.items_by_modality).length > 0 && <Panel title={t('itemsBy')}><Bars label={t('itemsBy')} bars={bars(data.items_by_modality, modality)} /></Panel>}
            {Object.keys(data.countries).length > 0 && <Panel title={t('contributorsBy')}><Bars label={t('contributorsBy')} bars={bars(data.countries, format.country)} /></Panel>}
            {campaign.taxonomy.axes.map((axis) => <AxisPanel key={axis.key} axis={axis} progress={data} />)}
          </SimpleGrid>
        </Stack>
      )}
    </Await>
  );
}
