// Declared conflicts of interest: nobody reviews or decides where they have one, so the server asks this list.
import { Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Page, post, remove } from '../../api/client';
import type { Conflict } from '../../api/types';
import { Await, ConfirmDialog, Empty, ErrorPanel } from '../../ui';

function Rows({ conflicts }: { conflicts: Conflict[] }) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const [going, setGoing] = useState<Conflict>();
  const takeBack = async () => {
    await remove(`/api/v1/me/conflicts/${going?.id}`);
    await queries.invalidateQueries({ queryKey: ['conflicts'] });
  };
  if (conflicts.length === 0) return <Empty text={t('noConflicts')} />;
  return (
    <>
      <ul className="medal-list">
        {conflicts.map((row) => (
          <Group component="li" key={row.id} justify="space-between" wrap="nowrap" className="medal-row" py="sm">
            <div><Text fw={600}>{row.person_name ?? row.institution ?? t('aPerson')}</Text><Text size="sm" className="medal-quiet medal-prose">{row.note}</Text></div>
            <Button size="xs" variant="subtle" color="red" flex="none" onClick={() => setGoing(row)}>{t('takeBack')}</Button>
          </Group>
        ))}
      </ul>
      <ConfirmDialog isOpen={going !== undefined} title={t('takeBackTitle')} text={t('takeBackText')} confirm={t('takeBack')} isDanger onClose={() => setGoing(undefined)} onConfirm={takeBack} />
    </>
  );
}

function Declare() {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const [institution, setInstitution] = useState('');
  const [note, setNote] = useState('');
  const declare = useMutation({
    mutationFn: () => post<Conflict>('/api/v1/me/conflicts', { institution: institution.trim(), note: note.trim() }),
    onSuccess: async () => {
      setInstitution('');
      setNote('');
      await queries.invalidateQueries({ queryKey: ['conflicts'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    declare.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} maw={520}>
      <TextInput required label={t('conflictWith')} description={t('conflictWithHint')} maxLength={200} value={institution} onChange={(event) => setInstitution(event.currentTarget.value)} />
      <Textarea label={t('conflictWhy')} description={t('conflictWhyHint')} autosize minRows={2} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {declare.isError && <ErrorPanel error={declare.error} />}
      <Button type="submit" w="fit-content" loading={declare.isPending} disabled={institution.trim().length < 2}>{t('declare')}</Button>
    </Stack>
  );
}

export function Conflicts() {
  const { t } = useTranslation('account');
  const conflicts = useQuery({ queryKey: ['conflicts'], queryFn: () => get<Page<Conflict>>('/api/v1/me/conflicts') });
  return (
    <Stack gap="xl">
      <Text className="medal-quiet" maw={640}>{t('conflictsLead')}</Text>
      <Await query={conflicts}>{(page) => <Rows conflicts={page.items} />}</Await>
      <section aria-labelledby="declare"><Title order={2} id="declare" mb="md">{t('declareTitle')}</Title><Declare /></section>
    </Stack>
  );
}
