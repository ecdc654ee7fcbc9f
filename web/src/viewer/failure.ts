// Why an image did not come, in the kinds that a person can do something about. Loaders reject with whatever they have: errors
// that begin with a status, requests, requests in objects.
export type FailureKind = 'network' | 'session' | 'gone' | 'other';

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('error' in error) return statusOf(error.error);
  if ('status' in error && typeof error.status === 'number') return error.status;
  if (!(error instanceof Error)) return undefined;
  // What fetch says where nothing answered, in Chromium, Firefox and Safari.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return 0;
  const [, status] = /^(\d{3}) /.exec(error.message) ?? [];
  return status === undefined ? undefined : Number(status);
}

export function failureOf(error: unknown): FailureKind {
  const status = statusOf(error);
  if (status === undefined) return 'other';
  if (status === 0 || status >= 500) return 'network';
  if (status === 401) return 'session';
  return status === 403 || status === 404 ? 'gone' : 'other';
}
