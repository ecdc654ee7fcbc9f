// What runs the campaigns and the installation; each part has an address: /admin, /admin/jobs, /admin/events, /admin/server.
import { Button, Stack, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { hasRole, useMe } from '../../app/session';
import { Empty, Loading, PageHeader } from '../../ui';
import { Events } from './Events';
import { Jobs } from './Jobs';
import { People } from './People';
import { Server } from './Server';

const PARTS = ['people', 'jobs', 'events', 'server'] as const;

export function AdminPage() {
  const { t } = useTranslation('admin');
  const { data: me, isPending } = useMe();
  const { part } = useParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  if (isPending) return <Loading />;
  if (!me) return <><PageHeader title={t('title')} /><Empty text={t('signInFirst')} action={<Button component={Link} to={`/sign-in?next=${pathname}`}>{t('signIn')}</Button>} /></>;
  if (!hasRole(me, 'organizer', 'chair')) return <><PageHeader title={t('title')} /><Empty text={t('notYou')} /></>;
  const isAdmin = me.roles.some((grant) => grant.role === 'admin');
  const parts = isAdmin ? PARTS : PARTS.slice(0, 1);
  const shown = parts.find((one) => one === part) ?? 'people';
  return (
    <Stack gap={0} maw={1180}>
      <PageHeader title={t('title')} lead={t(isAdmin ? 'lead' : 'leadOrganizer')} />
      <Tabs value={shown} keepMounted={false} onChange={(next) => void navigate(next === 'people' ? '/admin' : `/admin/${next}`)}>
        <Tabs.List mb="lg">{parts.map((one) => <Tabs.Tab key={one} value={one}>{t(`part.${one}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="people"><People me={me} /></Tabs.Panel>
        <Tabs.Panel value="jobs"><Jobs /></Tabs.Panel>
        <Tabs.Panel value="events"><Events /></Tabs.Panel>
        <Tabs.Panel value="server"><Server /></Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
