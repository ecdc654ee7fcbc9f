// Who is signed in, and what they may see of the navigation.
import { useQuery } from '@tanstack/react-query';
import { ApiError, get, setCsrfToken } from '../api/client';
import type { Me } from '../api/types';
import { forgetAllUploadNames } from '../features/contribution/upload_names';
import { isSomeoneElse, noteWhoIsHere } from './leaving';

export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: async () => {
      try {
        const me = await get<Me>('/api/v1/me');
        setCsrfToken(me.csrf_token);
        if (isSomeoneElse(me.id)) window.location.reload();
        else noteWhoIsHere(me.id);
        return me;
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 401) {
          forgetAllUploadNames();
          return null;
        }
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

export function hasRole(me: Me | null | undefined, ...roles: string[]): boolean {
  return me?.roles.some((grant) => roles.includes(grant.role) || grant.role === 'admin') ?? false;
}
