import { Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ImageViewer } from '../../viewer';
import { AnswerInWords, OptionList } from './AnswerView';
import { useMe } from '../../app/session';
import { ErrorPanel, StateBadge } from '../../ui';
import { ButtonLink, PageHeader, PageStates, useParam } from './kit';
import { Actions, Checks, History } from './parts';
import { useActOnItem, useItem } from './queries';
import { mayChangeItem, type Item } from './types';

function Solution({ item }: { item: Item }) {
  const { t } = useTranslation('contribution');
  if (!item.reference) return <Text c="dimmed">{t('reference_hidden')}</Text>;
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h5" mb="xs">
        {t('reference')}
      </Title>
      <AnswerInWords spec={item.answer_spec} answer={item.reference} />
      <Text size="sm" c="dimmed">
        {t(`standard_${item.reference_standard}`)}
      </Text>
      {item.rationale ? <Text mt="sm">{item.rationale}</Text> : null}
    </Paper>
  );
}

function ItemBody({ item }: { item: Item }) {
  const { t } = useTranslation('contribution');
  const act = useActOnItem(item.id);
  const { data: me } = useMe();
  const boxes = item.reference?.type === 'box' ? item.reference.boxes : undefined;
  const boxAsset = item.answer_spec.type === 'box' ? item.answer_spec.asset_id : undefined;
  const [first] = item.assets;
  const shown = boxAsset ?? first?.id;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      {shown ? <ImageViewer assetUrl={`/api/v1/assets/${shown}`} referenceBoxes={boxes} /> : <Text>{t('no_images_yet')}</Text>}
      <Stack gap="lg">
        <Text size="lg" style={{ whiteSpace: 'pre-wrap' }}>
          {item.stem}
        </Text>
        <OptionList spec={item.answer_spec} right={item.reference?.type === 'single_choice' ? item.reference.option : undefined} />
        <Solution item={item} />
        <Group gap="sm">
          <Actions allowed={item.allowed_actions} isBusy={act.isPending} onAct={(action, reason) => act.mutateAsync({ action, reason })} />
          {mayChangeItem(item, me?.id) ? <ButtonLink variant="default" to={`/items/${item.id}/edit`}>{t('item_edit')}</ButtonLink> : null}
        </Group>
        {act.error ? <ErrorPanel error={act.error} /> : null}
        {item.checks.length > 0 ? <Checks checks={item.checks} /> : null}
        <section>
          <Title order={2} size="h5" mb="sm">
            {t('history')}
          </Title>
          <History entries={item.history} />
        </section>
      </Stack>
    </SimpleGrid>
  );
}

export function ItemPage() {
  const { t } = useTranslation('contribution');
  const query = useItem(useParam('id'));
  return (
    <PageStates data={query.data} error={query.error} onRetry={() => void query.refetch()}>
      {(item) => (
        <>
          <PageHeader title={t('item_title', { type: t(`type_${item.answer_type}`), version: item.version })} badge={<StateBadge state={item.state} />} back={{ to: `/contribute/cases/${item.case_id}`, label: t('case') }} />
          <ItemBody item={item} />
        </>
      )}
    </PageStates>
  );
}
