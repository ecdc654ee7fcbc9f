import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Empty } from '../../ui';
import { useMe } from '../../app/session';
import { CaseForm, emptyDraft } from './CaseForm';
import { PageHeader, PageStates, useGo, useParam } from './kit';
import { useCampaign, useCampaignOf, useCase, useChangeCase, useCreateCase } from './queries';
import { mayChangeCase, type Campaign, type Case, type CaseDraft } from './types';

function NewCase({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('contribution');
  const go = useGo();
  const problem = useSearchParams()[0].get('problem') ?? undefined;
  const create = useCreateCase(campaign.id);
  return <CaseForm campaign={campaign} first={emptyDraft(campaign, problem)} confirm={t('case_begin')} isBusy={create.isPending} error={create.error} onSave={(draft) => create.mutate(draft, { onSuccess: (made) => go(`/contribute/cases/${made.id}`) })} />;
}

export function NewCasePage() {
  const { t } = useTranslation('contribution');
  const { campaign, failure, isWithout } = useCampaign();
  return (
    <>
      <PageHeader title={t('case_new')} description={t('case_new_text')} />
      <PageStates data={campaign.data} error={failure} isEmpty={isWithout} emptyTitle={t('no_campaign')} onRetry={() => void campaign.refetch()}>
        {(data) => <NewCase campaign={data} />}
      </PageStates>
    </>
  );
}

const draftOf = ({ label, problem_id, clinical_context, age_band, sex, site_name, country, terms, licence, consent }: Case): CaseDraft => ({ label, problem_id, clinical_context, age_band, sex, site_name, country, terms, licence, consent });

function EditCase({ one, campaign }: { one: Case; campaign: Campaign }) {
  const { t } = useTranslation('contribution');
  const go = useGo();
  const { data: me } = useMe();
  const save = useChangeCase(one.id);
  if (!mayChangeCase(one, me?.id)) return <Empty text={t('case_closed')} />;
  return <CaseForm campaign={campaign} first={draftOf(one)} confirm={t('save')} isBusy={save.isPending} error={save.error} onSave={(draft) => save.mutate(draft, { onSuccess: () => go(`/contribute/cases/${one.id}`) })} />;
}

export function EditCasePage() {
  const { t } = useTranslation('contribution');
  const id = useParam('id');
  const one = useCase(id);
  const campaign = useCampaignOf(one.data?.campaign_id);
  const data = one.data && campaign.data ? { one: one.data, campaign: campaign.data } : undefined;
  return (
    <>
      <PageHeader title={t('case_edit')} description={t('case_edit_text')} back={{ to: `/contribute/cases/${id}`, label: one.data?.label ?? t('case') }} />
      <PageStates data={data} error={one.error ?? campaign.error} onRetry={() => void one.refetch()}>
        {(both) => <EditCase {...both} />}
      </PageStates>
    </>
  );
}
