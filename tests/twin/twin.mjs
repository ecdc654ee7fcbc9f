// Walks the demo's whole path on SQLite and on PostgreSQL, and every list and view as every role after it; all answers,
// in order, must be the same.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiError, Person } from '../../examples/demo/client.mjs';
import { Demo } from '../../examples/demo/steps.mjs';
import { CASES } from '../../examples/demo/story.mjs';
import { startPostgres, whyNoPostgres } from '../support/postgres.mjs';
import { Checks, medal, must, Server } from '../support/server.mjs';
import { Plain } from './plain.mjs';

const checks = new Checks();
if (whyNoPostgres()) {
  checks.skip('the twin run', whyNoPostgres());
  checks.end();
}

/** Remembers what the API answers: on the way only to changes, since a view may be asked a moment before a job ends. */
class Recorder {
  lines = [];
  plain = new Plain();
  notesViews = false;

  note(method, target, status, body) {
    const line = this.plain.text(`${method} ${target} ${status} ${body}`);
    if (method !== 'GET' || this.notesViews) this.lines.push(line);
  }
}

let recorder;
const send = Person.prototype.send;
Person.prototype.send = async function recorded(method, target, body, headers) {
  try {
    const response = await send.call(this, method, target, body, headers);
    const isText = /json|text/.test(response.headers.get('content-type') ?? '');
    recorder.note(method, target, response.status, isText ? await response.clone().text() : '');
    return response;
  } catch (error) {
    if (error instanceof ApiError) recorder.note(method, target, error.status, error.body);
    throw error;
  }
};

async function look(person, target) {
  try {
    return JSON.parse(await (await person.send('GET', target)).text());
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** Every list and view, as everybody: also what they must not see must look the same. */
async function lookAround(demo, release) {
  recorder.notesViews = true;
  const campaign = `/api/v1/campaigns/${demo.campaign.id}`;
  for (const person of Object.values(demo.people)) {
    for (const one of ['', '/progress', '/problems', '/problems?search=liver+CT', '/problems?search=%25_', '/problems?state=open_for_data&limit=2', '/problems?mine=true', '/cases?limit=1', '/cases?state=ready', '/cases', '/items', '/desk', '/releases']) await look(person, campaign + one);
    for (const one of ['', '/sessions', '/tokens', '/conflicts', '/reviews', '/runs', '/credits']) await look(person, `/api/v1/me${one}`);
    for (const one of ['', '/items', '/candidates', '/runs', '/leaderboard']) await look(person, `/api/v1/releases/${release.id}${one}`);
    await look(person, '/api/v1/people?search=panel');
    const { items } = (await look(person, `${campaign}/items`)) ?? { items: [] };
    for (const item of items) for (const one of ['', '/reviews', '/eligible-reviewers']) await look(person, `/api/v1/items/${item.id}${one}`);
    const { items: cases } = (await look(person, `${campaign}/cases`)) ?? { items: [] };
    for (const one of cases) for (const part of ['', '/deid-report']) await look(person, `/api/v1/cases/${one.id}${part}`);
  }
}

async function walk(folder, env) {
  recorder = new Recorder();
  Object.assign(process.env, env);
  // One worker thread: two would finish in an order that nobody promises.
  const server = await new Server(path.join(folder, 'data'), { env, settings: ['jobs.threads=1'] }).start();
  try {
    const demo = new Demo({ url: server.url, data: server.data, medal, small: true });
    await demo.makePeople();
    const problems = await demo.makeProblems();
    const cases = [];
    for (let index = 0; index < 3; index += 1) {
      const one = await demo.makeCase(CASES[index], index, problems, folder);
      cases.push({ ...one, items: await demo.makeItems(one) });
    }
    await demo.curate(cases.flatMap((one) => one.items));
    const release = await demo.makeRelease(cases);
    await demo.sitExam(release, folder);
    await lookAround(demo, release);
    return recorder.lines;
  } finally {
    await server.stop();
    for (const key of Object.keys(env)) delete process.env[key];
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'medal-twin-'));
const postgres = await startPostgres();
try {
  const records = [];
  for (const [name, env] of [['sqlite', {}], ['postgres', { MEDAL_DATABASE_URL: postgres.url }]]) {
    const place = path.join(folder, name);
    await checks.check(`the whole path is walked on ${name}`, async () => {
      records.push(await walk(place, env));
      must(records.at(-1).length > 300, `only ${records.at(-1).length} answers`);
    });
  }
  await checks.check('every answer on PostgreSQL is the one on SQLite', async () => {
    must(records.length === 2, 'a path was not walked to its end');
    const [left, right] = records;
    if (process.env.MEDAL_TWIN_KEEP) {
      await writeFile(path.join(process.env.MEDAL_TWIN_KEEP, 'sqlite.txt'), left.join('\n'));
      await writeFile(path.join(process.env.MEDAL_TWIN_KEEP, 'postgres.txt'), right.join('\n'));
    }
    const differing = left.findIndex((line, i) => line !== right[i]);
    must(differing < 0, `answer ${differing}:\n  ${left[differing]}\n  ${right[differing]}`);
    must(left.length === right.length, `${left.length} and ${right.length} answers`);
  });
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
checks.end();
