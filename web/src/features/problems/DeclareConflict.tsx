// Who judges problems may have a conflict with an author: declared here, it keeps them from that author's questions.
import { Anchor, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../api/client';
import type { Conflict, Problem } from '../../api/types';
import { ReasonDialog } from '../../ui';

export function DeclareConflict({ author }: { author: Problem['author'] }) {
  const { t } = useTranslation('problems');
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [isDone, setDone] = useState(false);
  const declare = async (note: string) => {
    await post<Conflict>('/api/v1/me/conflicts', { person_id: author.id, note });
    await queries.invalidateQueries({ queryKey: ['conflicts'] });
    setDone(true);
  };
  if (isDone) return <Text size="sm" role="status">{t('conflictDeclared')}</Text>;
  return (
    <>
      <Anchor component="button" type="button" size="sm" w="fit-content" onClick={() => setOpen(true)}>{t('conflict')}</Anchor>
      <ReasonDialog isOpen={isOpen} least={0} most={500} title={t('conflictTitle', { name: author.display_name })} text={t('conflictText')} confirm={t('conflictDeclare')} onClose={() => setOpen(false)} onReason={declare} />
    </>
  );
}
