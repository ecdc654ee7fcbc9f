// One's own account, in parts that each have an address: /account, /account/security, /account/tokens, /account/conflicts.
import { Alert, Badge, Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import type { Me } from '../../api/types';
import { useCampaigns } from '../../app/campaign';
import { useMe } from '../../app/session';
import { Empty, Loading, PageHeader, useTranslated } from '../../ui';
import { Conflicts } from './Conflicts';
import { Profile } from './Profile';
import { Resend } from './Resend';
import { Security } from './Security';
import { Tokens } from './Tokens';

const PARTS = ['profile', 'security', 'tokens', 'conflicts'] as const;

function Roles({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const { t: roleText } = useTranslation('roles');
  const text = useTranslated();
  const campaigns = useCampaigns();
  const nameOf = (id?: string) => text(campaigns.data?.items.find((one) => one.id === id)?.title);
  if (me.roles.length === 0) return <Text className="medal-quiet">{t('noRoles')}</Text>;
  return (
    <Group gap="xs">
      {me.roles.map((grant) => <Badge key={`${grant.role}${grant.campaign_id}`} variant="light" size="lg" tt="none" fw={500}>{roleText(grant.role)}{grant.campaign_id ? `, ${nameOf(grant.campaign_id)}` : ''}</Badge>)}
    </Group>
  );
}

export function AccountPage() {
  const { t } = useTranslation('account');
  const { data: me, isPending } = useMe();
  const { part } = useParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  if (isPending) return <Loading />;
  if (!me) return <><PageHeader title={t('account')} /><Empty text={t('signInFirst')} action={<Button component={Link} to={`/sign-in?next=${pathname}`}>{t('signIn')}</Button>} /></>;
  const shown = PARTS.find((one) => one === part) ?? 'profile';
  return (
    <Stack gap="lg" maw={900}>
      <PageHeader mb={0} title={me.display_name} lead={me.email} />
      {!me.email_verified && <Alert color="orange" title={t('unverified')}>{t('unverifiedText')}<Resend email={me.email} /></Alert>}
      <Roles me={me} />
      <Tabs value={shown} keepMounted={false} onChange={(next) => void navigate(next === 'profile' ? '/account' : `/account/${next}`)}>
        <Tabs.List mb="lg">{PARTS.map((one) => <Tabs.Tab key={one} value={one}>{t(`part.${one}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="profile"><Profile me={me} /></Tabs.Panel>
        <Tabs.Panel value="security"><Security /></Tabs.Panel>
        <Tabs.Panel value="tokens"><Tokens me={me} /></Tabs.Panel>
        <Tabs.Panel value="conflicts"><Conflicts /></Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
