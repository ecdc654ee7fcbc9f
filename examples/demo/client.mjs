// A small client of the public API for the demo and for tests: sign in, JSON calls, tus uploads.
import { readFile } from 'node:fs/promises';

const RETRY_STATUS = new Set([429, 503]);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class ApiError extends Error {
  constructor(method, path, status, body) {
    super(`${method} ${path} answered ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}

export class Person {
  constructor(url) {
    this.url = url;
    this.cookie = '';
    this.csrf = '';
    this.me = null;
  }

  async signIn(email, password) {
    const response = await this.send('POST', '/api/v1/session', { email, password });
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    this.cookie = cookies.join('; ');
    this.me = await response.json();
    this.csrf = this.me.csrf_token;
    return this;
  }

  async send(method, path, body, headers = {}) {
    const all = { ...headers };
    if (this.cookie) all.cookie = this.cookie;
    if (this.csrf && method !== 'GET') all['x-csrf-token'] = this.csrf;
    let payload = body;
    if (body !== undefined && !(body instanceof Uint8Array) && typeof body !== 'string') {
      payload = JSON.stringify(body);
      all['content-type'] = 'application/json';
    }
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(this.url + path, { method, headers: all, body: payload, redirect: 'manual' });
      if (response.ok) return response;
      if (!RETRY_STATUS.has(response.status) || attempt >= 30) {
        throw new ApiError(method, path, response.status, await response.text());
      }
      await response.arrayBuffer();
      await sleep(1000 * Math.min(10, Number(response.headers.get('retry-after') ?? 1) || 1));
    }
  }

  async json(method, path, body) {
    const response = await this.send(method, path, body);
    return response.status === 204 ? null : response.json();
  }
  get(path) { return this.json('GET', path); }
  post(path, body) { return this.json('POST', path, body); }
  put(path, body) { return this.json('PUT', path, body); }
  patch(path, body) { return this.json('PATCH', path, body); }

  /** One file by tus: creation, then one PATCH. */
  async upload(caseId, file) {
    const bytes = await readFile(file);
    const base64 = Buffer.from(caseId).toString('base64');
    const made = await this.send('POST', '/files', undefined, {
      'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'upload-metadata': `case_id ${base64}`,
    });
    const place = new URL(made.headers.get('location'), this.url).pathname;
    if (bytes.length === 0) return place;
    await this.send('PATCH', place, bytes, {
      'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream',
    });
    return place;
  }
}

/** Asks again until `isDone(answer)`; fails after `seconds`. */
export async function waitFor(what, ask, isDone, seconds = 120) {
  const deadline = Date.now() + 1000 * seconds;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s; last: ${JSON.stringify(answer).slice(0, 600)}`);
    await sleep(200);
  }
}
