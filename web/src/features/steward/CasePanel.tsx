import { Alert, Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Case } from '../../api/types';
import { useMe } from '../../app/session';
import { RemovedTable, StateBadge, useFormat } from '../../ui';
import { ImageViewer, warmViewer } from '../../viewer';
import { Decide, NotYours, Signatures, type Asking } from './Decide';
import { boxesOn } from './evidence';
import { Findings, Images } from './Findings';
import type { Place } from './place';
import type { Deed } from './queries';
import classes from './steward.module.css';

function Removed({ rows }: { rows: Case['removed'] }) {
  const { t } = useTranslation('steward');
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>{t('removed', { count: rows.length })}</summary>
      <RemovedTable rows={rows} />
    </details>
  );
}

function SentBack({ one }: { one: Case }) {
  const { t } = useTranslation('steward');
  const format = useFormat();
  if (!one.sent_back_at) return null;
  const words = one.history.filter((entry) => entry.action === 'case.send_back').at(-1);
  return (
    <Alert color="gray" title={t('sent_back_title', { at: format.dateTime(one.sent_back_at) })}>
      {words ? `${words.actor_name}: ${words.reason ?? ''}` : null}
    </Alert>
  );
}

interface Props {
  one: Case;
  asking: Asking;
  onAsk: (asking: Asking) => void;
  onDone: (deed: Deed['action'], next: Case) => void;
}

/** More names would hide what they name. */
const MOST_NAMED = 4;

function Look({ one, place, onShow }: { one: Case; place: Place | undefined; onShow: (place: Place) => void }) {
  const { t } = useTranslation('steward');
  useEffect(warmViewer, []);
  const boxes = place ? boxesOn(place.assetId, one.checks) : [];
  if (one.assets.length === 0) return <Text className="medal-quiet">{t('no_images')}</Text>;
  return (
    <>
      <Images assets={one.assets} checks={one.checks} place={place} onShow={onShow} />
      {place ? (
        <ImageViewer key={`${place.assetId}:${place.frame}`} assetUrl={`/api/v1/assets/${place.assetId}`} initialFrame={place.frame}
          referenceBoxes={boxes} referenceName={boxes.length > MOST_NAMED ? '' : t('found_text')} height="56vh" />
      ) : null}
    </>
  );
}

export function CasePanel({ one, asking, onAsk, onDone }: Props) {
  const { t } = useTranslation('steward');
  const { data: me } = useMe();
  const [chosen, setChosen] = useState<Place>();
  const [first] = one.assets;
  const isKnown = chosen !== undefined && one.assets.some((asset) => asset.id === chosen.assetId);
  const place = isKnown ? chosen : first && { assetId: first.id, frame: 0 };
  return (
    <Stack gap="md">
      <div>
        <Group gap="sm">
          <Title order={2}>{one.label}</Title>
          <StateBadge state={one.state} />
        </Group>
        <Text size="sm" className="medal-quiet">
          {one.author.display_name}, {one.author.institution} · <Anchor size="sm" underline="always" component={Link} to={`/contribute/cases/${one.id}`}>{t('open_case')}</Anchor>
        </Text>
      </div>
      <Decide one={one} asking={asking} onAsk={onAsk} onDone={onDone} />
      <NotYours one={one} me={me?.id} />
      <SentBack one={one} />
      <Signatures one={one} />
      <div className={classes.body}>
        <section aria-label={t('findings')}>
          <Findings checks={one.checks} assets={one.assets} onShow={setChosen} />
          {one.clinical_context ? (
            <div>
              <Title order={3} size="h5" mt="md">{t('context')}</Title>
              <Text size="sm" className="medal-prose">{one.clinical_context}</Text>
            </div>
          ) : null}
          <Stack mt="md"><Removed rows={one.removed} /></Stack>
        </section>
        <section aria-label={t('images')}>
          <Look one={one} place={place} onShow={setChosen} />
        </section>
      </div>
    </Stack>
  );
}
