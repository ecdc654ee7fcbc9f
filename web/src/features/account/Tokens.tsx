// Tokens for programs: scoped, dated, shown once, revoked at any time.
import { Alert, Badge, Button, Checkbox, Group, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Page, post, remove } from '../../api/client';
import type { MadeToken, Me, NewToken, Token } from '../../api/types';
import { Await, CodeBlock, ConfirmDialog, Empty, ErrorPanel, useFormat } from '../../ui';

const SCOPES = ['read', 'contribute', 'review', 'evaluate', 'organize', 'admin'] as const;
const LIVES = ['7', '30', '90', '365', 'never'] as const;
const DAY_MS = 86_400_000;

/** What no role of the person allows, a token cannot either: it is not offered. */
function scopesOf(me: Me): (typeof SCOPES)[number][] {
  const has = (...roles: string[]) => me.roles.some((grant) => roles.includes(grant.role) || grant.role === 'admin');
  return SCOPES.filter((scope) => (scope === 'admin' ? has('admin') : scope !== 'organize' || has('organizer', 'chair', 'steward')));
}

function NewTokenForm({ me, onMade }: { me: Me; onMade: (made: MadeToken) => void }) {
  const { t } = useTranslation('account');
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [life, setLife] = useState<string>('90');
  const make = useMutation({
    mutationFn: () => post<MadeToken>('/api/v1/me/tokens', { name, scopes, expires_at: life === 'never' ? undefined : new Date(Date.now() + Number(life) * DAY_MS).toISOString() } as NewToken),
    onSuccess: (made) => {
      setName('');
      onMade(made);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} gap="md">
      <Group align="flex-start">
        <TextInput required label={t('tokenName')} description={t('tokenNameHint')} maxLength={80} w={{ base: '100%', xs: 280 }} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={t('life')} description={t('lifeHint')} allowDeselect={false} w={{ base: '100%', xs: 180 }} value={life} data={LIVES.map((one) => ({ value: one, label: t(`lives.${one}`) }))} onChange={(next) => setLife(next ?? '90')} />
      </Group>
      <Checkbox.Group label={t('scopes')} value={scopes} onChange={setScopes}>
        <Stack gap="xs" mt="xs">{scopesOf(me).map((scope) => <Checkbox key={scope} value={scope} label={scope} description={t(`scope.${scope}`)} />)}</Stack>
      </Checkbox.Group>
      {make.isError && <ErrorPanel error={make.error} />}
      <Button type="submit" w="fit-content" loading={make.isPending} disabled={!name.trim() || scopes.length === 0}>{t('makeToken')}</Button>
    </Stack>
  );
}

function TokenRows({ tokens }: { tokens: Token[] }) {
  const { t } = useTranslation('account');
  const format = useFormat();
  const queries = useQueryClient();
  const [going, setGoing] = useState<Token>();
  const revoke = async () => {
    await remove(`/api/v1/me/tokens/${going?.id}`);
    await queries.invalidateQueries({ queryKey: ['tokens'] });
  };
  if (tokens.length === 0) return <Empty text={t('noTokens')} />;
  const isOver = (token: Token) => token.expires_at !== undefined && new Date(token.expires_at) < new Date();
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing="sm">
        <Table.Thead><Table.Tr><Table.Th>{t('tokenName')}</Table.Th><Table.Th>{t('scopes')}</Table.Th><Table.Th>{t('lastUsed')}</Table.Th><Table.Th>{t('expires')}</Table.Th><Table.Th aria-label={t('revoke')} /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>{token.name}<Text size="xs" className="medal-quiet">{t('madeOn', { date: format.date(token.created_at) })}</Text></Table.Td>
              <Table.Td><Group gap={4}>{token.scopes.map((scope) => <Badge key={scope} variant="light" color="gray" tt="none" fw={500}>{scope}</Badge>)}</Group></Table.Td>
              <Table.Td>{token.last_used_at ? format.dateTime(token.last_used_at) : t('never')}</Table.Td>
              <Table.Td>{token.expires_at ? <>{format.date(token.expires_at)}{isOver(token) && <Text size="xs" c="red">{t('expired')}</Text>}</> : t('lives.never')}</Table.Td>
              <Table.Td ta="right"><Button size="xs" variant="subtle" color="red" onClick={() => setGoing(token)}>{t('revoke')}</Button></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <ConfirmDialog isOpen={going !== undefined} title={t('revokeTitle', { name: going?.name })} text={t('revokeText')} confirm={t('revoke')} isDanger onClose={() => setGoing(undefined)} onConfirm={revoke} />
    </Table.ScrollContainer>
  );
}

export function Tokens({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const [made, setMade] = useState<MadeToken>();
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: () => get<Page<Token>>('/api/v1/me/tokens') });
  const keep = (one: MadeToken) => {
    setMade(one);
    void queries.invalidateQueries({ queryKey: ['tokens'] });
  };
  return (
    <Stack gap="xl">
      <Text className="medal-quiet" maw={640}>{t('tokensLead')}</Text>
      {made && <Alert color="teal" title={t('tokenMade')} withCloseButton closeButtonLabel={t('tokenTaken')} onClose={() => setMade(undefined)} role="status"><Stack gap="xs"><Text size="sm">{t('tokenOnce')}</Text><CodeBlock code={made.token} label={t('tokenMade')} /></Stack></Alert>}
      <Await query={tokens}>{(page) => <TokenRows tokens={page.items} />}</Await>
      <section aria-labelledby="new-token"><Title order={2} id="new-token" mb="md">{t('newToken')}</Title><NewTokenForm me={me} onMade={keep} /></section>
    </Stack>
  );
}
