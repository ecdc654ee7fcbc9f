// Where an address leads nowhere, and where a page of ours is broken.
import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useRouteError } from 'react-router';
import { useTitle } from '../ui';

export function LostPage() {
  const { t } = useTranslation('common');
  const { pathname } = useLocation();
  useTitle(t('lost.title'));
  return (
    <Stack py="xl" maw={620} gap="md">
      <Text className="medal-number" aria-hidden="true">404</Text>
      <Title order={1}>{t('lost.title')}</Title>
      <Text className="medal-prose">{t('lost.text', { path: pathname })}</Text>
      <Group>
        <Button component={Link} to="/">{t('lost.start')}</Button>
        <Anchor component={Link} to="/problems">{t('nav.problems')}</Anchor>
        <Anchor component={Link} to="/leaderboard">{t('nav.leaderboard')}</Anchor>
      </Group>
    </Stack>
  );
}

/** A new version of the site may have removed the part that this page wanted to load: loading again finds the new one. */
export function BrokenPage() {
  const { t } = useTranslation('common');
  const error = useRouteError();
  useTitle(t('failed'));
  return (
    <Stack p="xl" maw={620} gap="md" role="alert">
      <Title order={1}>{t('failed')}</Title>
      <Text>{t('broken')}</Text>
      <Text size="xs" className="medal-quiet medal-prose">{error instanceof Error ? error.message : ''}</Text>
      <Button w="fit-content" onClick={() => window.location.reload()}>{t('retry')}</Button>
    </Stack>
  );
}
