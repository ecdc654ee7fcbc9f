// Plays scenarios: keeps who is signed in, what was remembered, and which routes were visited with what end.
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../support/server.mjs';
import { check, holds, subjectOf } from './claims.mjs';
import { runStage } from './stage.mjs';

const PATIENCE_MS = 180_000;

/** One who calls: cookies and token as a browser or a script keeps them. */
export class Caller {
  cookies = new Map();
  csrf = '';
  bearer = '';

  headers(method) {
    const all = {};
    if (this.bearer) all.authorization = `Bearer ${this.bearer}`;
    else if (this.cookies.size > 0) {
      all.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      if (this.csrf && method !== 'GET' && method !== 'HEAD') all['x-csrf-token'] = this.csrf;
    }
    return all;
  }

  learn(answer) {
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    if (answer.json?.csrf_token) this.csrf = answer.json.csrf_token;
  }
}

export class Player {
  callers = new Map();
  values = new Map();
  visits = [];

  /** `note(step, path, answer)` is told every answer that counts. */
  constructor({ server, note = () => {} }) {
    this.server = server;
    this.note = note;
    this.fill = (text) => this.filled(text);
  }

  caller(name) {
    if (!this.callers.has(name)) this.callers.set(name, new Caller());
    return this.callers.get(name);
  }

  value(name) {
    must(this.values.has(name), `nothing was remembered as $${name}`);
    return this.values.get(name);
  }

  /** A quoted "$name" becomes the JSON of its value, a bare one its text. */
  filled(text) {
    return text
      .replace(/"\$(\w+)"/g, (_, name) => JSON.stringify(this.value(name)))
      .replace(/\$(\w+)/g, (_, name) => String(this.value(name)));
  }

  async ask(who, method, path, { body, headers = {} } = {}) {
    const caller = this.caller(who);
    // A header of null is left out, also one that the caller would send by itself.
    const sent = Object.entries({ ...caller.headers(method), ...headers }).filter(([, value]) => value !== null);
    const response = await fetch(this.server.url + path, { method, body, headers: Object.fromEntries(sent), redirect: 'manual' });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && !/ndjson/.test(response.headers.get('content-type'));
    const answer = { status: response.status, headers: response.headers, text, json: isJson && text !== '' ? JSON.parse(text) : undefined };
    caller.learn(answer);
    return answer;
  }

  requestOf(step) {
    const headers = Object.fromEntries(step.headers.map(([name, value]) => [name, this.filled(value)]));
    if (step.body.length === 0) return { headers };
    if (!Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) headers['content-type'] = 'application/json';
    const bytes = this.values.get(/^\$(\w+)$/.exec(step.body.join('\n'))?.[1]);
    return { headers, body: Buffer.isBuffer(bytes) ? bytes : this.filled(step.body.join('\n')) };
  }

  async request(step) {
    const path = this.filled(step.path);
    const request = this.requestOf(step);
    const deadline = Date.now() + PATIENCE_MS;
    let answer = await this.ask(step.who, step.method, path, request);
    while (step.until && !holds(answer, step.until, this.fill)) {
      must(Date.now() < deadline, `${step.at}: never so: ${step.until.text}: ${answer.text.slice(0, 500)}`);
      await sleep(50);
      answer = await this.ask(step.who, step.method, path, request);
    }
    this.note(step, path, answer);
    this.visits.push({ ...request, who: step.who, method: step.method, path, status: answer.status });
    check(answer, step, this.fill);
    for (const { name, subject } of step.takes) {
      const found = subjectOf(answer, subject);
      must(found !== undefined, `${step.at}: there is no ${subject}: ${answer.text.slice(0, 300)}`);
      this.values.set(name, found);
    }
  }

  async play(scenario) {
    for (const step of scenario.steps) await (step.stage ? runStage(this, step) : this.request(step));
  }
}
