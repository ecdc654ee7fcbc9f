// Why a file stands still, in the kinds that a person can do something about.
import { DetailedError } from 'tus-js-client';
import { ApiError } from '../../api/client';

export interface UploadFailure {
  kind: 'session' | 'network' | 'refused' | 'unknown';
  /** What the server says of what it refused. */
  message?: string;
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof ApiError) return error.problem.status;
  if (!(error instanceof DetailedError)) return undefined;
  if (error.causingError instanceof ApiError) return error.causingError.problem.status;
  return error.originalResponse?.getStatus() ?? 0;
}

interface Said {
  code?: unknown;
  detail?: unknown;
  hint?: unknown;
}

function problemOf(error: unknown): Said {
  if (error instanceof ApiError) return error.problem;
  if (!(error instanceof DetailedError)) return {};
  if (error.causingError instanceof ApiError) return error.causingError.problem;
  try {
    return JSON.parse(error.originalResponse?.getBody() ?? '{}') as Said;
  } catch {
    return {};
  }
}

function textOf({ detail, hint }: Said): string | undefined {
  const texts = [detail, hint].filter((one) => typeof one === 'string' && one !== '');
  return texts.length > 0 ? texts.join(' ') : undefined;
}

export function uploadFailureOf(error: unknown): UploadFailure {
  const status = statusOf(error);
  if (status === undefined) return { kind: 'unknown' };
  if (status === 0 || status >= 500) return { kind: 'network' };
  const problem = problemOf(error);
  // The token of a session before is not that of the present one (http/csrf.cpp).
  if (status === 401 || problem.code === 'csrf.token_wrong') return { kind: 'session' };
  const message = textOf(problem);
  return message === undefined ? { kind: 'unknown' } : { kind: 'refused', message };
}
