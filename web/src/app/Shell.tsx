// The frame of every page: identity, navigation by role, language, colours.
import { AppShell, Burger, Button, Group, SegmentedControl, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { ApiError, remove } from '../api/client';
import { Loading } from '../ui';
import { setLanguage } from './i18n';
import { leave } from './leaving';
import { Logo } from './Logo';
import { hasRole, useMe } from './session';

function useLinks(): { to: string; key: string }[] {
  const { data: me } = useMe();
  const links: [string, string, boolean][] = [
    ['/campaign', 'campaign', true],
    ['/problems', 'problems', true],
    ['/contribute', 'contribute', Boolean(me)],
    ['/reviews', 'reviews', hasRole(me, 'panellist')],
    ['/desk', 'desk', hasRole(me, 'chair', 'organizer')],
    ['/steward', 'steward', hasRole(me, 'steward', 'organizer')],
    ['/releases', 'releases', true],
    ['/runs', 'runs', true],
    ['/leaderboard', 'leaderboard', true],
    ['/admin', 'admin', hasRole(me, 'organizer', 'chair')],
  ];
  return links.filter(([, , isShown]) => isShown).map(([to, key]) => ({ to, key }));
}

/** A new page is announced and read from its beginning: the focus goes to its content. */
function useFocusOnArrival() {
  const { pathname } = useLocation();
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      document.getElementById('main')?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [pathname]);
}

function Person() {
  const { t } = useTranslation('common');
  const { data: me } = useMe();
  if (!me) return <Button component={Link} to="/sign-in" size="xs">{t('signIn')}</Button>;
  const signOut = async () => {
    await remove('/api/v1/session').catch((error: unknown) => {
      // A session that has ended already is left all the same.
      if (!(error instanceof ApiError && error.problem.status === 401)) throw error;
    });
    leave();
  };
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      <Button component={Link} to="/account" variant="subtle" size="xs" miw={0} flex="0 1 auto"><Text span inherit truncate>{me.display_name}</Text></Button>
      <Button variant="default" size="xs" flex="none" onClick={() => void signOut()}>{t('signOut')}</Button>
    </Group>
  );
}

function Preferences() {
  const { t, i18n } = useTranslation('common');
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <Group gap="xs">
      <SegmentedControl size="xs" aria-label={t('language')} value={i18n.language} onChange={setLanguage}
        data={[{ value: 'en', label: 'EN' }, { value: 'de', label: 'DE' }]} />
      <Button variant="default" size="xs" aria-pressed={scheme === 'dark'} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
        {scheme === 'dark' ? t('light') : t('dark')}
      </Button>
    </Group>
  );
}

export function Shell() {
  const { t } = useTranslation('common');
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const links = useLinks();
  useFocusOnArrival();
  return (
    <AppShell header={{ height: 60 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }} padding={{ base: 'md', md: 'xl' }}>
      <a className="medal-skip" href="#main">{t('skip')}</a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" flex="none">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} />
            <Link to="/" aria-label="MEDAL" className="medal-home"><Logo /></Link>
          </Group>
          <Person />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md">
        <nav className="medal-nav" aria-label={t('menu')}>
          {links.map((link) => <NavLink key={link.to} to={link.to} onClick={close}>{t(`nav.${link.key}`)}</NavLink>)}
        </nav>
        <Group mt="auto" pt="md"><Preferences /></Group>
        <Text size="xs" className="medal-quiet" mt="sm">{t('footer')}</Text>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Suspense fallback={<Loading />}><Outlet /></Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
