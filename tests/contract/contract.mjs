// Plays every scenario on a fresh server, then asks of every route what each must refuse, then counts which routes
// were visited: one without a success, or one not for everybody without a denial, is a failure.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { Checks, medal, must, Server } from '../support/server.mjs';
import { Plain } from '../twin/plain.mjs';
import { missing, operationsOf } from './coverage.mjs';
import { refuseEverywhere } from './negative.mjs';
import { Player } from './player.mjs';
import { scenariosOf } from './scenario.mjs';

const { values: flags } = parseArgs({ options: {
  /** A database to play on instead of a fresh SQLite file; it must be empty. */
  database: { type: 'string', default: process.env.MEDAL_DATABASE ?? '' },
  /** Where to write every answer, with all that is drawn by lot or by the clock made equal. */
  record: { type: 'string', default: '' },
} });

async function readScenarios() {
  const names = (await readdir(import.meta.dirname)).filter((one) => one.endsWith('.scn')).sort();
  const texts = await Promise.all(names.map((one) => readFile(path.join(import.meta.dirname, one), 'utf8')));
  return names.flatMap((name, index) => scenariosOf(name, texts[index]));
}

async function playAll(player, checks) {
  for (const scenario of await readScenarios()) await checks.check(`${scenario.at.split(':')[0]}: ${scenario.name}`, () => player.play(scenario));
}

async function checkCoverage(operations, visits, checks) {
  for (const operation of operations) {
    await checks.check(`${operation.name} is covered`, () => {
      const lacks = missing(operation, visits);
      must(lacks.length === 0, lacks.join('; '));
    });
  }
}

const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-contract-'));
const plain = new Plain();
const record = [];
// What an operator sees of the engine and of the moment differs by design.
const OF_THE_MOMENT = /^\/api\/v1\/admin\/(status|jobs)|^\/(healthz|readyz|metrics)/;
const note = (step, place, answer) => void (OF_THE_MOMENT.test(place) || record.push(plain.text(`${step.who} ${step.method} ${place} ${answer.status} ${answer.json ? answer.text : ''}`)));
const env = flags.database ? { MEDAL_DATABASE_URL: flags.database } : {};
// One worker thread: two would finish in an order that nobody promises.
const server = await new Server(path.join(folder, 'data'), { env, settings: ['jobs.threads=1'] }).start();
try {
  const { stdout } = await promisify(execFile)(medal, ['openapi'], { maxBuffer: 64 << 20 });
  const operations = operationsOf(JSON.parse(stdout));
  const player = new Player({ server, note });
  await playAll(player, checks);
  await checkCoverage(operations, player.visits, checks);
  await refuseEverywhere({ player, operations, checks, components: JSON.parse(stdout).components.schemas });
  await checks.check('the server is healthy at the end', async () => {
    must((await player.ask('stranger', 'GET', '/readyz')).status === 200, 'it is not ready');
  });
  if (flags.record) await writeFile(flags.record, `${record.join('\n')}\n`);
} finally {
  await server.stop();
  if (!process.env.MEDAL_KEEP) await rm(folder, { recursive: true, force: true });
}
checks.end();
