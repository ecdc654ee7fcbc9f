import { useQuery } from '@tanstack/react-query';
import { get, type Page } from '../../api/client';
import type { Release, Run } from '../../api/types';

const MOVING = new Set(['running', 'grading']);

export function usePublishedReleases() {
  return useQuery({ queryKey: ['published'], queryFn: () => get<Page<Release>>('/api/v1/releases') });
}

/** Runs of a release, or one's own; asked again while one of them is being graded. */
export function useRuns(path: string | undefined) {
  return useQuery({
    queryKey: ['runs', path], queryFn: () => get<Page<Run>>(`${path}`), enabled: path !== undefined,
    refetchInterval: (query) => (query.state.data?.items.some((run) => MOVING.has(run.state)) ? 2000 : false),
  });
}

export function useRun(id: string) {
  return useQuery({
    queryKey: ['run', id], queryFn: () => get<Run>(`/api/v1/runs/${id}`),
    refetchInterval: (query) => (query.state.data && MOVING.has(query.state.data.state) ? 2000 : false),
  });
}
