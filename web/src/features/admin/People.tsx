// Accounts and their roles. Organizers give and take roles in their campaign; admins everywhere, and see addresses.
import { Badge, Button, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { remove } from '../../api/client';
import type { CampaignSummary, Me, Person, RoleGrant } from '../../api/types';
import { useCampaigns } from '../../app/campaign';
import { address, ConfirmDialog, Empty, ErrorPanel, Loading, More, useFormat, usePages, useTranslated } from '../../ui';
import { GrantDialog } from './GrantDialog';
import { grantableCampaigns, mayGrant } from './rights';

function Grants({ me, person, campaigns, onRevoke }: { me: Me; person: Person; campaigns: CampaignSummary[]; onRevoke: (grant: RoleGrant) => void }) {
  const { t } = useTranslation('admin');
  const { t: roleText } = useTranslation('roles');
  const text = useTranslated();
  const nameOf = (grant: RoleGrant): string => {
    const place = text(campaigns.find((one) => one.id === grant.campaign_id)?.title);
    return place ? `${roleText(grant.role)}, ${place}` : roleText(grant.role);
  };
  return (
    <Group gap={6}>
      {person.roles.map((grant) => (
        <Badge key={`${grant.role}${grant.campaign_id}`} variant="light" size="lg" tt="none" fw={500} pr={mayGrant(me, grant) ? 2 : undefined}
          rightSection={mayGrant(me, grant) && <CloseButton size="xs" variant="transparent" aria-label={t('revokeOf', { role: nameOf(grant), name: person.display_name })} onClick={() => onRevoke(grant)} />}>
          {nameOf(grant)}
        </Badge>
      ))}
    </Group>
  );
}

function Row({ me, person, campaigns, onGrant, onRevoke }: { me: Me; person: Person; campaigns: CampaignSummary[]; onGrant: () => void; onRevoke: (grant: RoleGrant) => void }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  return (
    <Group component="li" className="medal-row" py="sm" justify="space-between" align="flex-start" gap="md">
      <Stack gap={4} miw={220} flex="1 1 320px">
        <Group gap="xs"><Text fw={600}>{person.display_name}</Text>{person.email_verified === false && <span className="medal-state" data-tone="warn">{t('unverified')}</span>}</Group>
        <Text size="sm" className="medal-quiet medal-prose">{[person.email, `${person.institution}, ${format.country(person.country)}`, t('since', { date: format.date(person.created_at) })].filter(Boolean).join(' · ')}</Text>
        <Grants me={me} person={person} campaigns={campaigns} onRevoke={onRevoke} />
      </Stack>
      {grantableCampaigns(me, campaigns).length > 0 && <Button size="xs" variant="default" onClick={onGrant}>{t('grant')}</Button>}
    </Group>
  );
}

export function People({ me }: { me: Me }) {
  const { t } = useTranslation('admin');
  const { t: roleText } = useTranslation('roles');
  const queries = useQueryClient();
  const campaigns = useCampaigns().data?.items ?? [];
  const [search, setSearch] = useSearchParams();
  const [words, setWords] = useState(search.get('search') ?? '');
  const ask = useDebouncedCallback((text: string) => setSearch(text.trim() ? { search: text.trim() } : {}, { replace: true }), 300);
  const list = usePages<Person>(['people'], address('/api/v1/people', { search: search.get('search'), limit: 25 }));
  const [granting, setGranting] = useState<{ person?: Person; isOpen: boolean }>({ isOpen: false });
  const [revoking, setRevoking] = useState<{ person?: Person; grant?: RoleGrant; isOpen: boolean }>({ isOpen: false });
  const refresh = () => queries.invalidateQueries({ queryKey: ['people'] });
  const revoke = async () => {
    await remove(address(`/api/v1/people/${revoking.person?.id}/roles/${revoking.grant?.role}`, { campaign_id: revoking.grant?.campaign_id }));
    await refresh();
  };
  return (
    <Stack>
      <TextInput type="search" label={t('search')} description={t('searchHint')} maw={380} maxLength={120} value={words} onChange={(event) => { setWords(event.currentTarget.value); ask(event.currentTarget.value); }} />
      {list.isError && <ErrorPanel error={list.error} onRetry={list.retry} />}
      {!list.rows && !list.isError && <Loading />}
      {list.rows?.length === 0 && <Empty text={t('nobody')} />}
      {list.rows && list.rows.length > 0 && (
        <ul className="medal-list">
          {list.rows.map((person) => <Row key={person.id} me={me} person={person} campaigns={campaigns} onGrant={() => setGranting({ person, isOpen: true })} onRevoke={(grant) => setRevoking({ person, grant, isOpen: true })} />)}
        </ul>
      )}
      <More pages={list} />
      <GrantDialog key={granting.person?.id} me={me} person={granting.person} campaigns={campaigns} isOpen={granting.isOpen} onClose={() => setGranting({ ...granting, isOpen: false })} onGranted={refresh} />
      <ConfirmDialog isOpen={revoking.isOpen} title={t('revokeTitle')} confirm={t('revoke')} isDanger onClose={() => setRevoking({ ...revoking, isOpen: false })} onConfirm={revoke}
        text={t('revokeText', { name: revoking.person?.display_name, role: revoking.grant ? roleText(revoking.grant.role) : '' })} />
    </Stack>
  );
}
