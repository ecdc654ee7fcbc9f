// What the editor asks of the server, and how it follows the work on the case.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { get, post, type Page } from '../../api/client';
import { toSend, type Region } from './regions';
import type { Case, Detail, Found, Redaction } from './types';

const FOLLOW_MS = 1000;

export const assetUrlOf = (assetId: string) => `/api/v1/assets/${assetId}`;

export function useCase(id: string) {
  return useQuery({
    queryKey: ['case', id],
    queryFn: () => get<Case>(`/api/v1/cases/${id}`),
    refetchInterval: (query) => (query.state.data?.state === 'processing' ? FOLLOW_MS : false),
  });
}

export function useAsset(assetId: string) {
  return useQuery({ queryKey: ['asset', assetUrlOf(assetId)], queryFn: () => get<Detail>(assetUrlOf(assetId)), staleTime: Infinity });
}

export function useRedactions(caseId: string) {
  return useQuery({ queryKey: ['redactions', caseId], queryFn: async () => (await get<Page<Redaction>>(`/api/v1/cases/${caseId}/redactions?limit=200`)).items });
}

/** When the work on the case ends, its image, its checks and its history are others. */
export function useFollow(one: Case, assetId: string): void {
  const client = useQueryClient();
  const before = useRef(one.state);
  useEffect(() => {
    const hasEnded = before.current === 'processing' && one.state !== 'processing';
    before.current = one.state;
    if (!hasEnded) return;
    void client.invalidateQueries({ queryKey: ['asset', assetUrlOf(assetId)] });
    void client.invalidateQueries({ queryKey: ['redactions', one.id] });
  }, [client, one.id, one.state, assetId]);
}

function useAsk<Command>(caseId: string, path: (command: Command) => string, body: (command: Command) => unknown) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: Command) => post<Redaction>(`/api/v1/cases/${caseId}/${path(command)}`, body(command)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['case', caseId] });
      await client.invalidateQueries({ queryKey: ['redactions', caseId] });
    },
  });
}

const withReason = (reason: string) => (reason ? { reason } : {});

export const useRedact = (caseId: string, assetId: string) =>
  useAsk<{ regions: Region[]; reason: string }>(
    caseId,
    () => 'redactions',
    ({ regions, reason }) => ({ asset_id: assetId, regions: toSend(regions), ...withReason(reason) }),
  );

export const useDeface = (caseId: string, assetId: string) =>
  useAsk<{ reason: string }>(
    caseId,
    () => 'redactions',
    ({ reason }) => ({ asset_id: assetId, regions: [], deface: true, ...withReason(reason) }),
  );

export const useDecide = (caseId: string) =>
  useAsk<{ id: string; decision: 'confirm' | 'discard' }>(
    caseId,
    ({ id }) => `redactions/${id}/decision`,
    ({ decision }) => ({ decision }),
  );

export const useDismiss = (caseId: string, assetId: string) =>
  useAsk<{ boxes: Found[]; reason: string }>(
    caseId,
    () => 'dismissals',
    ({ boxes, reason }) => ({
      asset_id: assetId,
      reason,
      regions: boxes.map(({ frame, x, y, width, height, subject }) => ({ frame_from: frame, frame_to: frame, x, y, width, height, style: 'fill', subject })),
    }),
  );
