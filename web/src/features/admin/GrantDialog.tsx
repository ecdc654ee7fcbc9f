import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../api/client';
import type { CampaignSummary, Me, Person, RoleGrant } from '../../api/types';
import { ConfirmDialog, useTranslated } from '../../ui';
import { grantableCampaigns, mayGrant, ROLES } from './rights';

const EVERYWHERE = 'everywhere';

export function GrantDialog({ me, person, campaigns, isOpen, onClose, onGranted }: {
  me: Me; person: Person | undefined; campaigns: CampaignSummary[]; isOpen: boolean; onClose: () => void; onGranted: () => unknown;
}) {
  const { t } = useTranslation('admin');
  const { t: roleText } = useTranslation('roles');
  const text = useTranslated();
  const open = grantableCampaigns(me, campaigns);
  const [place, setPlace] = useState<string | null>(open[0]?.id ?? EVERYWHERE);
  const [role, setRole] = useState<string | null>('panellist');
  const grant = { role, campaign_id: place === EVERYWHERE ? undefined : place ?? undefined } as RoleGrant;
  const places = [...open.map((campaign) => ({ value: campaign.id, label: text(campaign.title) })), ...(mayGrant(me, { role: 'admin' }) ? [{ value: EVERYWHERE, label: t('everywhere') }] : [])];
  const give = async () => {
    await post<Person>(`/api/v1/people/${person?.id}/roles`, grant);
    await onGranted();
  };
  return (
    <ConfirmDialog isOpen={isOpen} title={t('grantTitle', { name: person?.display_name })} text={role ? t(`about.${role}`) : undefined} confirm={t('grant')} isReady={role !== null && place !== null && mayGrant(me, grant)} onClose={onClose} onConfirm={give}>
      <Select label={t('role')} allowDeselect={false} value={role} onChange={setRole} data={ROLES.filter((one) => mayGrant(me, { ...grant, role: one })).map((one) => ({ value: one, label: roleText(one) }))} />
      <Select label={t('where')} allowDeselect={false} value={place} onChange={setPlace} data={places} />
    </ConfirmDialog>
  );
}
