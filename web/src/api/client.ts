// One way to the server: cookies, the CSRF token, and problem documents as errors.

export interface Problem {
  status: number;
  code: string;
  detail: string;
  field?: string;
  hint?: string;
  request_id?: string;
}

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export interface Page<T> {
  items: T[];
  next?: string;
}

let csrfToken: string | undefined;

/** Set from GET /api/v1/me and from signing in; kept in memory only. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

export function getCsrfToken(): string | undefined {
  return csrfToken;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return { ...(JSON.parse(text) as Problem), status: response.status };
  } catch {
    return { status: response.status, code: 'http.failed', detail: response.statusText || 'The server did not answer as expected.' };
  }
}

/** The token belongs to a session; after signing in again in another tab this tab still holds the old one. */
async function refreshCsrfToken(): Promise<boolean> {
  const response = await fetch('/api/v1/me', { headers: { accept: 'application/json' }, credentials: 'same-origin' });
  if (!response.ok) return false;
  csrfToken = ((await response.json()) as { csrf_token?: string }).csrf_token;
  return csrfToken !== undefined;
}

export async function api<T>(method: string, path: string, body?: unknown, mayRetry = true): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrfToken) headers['x-csrf-token'] = csrfToken;
  let response: Response;
  try {
    response = await fetch(path, { method, headers, credentials: 'same-origin', body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new ApiError({ status: 0, code: 'net.offline', detail: 'The server cannot be reached.' });
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (mayRetry && problem.status === 403 && problem.code.startsWith('csrf.') && (await refreshCsrfToken())) return api<T>(method, path, body, false);
    throw new ApiError(problem);
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const get = <T>(path: string): Promise<T> => api<T>('GET', path);
export const post = <T>(path: string, body: unknown): Promise<T> => api<T>('POST', path, body);
export const put = <T>(path: string, body: unknown): Promise<T> => api<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown): Promise<T> => api<T>('PATCH', path, body);
export const remove = (path: string): Promise<void> => api<void>('DELETE', path);
