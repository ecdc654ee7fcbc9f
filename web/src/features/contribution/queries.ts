// What the pages of cases and questions ask of the server.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, useChosenCampaign } from './kit';
import type { Campaign, Case, CaseDraft, Item, ItemDraft, Page } from './types';

/** The campaign named in the address, else the newest. */
export function useCampaign() {
  const chosen = useChosenCampaign();
  const list = useQuery({
    queryKey: ['campaigns'],
    queryFn: () => api.get<Page<{ id: string; slug: string }>>('/api/v1/campaigns'),
    enabled: chosen === undefined,
  });
  const id = chosen ?? list.data?.items[0]?.id;
  const campaign = useQuery({
    queryKey: ['campaign', id],
    queryFn: () => api.get<Campaign>(`/api/v1/campaigns/${id}`),
    enabled: id !== undefined,
  });
  const isWithout = chosen === undefined && list.isSuccess && id === undefined;
  return { campaign, failure: list.error ?? campaign.error, isWithout };
}

export function useCampaignOf(id: string | undefined) {
  return useQuery({
    queryKey: ['campaign', id],
    queryFn: () => api.get<Campaign>(`/api/v1/campaigns/${id}`),
    enabled: id !== undefined,
  });
}

export function useOpenProblems(campaignId: string) {
  return useQuery({
    queryKey: ['problems', campaignId, 'open'],
    queryFn: () => api.get<Page<{ id: string; title: string }>>(`/api/v1/campaigns/${campaignId}/problems?state=open_for_data&limit=200`),
  });
}

export function useCase(id: string) {
  return useQuery({
    queryKey: ['case', id],
    queryFn: () => api.get<Case>(`/api/v1/cases/${id}`),
    enabled: id !== '',
    // While the server works on the files the page follows it.
    refetchInterval: (query) => (query.state.data?.state === 'processing' ? 1500 : false),
  });
}

export function useItem(id: string) {
  return useQuery({
    queryKey: ['item', id],
    queryFn: () => api.get<Item>(`/api/v1/items/${id}`),
    refetchInterval: (query) =>
      ['submitted', 'in_checks'].includes(query.state.data?.state ?? '') ? 2000 : false,
  });
}

export function useCreateCase(campaignId: string) {
  return useMutation({
    mutationFn: (draft: CaseDraft) => api.post<Case>(`/api/v1/campaigns/${campaignId}/cases`, draft),
  });
}

export function useChangeCase(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: CaseDraft) => api.patch<Case>(`/api/v1/cases/${id}`, draft),
    onSuccess: (next) => client.setQueryData(['case', id], next),
  });
}

export function useChangeItem(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: ItemDraft) => api.patch<Item>(`/api/v1/items/${id}`, draft),
    onSuccess: (next) => client.setQueryData(['item', id], next),
  });
}

export function useActOnCase(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: { action: string; reason?: string }) => api.post<Case>(`/api/v1/cases/${id}/actions`, command),
    onSuccess: (next) => client.setQueryData(['case', id], next),
  });
}

export function useSaveItem(caseId: string) {
  return useMutation({
    mutationFn: (draft: ItemDraft) => api.post<Item>(`/api/v1/cases/${caseId}/items`, draft),
  });
}

export function useActOnItem(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: { action: string; reason?: string }) => api.post<Item>(`/api/v1/items/${id}/actions`, command),
    onSuccess: (next) => client.setQueryData(['item', id], next),
  });
}
