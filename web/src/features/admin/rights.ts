// Mirrors the server's rule (accounts/rules: may_grant), so that no button is shown that the server would refuse.
import type { Me, RoleGrant } from '../../api/types';

export const ROLES = ['contributor', 'panellist', 'chair', 'steward', 'organizer', 'model_developer', 'reader', 'admin'] as const;

const isAdmin = (me: Me): boolean => me.roles.some((grant) => grant.role === 'admin' && !grant.campaign_id);

/** An admin gives any role; an organizer any but admin, within the own campaign. */
export function mayGrant(me: Me, grant: RoleGrant): boolean {
  if (isAdmin(me)) return true;
  return grant.role !== 'admin' && grant.campaign_id !== undefined && me.roles.some((own) => own.role === 'organizer' && (!own.campaign_id || own.campaign_id === grant.campaign_id));
}

export function grantableCampaigns<T extends { id: string }>(me: Me, campaigns: T[]): T[] {
  return campaigns.filter((campaign) => mayGrant(me, { role: 'contributor', campaign_id: campaign.id }));
}
