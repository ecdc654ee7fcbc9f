// What the desk asks of the server.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../../api/client';
import type { Case, DeskRow } from '../../api/types';
import { address, usePages } from '../../ui';

export interface Filters {
  turn: 'steward' | 'contributor';
  kind?: string;
}

const QUEUE = 'steward-queue';
const PAGE = 25;

export function useQueue(campaign: string | undefined, filters: Filters) {
  return usePages<DeskRow>([QUEUE], campaign && address(`/api/v1/campaigns/${campaign}/steward-queue`, { limit: PAGE, turn: filters.turn, kind: filters.kind }));
}

export function useCase(id: string | undefined) {
  return useQuery({ queryKey: ['case', id], queryFn: () => get<Case>(`/api/v1/cases/${id}`), enabled: id !== undefined });
}

export interface Deed {
  action: 'clear' | 'send_back' | 'withdraw';
  reason: string;
}

export function useDecide(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => post<Case>(`/api/v1/cases/${id}/actions`, deed),
    onSuccess: (next) => {
      client.setQueryData(['case', id], next);
      void client.invalidateQueries({ queryKey: [QUEUE] });
    },
  });
}
