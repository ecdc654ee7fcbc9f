import { expect, it } from 'vitest';
import type { Me } from '../../api/types';
import { grantableCampaigns, mayGrant } from './rights';

const person = (roles: Me['roles']): Me => ({ id: 'p', email: 'p@example.org', email_verified: true, display_name: 'P', institution: 'I', country: 'DE', language: 'en', roles });

it('lets admins give every role everywhere', () => {
  expect(mayGrant(person([{ role: 'admin' }]), { role: 'admin' })).toBe(true);
});

it('lets organizers give roles in their own campaign, but never admin', () => {
  const me = person([{ role: 'organizer', campaign_id: 'a' }]);
  expect(mayGrant(me, { role: 'panellist', campaign_id: 'a' })).toBe(true);
  expect(mayGrant(me, { role: 'panellist', campaign_id: 'b' })).toBe(false);
  expect(mayGrant(me, { role: 'panellist' })).toBe(false);
  expect(mayGrant(me, { role: 'admin', campaign_id: 'a' })).toBe(false);
  expect(grantableCampaigns(me, [{ id: 'a' }, { id: 'b' }])).toEqual([{ id: 'a' }]);
});

it('lets a chair give none', () => {
  expect(mayGrant(person([{ role: 'chair', campaign_id: 'a' }]), { role: 'panellist', campaign_id: 'a' })).toBe(false);
});
