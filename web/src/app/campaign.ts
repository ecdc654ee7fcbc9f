// The campaign that a page is about: the one its address names (?campaign=slug), else the newest.
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get, type Page } from '../api/client';
import type { Campaign, CampaignSummary } from '../api/types';

export function useCampaigns() {
  return useQuery({ queryKey: ['campaigns'], queryFn: () => get<Page<CampaignSummary>>('/api/v1/campaigns'), staleTime: 60_000 });
}

export function useCampaign() {
  const [search] = useSearchParams();
  const list = useCampaigns();
  const asked = search.get('campaign');
  const id = asked ? list.data?.items.find((one) => one.slug === asked)?.id : list.data?.items[0]?.id;
  const campaign = useQuery({ queryKey: ['campaign', id], queryFn: () => get<Campaign>(`/api/v1/campaigns/${id}`), enabled: id !== undefined });
  return { id, campaign: campaign.data, error: list.error ?? campaign.error, isEmpty: list.data !== undefined && id === undefined };
}
