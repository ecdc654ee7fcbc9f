import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Case } from '../../api/types';
import { HeldFiles, ServerText } from '../../ui';
import { duplicateHits, faceEvidence, fieldEvidence, filesEvidence, openFirst, textEvidence, type DuplicateHit, type TextBox } from './evidence';
import { Picture } from './Picture';
import type { Place } from './place';
import classes from './steward.module.css';

type Check = Case['checks'][number];
type Asset = Case['assets'][number];

interface Shown {
  assets: Asset[];
  onShow: (place: Place) => void;
}

const frameBoxes = (boxes: TextBox[]) => [...new Map(boxes.map((box) => [`${box.asset_id}:${box.frame}`, box])).values()];

function Texts({ evidence, assets, onShow }: Shown & { evidence: NonNullable<ReturnType<typeof textEvidence>> }) {
  const { t } = useTranslation('steward');
  const places = frameBoxes(evidence.boxes).slice(0, 12);
  return (
    <Stack gap="xs">
      <Text size="sm">
        {t('boxes', { count: evidence.boxes.length + evidence.more })} {t('boxes_painted', { count: evidence.boxes.filter((box) => box.is_painted_over).length })}
      </Text>
      {evidence.pictures_not_searched > 0 ? <Text size="sm">{t('not_searched', { count: evidence.pictures_not_searched })}</Text> : null}
      <Group gap="xs">
        {places.map((place) => {
          const asset = assets.find((one) => one.id === place.asset_id);
          if (!asset) return null;
          const boxes = evidence.boxes.filter((box) => box.asset_id === place.asset_id && box.frame === place.frame);
          const name = t('show_boxes', { name: asset.description || asset.modality || t('image'), frame: place.frame + 1, count: boxes.length });
          return (
            <button key={`${place.asset_id}:${place.frame}`} type="button" className={classes.look} aria-label={name} title={name} onClick={() => onShow({ assetId: place.asset_id, frame: place.frame })}>
              <Picture url={asset.thumbnail_url} columns={asset.columns} rows={asset.rows} boxes={boxes} />
            </button>
          );
        })}
      </Group>
    </Stack>
  );
}

function Files({ evidence }: { evidence: NonNullable<ReturnType<typeof filesEvidence>> }) {
  const { t } = useTranslation('steward');
  return (
    <Stack gap="xs">
      <Text size="sm">{t('files', { files: evidence.files, written: evidence.written, refused: evidence.refused, quarantined: evidence.quarantined })}</Text>
      {evidence.held && evidence.held.length > 0 ? <HeldFiles held={evidence.held} more={evidence.more} /> : null}
    </Stack>
  );
}

function DuplicatePair({ hit, assets, onShow }: Shown & { hit: DuplicateHit }) {
  const { t } = useTranslation('steward');
  const mine = assets.find((one) => one.id === hit.asset_id);
  const likeness = hit.likeness === 'same_pixels' ? t('same_pixels') : t('similar', { bits: hit.distance_bits });
  return (
    <Group gap="sm" align="start">
      <Group gap="sm" wrap="nowrap">
        {mine ? (
          <button type="button" className={classes.look} aria-label={t('show_frame', { name: mine.description || mine.modality || t('image'), frame: hit.frame + 1 })} onClick={() => onShow({ assetId: mine.id, frame: hit.frame })}>
            <Picture url={mine.thumbnail_url} columns={mine.columns} rows={mine.rows} />
          </button>
        ) : null}
        {hit.other_asset_id ? <span className={classes.look}><Picture url={`/api/v1/assets/${hit.other_asset_id}/thumbnail`} columns={1} rows={1} alt={t('other_image')} /></span> : null}
      </Group>
      <Stack gap={2} flex="1 1 10rem">
        <Text size="sm" fw={600}>{likeness}</Text>
        {hit.data_set ? <Text size="sm">{t('in_data_set', { name: hit.data_set, entry: hit.entry })}</Text> : null}
        {hit.data_set ? null : <Text size="sm">{hit.is_own ? t('other_own') : t('other_someone')}</Text>}
        {hit.other_case_id ? <Anchor size="sm" component={Link} to={`/contribute/cases/${hit.other_case_id}`} target="_blank">{t('other_case')}</Anchor> : null}
      </Stack>
    </Group>
  );
}

