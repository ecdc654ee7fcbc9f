import { Alert, Button, Group, Modal, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ImageFirst, StudyViewer, warmViewer } from '../../viewer';
import { useMe } from '../../app/session';
import { ErrorPanel, RemovedTable, StateBadge } from '../../ui';
import { ButtonLink, PageHeader, PageLink, PageStates, useParam } from './kit';
import { useHeldNames } from './held_names';
import { Actions, Checks, History } from './parts';
import { useActOnCase, useCase } from './queries';
import { mayChangeCase, type Asset, type Case, type HistoryEntry, type RemovedElement } from './types';
import { UploadPanel } from './UploadPanel';

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Removed({ rows }: { rows: RemovedElement[] }) {
  const { t } = useTranslation('contribution');
  if (rows.length === 0) return <Text c="dimmed">{t('removed_none')}</Text>;
  return <RemovedTable rows={rows} />;
}

function Assets({ assets, redactAt }: { assets: Asset[]; redactAt?: string }) {
  const { t } = useTranslation('contribution');
  const [shown, setShown] = useState<Asset>();
  const isSmall = useMediaQuery('(max-width: 48em)');
  useEffect(warmViewer, []);
  const nameOf = (asset: Asset) => asset.description || asset.modality || t('image');
  const urlOf = (asset: Asset) => `/api/v1/assets/${asset.id}`;
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }}>
        {assets.map((asset) => (
          <Stack key={asset.id} gap={4}>
            <Paper component="button" type="button" withBorder p="xs" onClick={() => setShown(asset)} aria-label={t('show_image', { name: nameOf(asset) })}>
              <img src={asset.thumbnail_url} alt="" width="100%" loading="lazy" />
              <Text size="sm" truncate>
                {nameOf(asset)}
              </Text>
              <Text size="xs" c="dimmed">
                {t('asset_size', { count: asset.frames, columns: asset.columns, rows: asset.rows })}
              </Text>
            </Paper>
            {redactAt ? <PageLink to={`${redactAt}/${asset.id}`}>{t('redact')}</PageLink> : null}
          </Stack>
        ))}
      </SimpleGrid>
      <Modal opened={shown !== undefined} onClose={() => setShown(undefined)} size="min(96vw, 1500px)" fullScreen={isSmall} title={t('images')} closeButtonProps={{ 'aria-label': t('cancel') }}>
        <ImageFirst label={t('images')}>
          {shown ? <StudyViewer initialUrl={urlOf(shown)} series={assets.map((asset) => ({ url: urlOf(asset), name: nameOf(asset), modality: asset.modality, frames: asset.frames, thumbnailUrl: asset.thumbnail_url }))} /> : null}
        </ImageFirst>
      </Modal>
    </>
  );
}

function Items({ of: one }: { of: Case }) {
  const { t } = useTranslation('contribution');
  return (
    <Stack gap="sm">
      {one.items.length === 0 ? <Text c="dimmed">{t('items_empty')}</Text> : null}
      {one.items.map((item) => (
        <Group key={item.id} gap="sm" wrap="nowrap">
          <StateBadge state={item.state} />
          <PageLink to={`/items/${item.id}`}>{item.stem}</PageLink>
        </Group>
      ))}
      {one.assets.length > 0 && one.state !== 'withdrawn' ? (
        <ButtonLink to={`/contribute/cases/${one.id}/items/new`}>{t('item_new')}</ButtonLink>
      ) : null}
    </Stack>
  );
}

function Processing({ progress }: { progress: Case['progress'] }) {
  const { t } = useTranslation('contribution');
  const share = progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0;
  return (
    <Paper withBorder p="md" role="status">
      <Text mb="xs">{progress ? t('processing_of', { ...progress }) : t('processing')}</Text>
      <Progress value={share} animated aria-label={t('processing')} />
    </Paper>
  );
}

/** Why a steward gave it back is the newest word of that kind in the history. */
function SentBack({ history }: { history: HistoryEntry[] }) {
  const { t } = useTranslation('contribution');
  const word = history.filter((entry) => entry.action === 'case.send_back').at(-1);
  return (
    <Alert color="yellow" title={t('sent_back')}>
      {word?.reason ? <Text size="sm" fw={600}>{word.reason}</Text> : null}
      <Text size="sm">{t('sent_back_text')}</Text>
    </Alert>
  );
}

function CaseBody({ one, onChanged }: { one: Case; onChanged: () => void }) {
  const { t } = useTranslation('contribution');
  const { data: me } = useMe();
  const act = useActOnCase(one.id);
  const redactAt = one.allowed_actions.includes('redact') ? `/contribute/cases/${one.id}/redact` : undefined;
  const isOpen = one.state === 'draft' || one.state === 'needs_attention';
  const [left, setLeft] = useState(0);
  const names = useHeldNames(one);
  return (
    <Stack gap="xl">
      {one.sent_back_at && one.author.id === me?.id ? <SentBack history={one.history} /> : null}
      {isOpen ? <UploadPanel caseId={one.id} uploads={one.uploads} onChanged={onChanged} onLeft={setLeft} /> : null}
      {one.state === 'processing' ? <Processing progress={one.progress} /> : null}
      {isOpen && left > 0 ? <Text size="sm" role="status">{t('process_waits', { count: left })}</Text> : null}
      <Group gap="sm">
        <Actions allowed={one.allowed_actions.filter((action) => action !== 'redact')} held={isOpen && left > 0 ? ['process', 'reprocess'] : []} isBusy={act.isPending} onAct={(action, reason) => act.mutateAsync({ action, reason })} />
        {mayChangeCase(one, me?.id) ? <ButtonLink variant="default" to={`/contribute/cases/${one.id}/edit`}>{t('case_edit')}</ButtonLink> : null}
      </Group>
      {act.error ? <ErrorPanel error={act.error} /> : null}
      {one.checks.length > 0 ? (
        <Section title={t('checks')}>
          <Checks checks={one.checks} redactAt={redactAt} names={names} />
        </Section>
      ) : null}
      {one.assets.length > 0 ? (
        <>
          <Section title={t('images')}>
            <Assets assets={one.assets} redactAt={redactAt} />
          </Section>
          <Section title={t('items')}>
            <Items of={one} />
          </Section>
          <Section title={t('removed')}>
            <Text size="sm" mb="sm">
              {t('removed_text')}
            </Text>
            <Removed rows={one.removed} />
            <Group gap="sm" mt="sm">
              <Button component="a" href={`/api/v1/cases/${one.id}/deid-report/page`} target="_blank" rel="noopener" variant="default" size="xs">
                {t('report_page')}
              </Button>
              <Button component="a" href={`/api/v1/cases/${one.id}/deid-report`} variant="default" size="xs">
                {t('report')}
              </Button>
            </Group>
          </Section>
        </>
      ) : null}
      <Section title={t('history')}>
        <History entries={one.history} />
      </Section>
    </Stack>
  );
}

export function CasePage() {
  const { t } = useTranslation('contribution');
  const query = useCase(useParam('id'));
  return (
    <PageStates data={query.data} error={query.error} onRetry={() => void query.refetch()}>
      {(one) => (
        <>
          <PageHeader title={one.label} description={`${one.site_name}, ${one.country} · ${one.licence}`} badge={<StateBadge state={one.state} />} back={{ to: '/contribute', label: t('mine') }} />
          <CaseBody one={one} onChanged={() => void query.refetch()} />
        </>
      )}
    </PageStates>
  );
}
