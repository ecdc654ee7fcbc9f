import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../contribution/kit';
import type { Answer, Item, Page } from '../contribution/types';
import type { EligibleReviewer, Recommendation, Review, ReviewRow, Scoring } from './types';

export function useReview(id: string) {
  return useQuery({ queryKey: ['review', id], queryFn: () => api.get<Review>(`/api/v1/reviews/${id}`) });
}

/** Every change of a review answers with the whole review, which then is what is shown. */
function useChange<Input>(id: string, send: (input: Input) => Promise<Review>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (next) => {
      client.setQueryData(['review', id], next);
      void client.invalidateQueries({ queryKey: ['reviews'] });
    },
  });
}

export function useActOnReview(id: string) {
  return useChange(id, (command: { action: string; reason?: string }) => api.post<Review>(`/api/v1/reviews/${id}/actions`, command));
}

export function useAnswerBlind(id: string) {
  return useChange(id, (blind: { answer: Answer; confidence: number; seconds: number }) =>
    api.post<Review>(`/api/v1/reviews/${id}/answer`, blind),
  );
}

/** Scores are stored and handed in with one press. */
export function useHandIn(id: string) {
  return useChange(id, async (scoring: Scoring) => {
    await api.put<Review>(`/api/v1/reviews/${id}/scores`, scoring);
    return api.post<Review>(`/api/v1/reviews/${id}/actions`, { action: 'submit' });
  });
}

export function useEligible(itemId: string) {
  return useQuery({
    queryKey: ['eligible', itemId],
    queryFn: () => api.get<Page<EligibleReviewer>>(`/api/v1/items/${itemId}/eligible-reviewers`),
  });
}

export function useItemReviews(itemId: string) {
  return useQuery({ queryKey: ['item-reviews', itemId], queryFn: () => api.get<Page<ReviewRow>>(`/api/v1/items/${itemId}/reviews`) });
}

export function useInvite(itemId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reviewerId: string) => api.post<ReviewRow>(`/api/v1/items/${itemId}/reviews`, { reviewer_id: reviewerId }),
    onSuccess: () => {
      for (const key of ['desk', 'eligible', 'item-reviews']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export function useDecide(itemId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: { decision: Recommendation; reason: string }) => api.post<Item>(`/api/v1/items/${itemId}/decision`, decision),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['desk'] }),
  });
}