function Evidence({ check, ...shown }: Shown & { check: Check }) {
  const { t } = useTranslation('steward');
  const texts = textEvidence(check.evidence);
  const files = filesEvidence(check.evidence);
  const faces = faceEvidence(check.evidence);
  const duplicates = duplicateHits(check.evidence);
  const field = fieldEvidence(check.evidence);
  if (texts) return <Texts evidence={texts} {...shown} />;
  if (files) return <Files evidence={files} />;
  if (faces) return <Text size="sm">{t('faces', { with: faces.with_face, undecided: faces.undecided, confidence: Math.round(100 * faces.highest_confidence) })}</Text>;
  if (field) {
    return (
      <List size="sm">
        {field.kinds.map((kind) => <List.Item key={kind}>{t('in_field', { field: t(`field_${field.field}`, { defaultValue: field.field }), kind: t(`text_${kind}`, { defaultValue: kind }) })}</List.Item>)}
      </List>
    );
  }
  if (!duplicates) return null;
  return (
    <Stack gap="sm">
      {duplicates.hits.map((hit, index) => <DuplicatePair key={index} hit={hit} {...shown} />)}
      {duplicates.more > 0 ? <Text size="sm">{t('more', { count: duplicates.more })}</Text> : null}
    </Stack>
  );
}

const COLOURS = { pass: 'teal', warn: 'yellow', block: 'red' } as const;

export function Findings({ checks, assets, onShow }: Shown & { checks: Check[] }) {
  const { t } = useTranslation('steward');
  const { open, rest } = openFirst(checks);
  return (
    <Stack gap="sm">
      {open.length === 0 ? <Text className="medal-quiet">{t('nothing_open')}</Text> : null}
      {open.map((check) => (
        <Alert key={check.id} color={COLOURS[check.verdict]} title={`${t(`check_${check.kind}`)}: ${t(`verdict_${check.verdict}`)}`}>
          <Stack gap="xs">
            <Text size="sm"><ServerText code={check.code} text={check.message} /></Text>
            <Evidence check={check} assets={assets} onShow={onShow} />
          </Stack>
        </Alert>
      ))}
      {rest.length > 0 ? (
        <details>
          <summary>{t('also_checked', { count: rest.length })}</summary>
          <List size="sm" mt="xs">
            {rest.map((check) => <List.Item key={check.id}>{t(`check_${check.kind}`)}: <ServerText code={check.code} text={check.message} />{check.cleared ? ` (${t('cleared')})` : ''}</List.Item>)}
          </List>
        </details>
      ) : null}
    </Stack>
  );
}

export function Images({ assets, checks, place, onShow }: Shown & { checks: Check[]; place: Place | undefined }) {
  const { t } = useTranslation('steward');
  if (assets.length < 2) return null;
  return (
    <Group gap="xs" mb="xs" role="group" aria-label={t('images')} className={classes.rail} wrap="nowrap">
      {assets.map((asset) => (
        <Button key={asset.id} variant="default" h="auto" p={4} className={classes.look} data-shown={asset.id === place?.assetId} aria-pressed={asset.id === place?.assetId} onClick={() => onShow({ assetId: asset.id, frame: 0 })}
          aria-label={t('show_image', { name: asset.description || asset.modality || t('image'), count: asset.frames })}>
          <Picture url={asset.thumbnail_url} columns={asset.columns} rows={asset.rows} boxes={checks.flatMap((check) => textEvidence(check.evidence)?.boxes ?? []).filter((box) => box.asset_id === asset.id)} />
        </Button>
      ))}
    </Group>
  );
}
