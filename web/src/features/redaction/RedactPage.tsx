// The editor of one image of a case: what must not be seen is covered here, for good.
import { Alert, Anchor, Box, Group, Paper, Progress, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMe } from '../../app/session';
import { Await, StateBadge, useTitle } from '../../ui';
import { EditorBody } from './EditorBody';
import { useAsset, useCase, useFollow, useRedactions } from './queries';
import { foundIn, type Case, type Detail, type Redaction } from './types';

function Working({ progress }: { progress: Case['progress'] }) {
  const { t } = useTranslation('redaction');
  const share = progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0;
  return (
    <Paper withBorder p="md" role="status" mb="md">
      <Text mb="xs">{t('working')}</Text>
      <Progress value={share > 0 ? share : 100} animated aria-label={t('working')} />
    </Paper>
  );
}

/** What came of the last redaction of this image. */
function LastResult({ redactions }: { redactions: Redaction[] }) {
  const { t } = useTranslation('redaction');
  const last = redactions.find((one) => one.kind === 'regions');
  if (last?.state === 'failed') return <Alert color="red" mb="md" role="alert">{last.failure}</Alert>;
  if (last?.state !== 'done') return null;
  return <Alert color="teal" mb="md" role="status">{t('done_text', { count: last.regions.length, where: t('on_count', { count: last.frames_changed }) })}</Alert>;
}

function Ready({ one, detail, redactions }: { one: Case; detail: Detail; redactions: Redaction[] }) {
  const { t } = useTranslation('redaction');
  const { data: me } = useMe();
  const assetId = detail.asset.id;
  useFollow(one, assetId);
  const ofAsset = useMemo(() => redactions.filter((entry) => entry.asset_id === assetId), [redactions, assetId]);
  const found = useMemo(() => foundIn(one, assetId, redactions), [one, assetId, redactions]);
  if (one.state === 'processing') return <Working progress={one.progress} />;
  return (
    <>
      <LastResult redactions={ofAsset} />
      {one.allowed_actions.includes('redact') ? null : <Alert mb="md">{t('not_now')}</Alert>}
      <EditorBody key={detail.asset.sha256} one={one} detail={detail} found={found} redactions={ofAsset} isReasonNeeded={me?.id !== one.author.id} />
    </>
  );
}

function Heading({ one, detail }: { one: Case; detail: Detail }) {
  const { t } = useTranslation('redaction');
  useTitle(t('title'));
  const name = detail.asset.description || detail.modality || t('image');
  return (
    <Box component="header" mb="md">
      <Anchor component={Link} to={`/contribute/cases/${one.id}`}>← {one.label}</Anchor>
      <Group gap="sm">
        <Title order={1}>{t('title')}</Title>
        <StateBadge state={one.state} />
      </Group>
      <Text className="medal-quiet">{t('lead', { name })}</Text>
    </Box>
  );
}

export function RedactPage() {
  const { id = '', assetId = '' } = useParams();
  const one = useCase(id);
  const asset = useAsset(assetId);
  const redactions = useRedactions(id);
  return (
    <Await query={one}>
      {(found) => (
        <Await query={asset}>
          {(detail) => (
            <Await query={redactions}>
              {(list) => (
                <>
                  <Heading one={found} detail={detail} />
                  <Ready one={found} detail={detail} redactions={list} />
                </>
              )}
            </Await>
          )}
        </Await>
      )}
    </Await>
  );
}
