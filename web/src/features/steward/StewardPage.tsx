// The data steward's desk: what waits, most pressing first, and beside it the case with all that was found.
import { Button, Kbd, Modal, Table, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Case } from '../../api/types';
import { useCampaign } from '../../app/campaign';
import { Await, Empty, ErrorPanel, Loading, More, PageHeader } from '../../ui';
import { CasePanel } from './CasePanel';
import type { Asking } from './Decide';
import { KEYS, rowAfter, rowInstead, useDeskKeys, type DeskCommand } from './keys';
import { FilterBar, Queue } from './Queue';
import { useCase, useQueue, type Deed, type Filters } from './queries';
import classes from './steward.module.css';

/** Filters and the chosen case are in the address. */
function useAddress() {
  const [search, setSearch] = useSearchParams();
  const change = useCallback((changes: Record<string, string | undefined>) => {
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    }, { replace: true });
  }, [setSearch]);
  const filters: Filters = { turn: search.get('turn') === 'contributor' ? 'contributor' : 'steward', kind: search.get('kind') ?? undefined };
  return { filters, chosen: search.get('case') ?? undefined, change };
}

function Help({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('steward');
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('keys')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Table>
        <Table.Tbody>
          {KEYS.map(({ key, command }) => (
            <Table.Tr key={key}>
              <Table.Td><Kbd>{key}</Kbd></Table.Td>
              <Table.Td>{t(`key_${command}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" mt="sm" className="medal-quiet">{t('keys_image')}</Text>
    </Modal>
  );
}

interface PanelProps {
  id: string | undefined;
  asking: Asking;
  onAsk: (asking: Asking) => void;
  onDone: (deed: Deed['action'], next: Case) => void;
}

function Panel({ id, ...rest }: PanelProps) {
  const { t } = useTranslation('steward');
  const query = useCase(id);
  if (id === undefined) return <Empty text={t('choose')} />;
  return <Await query={query}>{(one) => <CasePanel key={one.id} one={one} {...rest} />}</Await>;
}

export function StewardPage() {
  const { t } = useTranslation('steward');
  const { id: campaign, error, isEmpty } = useCampaign();
  const { filters, chosen, change } = useAddress();
  const [asking, setAsking] = useState<Asking>();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [said, setSaid] = useState('');
  const pages = useQueue(campaign, filters);
  const ids = pages.rows?.map((row) => row.case_id) ?? [];
  const choose = (id: string | undefined) => {
    setAsking(undefined);
    change({ case: id });
  };
  useDeskKeys((command: DeskCommand) => {
    if (command === 'help') return setIsHelpOpen(true);
    if (command === 'clear' || command === 'stop') return chosen && setAsking(command);
    const next = rowAfter(ids, chosen, command === 'next' ? 1 : -1);
    if (command === 'next' && next === chosen && pages.hasMore) pages.more();
    return choose(next);
  });
  const done = (deed: Deed['action'], next: Case) => {
    const isFirstWord = deed === 'clear' && next.state === 'needs_attention';
    setSaid(t(isFirstWord ? 'said_signed' : `said_${deed}`, { label: next.label }));
    if (!isFirstWord && chosen) change({ case: rowInstead(ids, chosen) });
  };
  const failure = error ?? (pages.rows === undefined ? pages.error : null);
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={<Button variant="default" size="xs" onClick={() => setIsHelpOpen(true)} rightSection={<Kbd size="xs" aria-hidden="true">?</Kbd>}>{t('keys')}</Button>} />
      <FilterBar filters={filters} onChange={(part) => change({ turn: part.turn ?? filters.turn, kind: 'kind' in part ? part.kind : filters.kind, case: undefined })} />
      <Text role="status" size="sm" mb="sm" fw={600}>{said}</Text>
      {failure ? <ErrorPanel error={failure} onRetry={pages.retry} /> : null}
      {!failure && pages.rows === undefined && !isEmpty ? <Loading /> : null}
      {isEmpty || (pages.rows?.length === 0 && !chosen) ? <Empty text={t(filters.turn === 'steward' ? 'empty' : 'empty_contributor')} /> : null}
      {pages.rows && (pages.rows.length > 0 || chosen) ? (
        <div className={classes.desk} data-chosen={chosen !== undefined}>
          <div className={classes.list}>
            <Queue rows={pages.rows} chosen={chosen} onChoose={choose} />
            <More pages={pages} />
          </div>
          <div className={classes.panel}>
            <Button className={classes.back} variant="subtle" size="compact-sm" onClick={() => choose(undefined)}>← {t('back')}</Button>
            <Panel id={chosen} asking={asking} onAsk={setAsking} onDone={done} />
          </div>
        </div>
      ) : null}
      <Help isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </>
  );
}
