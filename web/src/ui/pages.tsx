// Lists that come page by page: the server gives a cursor, the reader asks for more.
import { Button, Center } from '@mantine/core';
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, type Page } from '../api/client';

export interface Pages<T> {
  rows: T[] | undefined;
  isError: boolean;
  error: unknown;
  hasMore: boolean;
  isBusy: boolean;
  more: () => void;
  retry: () => void;
}

/** An address with its parameters; absent and empty ones are left out. */
export function address(path: string, parameters: Record<string, string | number | boolean | null | undefined>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** `path` without a cursor; nothing is asked while it is undefined. */
export function usePages<T>(key: QueryKey, path: string | undefined): Pages<T> {
  const query = useInfiniteQuery({
    queryKey: [...key, path],
    queryFn: ({ pageParam }) => get<Page<T>>(pageParam ? `${path}${path?.includes('?') ? '&' : '?'}after=${encodeURIComponent(pageParam)}` : `${path}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: path !== undefined,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.items), isError: query.isError, error: query.error,
    hasMore: query.hasNextPage, isBusy: query.isFetchingNextPage, more: () => void query.fetchNextPage(), retry: () => void query.refetch(),
  };
}

export function More({ pages }: { pages: Pages<unknown> }) {
  const { t } = useTranslation('common');
  if (!pages.hasMore) return null;
  return <Center mt="md"><Button variant="default" loading={pages.isBusy} onClick={pages.more}>{t('more')}</Button></Center>;
}
