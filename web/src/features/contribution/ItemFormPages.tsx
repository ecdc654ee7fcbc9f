import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session';
import { Empty } from '../../ui';
import { emptyForm, formOf } from './item_draft';
import { ItemFormView } from './ItemFormView';
import { PageHeader, PageStates, useGo, useParam } from './kit';
import { useCase, useChangeItem, useItem, useSaveItem } from './queries';
import { mayChangeItem, type Case, type Item } from './types';

function NewItem({ one }: { one: Case }) {
  const { t, i18n } = useTranslation('contribution');
  const go = useGo();
  const save = useSaveItem(one.id);
  const first = emptyForm(i18n.language.startsWith('de') ? 'de' : 'en', one.assets);
  return <ItemFormView one={one} first={first} confirm={t('item_save')} isBusy={save.isPending} error={save.error} onSave={(draft) => save.mutate(draft, { onSuccess: (item) => go(`/items/${item.id}`) })} />;
}

export function NewItemPage() {
  const { t } = useTranslation('contribution');
  const id = useParam('id');
  const query = useCase(id);
  return (
    <>
      <PageHeader title={t('item_new')} description={t('item_new_text')} back={{ to: `/contribute/cases/${id}`, label: query.data?.label ?? t('case') }} />
      <PageStates data={query.data} error={query.error} isEmpty={query.data?.assets.length === 0} emptyTitle={t('no_images_yet')} onRetry={() => void query.refetch()}>
        {(one) => <NewItem one={one} />}
      </PageStates>
    </>
  );
}

function EditItem({ item, one }: { item: Item; one: Case }) {
  const { t } = useTranslation('contribution');
  const go = useGo();
  const { data: me } = useMe();
  const save = useChangeItem(item.id);
  if (!mayChangeItem(item, me?.id)) return <Empty text={t('item_closed')} />;
  return <ItemFormView one={one} first={formOf(item, one.assets)} confirm={t('save')} isBusy={save.isPending} error={save.error} onSave={(draft) => save.mutate(draft, { onSuccess: () => go(`/items/${item.id}`) })} />;
}

export function EditItemPage() {
  const { t } = useTranslation('contribution');
  const id = useParam('id');
  const item = useItem(id);
  const one = useCase(item.data?.case_id ?? '');
  const data = item.data && one.data ? { item: item.data, one: one.data } : undefined;
  return (
    <>
      <PageHeader title={t('item_edit')} description={t(item.data?.state === 'in_revision' ? 'item_revise_text' : 'item_edit_text')} back={{ to: `/items/${id}`, label: t('item') }} />
      <PageStates data={data} error={item.error ?? one.error} onRetry={() => void item.refetch()}>
        {(both) => <EditItem {...both} />}
      </PageStates>
    </>
  );
}
