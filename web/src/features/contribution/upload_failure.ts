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

function detailOf(error: unknown): string | undefined {
  if (!(error instanceof DetailedError)) return undefined;
  try {
    const problem = JSON.parse(error.originalResponse?.getBody() ?? '') as { detail?: unknown; hint?: unknown };
    const texts = [problem.detail, problem.hint].filter((one) => typeof one === 'string' && one !== '');
    return texts.length > 0 ? texts.join(' ') : undefined;
  } catch {
    return undefined;
  }
}

export function uploadFailureOf(error: unknown): UploadFailure {
  const status = statusOf(error);
  if (status === undefined) return { kind: 'unknown' };
  if (status === 0 || status >= 500) return { kind: 'network' };
  // A token of a session before is refused with 403.
  if (status === 401 || status === 403) return { kind: 'session' };
  const message = detailOf(error);
  return message === undefined ? { kind: 'unknown' } : { kind: 'refused', message };
}
