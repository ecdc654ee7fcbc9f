import { Button, Group, Modal, Paper, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel, More, StateBadge, usePages } from '../../ui';
import { PageHeader, PageLink, PageStates } from '../contribution/kit';
import { useCampaign } from '../contribution/queries';
import { DecidePanel } from './DecidePanel';
import { useEligible, useInvite } from './queries';
import type { DeskRow } from './types';

function InvitePanel({ itemId }: { itemId: string }) {
  const { t } = useTranslation('curation');
  const query = useEligible(itemId);
  const invite = useInvite(itemId);
  return (
    <PageStates data={query.data} error={query.error} isEmpty={query.data?.items.length === 0} emptyTitle={t('no_panellists')} onRetry={() => void query.refetch()}>
      {(page) => (
        <Stack gap="sm">
          {invite.error ? <ErrorPanel error={invite.error} /> : null}
          {page.items.map((one) => (
            <Group key={one.person.id} justify="space-between" wrap="nowrap">
              <div>
                <Text>{one.person.display_name}</Text>
                <Text size="sm" c="dimmed">
                  {one.person.institution} · {t('open_reviews', { count: one.open_reviews })}
                </Text>
                {one.reason ? <Text size="sm">{t(`conflict_${one.reason}`, { defaultValue: one.reason.replaceAll('_', ' ') })}</Text> : null}
              </div>
              <Button size="xs" disabled={!one.eligible} loading={invite.isPending && invite.variables === one.person.id} onClick={() => invite.mutate(one.person.id)} aria-label={t('invite_person', { name: one.person.display_name })}>
                {t('invite')}
              </Button>
            </Group>
          ))}
        </Stack>
      )}
    </PageStates>
  );
}

function Reviews({ row }: { row: DeskRow }) {
  const { t } = useTranslation('curation');
  if (row.reviews.length === 0) return <Text size="sm" c="dimmed">{t('no_reviews')}</Text>;
  return (
    <Table>
      <Table.Tbody>
        {row.reviews.map((review, index) => (
          <Table.Tr key={index}>
            <Table.Td>{review.reviewer_name}</Table.Td>
            <Table.Td>
              <StateBadge state={review.state} />
            </Table.Td>
            <Table.Td>{review.recommendation ? t(`recommend_${review.recommendation}`) : ''}</Table.Td>
            <Table.Td>{review.blind_correct === undefined ? '' : t(review.blind_correct ? 'blind_right' : 'blind_wrong')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function DeskItem({ row, campaignId }: { row: DeskRow; campaignId: string }) {
  const { t } = useTranslation('curation');
  const [opened, setOpened] = useState<'invite' | 'decide'>();
  const close = () => setOpened(undefined);
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap" align="start">
          <StateBadge state={row.item.state} />
          <PageLink to={`/items/${row.item.id}`}>{row.item.stem}</PageLink>
        </Group>
        <Reviews row={row} />
        <Group>
          <Button size="xs" variant="default" onClick={() => setOpened('invite')}>
            {t('invite_reviewer')}
          </Button>
          <Button size="xs" variant={row.ready_to_decide ? 'filled' : 'default'} onClick={() => setOpened('decide')}>
            {t('decide')}
          </Button>
          {row.ready_to_decide ? <Text size="sm">{t('ready')}</Text> : null}
        </Group>
      </Stack>
      <Modal opened={opened === 'invite'} onClose={close} title={t('invite_reviewer')} closeButtonProps={{ 'aria-label': t('cancel') }}>
        <InvitePanel itemId={row.item.id} />
      </Modal>
      <Modal opened={opened === 'decide'} onClose={close} size="lg" title={t('decide')} closeButtonProps={{ 'aria-label': t('cancel') }}>
        <DecidePanel itemId={row.item.id} campaignId={campaignId} onDone={close} />
      </Modal>
    </Paper>
  );
}

export function DeskPage() {
  const { t } = useTranslation('curation');
  const { campaign, failure, isWithout } = useCampaign();
  const id = campaign.data?.id;
  const pages = usePages<DeskRow>(['desk'], id && `/api/v1/campaigns/${id}/desk?limit=25`);
  return (
    <>
      <PageHeader title={t('desk')} description={t('desk_text')} />
      <PageStates data={pages.rows} error={failure ?? (pages.error as Error | null)} isEmpty={isWithout || pages.rows?.length === 0} emptyTitle={t('desk_empty')} onRetry={pages.retry}>
        {(rows) => (
          <Stack>
            {rows.map((row) => (
              <DeskItem key={row.item.id} row={row} campaignId={id ?? ''} />
            ))}
            <More pages={pages} />
          </Stack>
        )}
      </PageStates>
    </>
  );
}
