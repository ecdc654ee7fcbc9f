// Kills the server, or the sitting of an exam, at random moments of each long step, starts it again, and demands that
// nothing was lost, nothing is half-visible and everything finishes.
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ApiError, Person, waitFor } from '../../examples/demo/client.mjs';
import { CASES, PASSWORD } from '../../examples/demo/story.mjs';
import { Demo, evalWords, startBaselines } from '../../examples/demo/steps.mjs';
import { Checks, medal, must, Server } from '../support/server.mjs';
import { makeDice } from './dice.mjs';
import { PatientUploader } from './uploader.mjs';

const run = promisify(execFile);
const ROUNDS = Number(process.env.MEDAL_KILLS ?? 3);
const SEED = Number(process.env.MEDAL_KILL_SEED ?? 1);
const LEASE_MS = 800;
const SLICES = 12;
const dice = makeDice(SEED);
const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-kill-'));
const memory = await mkdtemp('/dev/shm/medal-kill-');
const server = await new Server(path.join(folder, 'data'), {
  settings: [`jobs.lease_ms=${LEASE_MS}`, `quarantine.memory_folder=${memory}`],
}).start();
const demo = new Demo({ url: server.url, data: server.data, medal, small: true });

async function killAfter(ms) {
  await sleep(ms);
  await server.kill();
  await server.start();
}

/** What a person does who sees an error page: the same again, while the server is away. */
async function again(act) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof ApiError || attempt > 100) throw error;
      await sleep(50);
    }
  }
}

const timed = async (act) => { const from = performance.now(); await act(); return performance.now() - from; };
let patients = 1000;
/** Of another patient each time: images that were given before hold a case back. */
const story = (round) => ({ ...CASES[round % 3], seed: (patients += 1), slices: SLICES });
let problems;

async function whole(one) {
  const made = await waitFor('a case', () => again(() => one.author.get(`/api/v1/cases/${one.made.id}`)), (now) => {
    must(now.state !== 'processing' || now.assets.length === 0, 'images of a case are shown while it is processed');
    return now.state !== 'processing';
  }, 60);
  must(made.state === 'ready', `the case is ${made.state}: ${JSON.stringify(made.checks)}`);
  must(made.assets.length === 1 && made.assets[0].frames === SLICES,
    `${made.assets.length} images, ${made.assets.map((asset) => asset.frames)} slices instead of ${SLICES}`);
  const originals = (await readdir(path.join(server.data, 'quarantine'))).length;
  const clear = (await readdir(memory)).filter((name) => name.startsWith('case-'));
  must(clear.length === 0, 'clear files are left in memory');
  return originals;
}

async function uploadRound(round, killAt) {
  const one = await demo.draftCase(story(round), 0, problems, path.join(folder, `u${round}`));
  const uploader = new PatientUploader(one.author, one.made.id);
  const killing = killAt === null ? null : killAfter(killAt);
  for (const file of one.files) await uploader.send(file);
  await killing;
  await uploader.removeStrays();
  await again(() => one.author.post(`/api/v1/cases/${one.made.id}/actions`, { action: 'process' }));
  await whole(one);
}

async function processingRound(round, killAt) {
  const one = await demo.draftCase(story(round), 0, problems, path.join(folder, `p${round}`));
  for (const file of one.files) await one.author.upload(one.made.id, file);
  await one.author.post(`/api/v1/cases/${one.made.id}/actions`, { action: 'process' });
  if (killAt !== null) await killAfter(killAt);
  const originals = await whole(one);
  if (originals > 0) {  // Killed between the result and its clean-up: the next start does that.
    await server.stop();
    await server.start();
    must((await readdir(path.join(server.data, 'quarantine'))).length === 0, 'originals are left in the quarantine');
  }
}

let exam;
let cases;

async function freezeRound(round, killAt) {
  const { organizer } = demo.people;
  const release = await demo.draftRelease(cases, `2026.${round + 1}-${killAt === null ? 'calm' : 'kill'}`);
  const act = (action) => organizer.post(`/api/v1/releases/${release.id}/actions`, { action });
  await act('freeze');
  if (killAt !== null) await killAfter(killAt);
  await waitFor('freeze', () => again(() => organizer.get(`/api/v1/releases/${release.id}`)), (now) => {
    must(now.state === 'frozen' || !now.manifest_sha256, 'a release that is not frozen has a manifest');
    return now.state === 'frozen';
  }, 60);
  await act('publish');
  const place = path.join(folder, `r${round}${killAt === null}`);
  await mkdir(place);
  exam = await demo.fetchExam(release, place);
  const items = (await readFile(path.join(exam, 'items.jsonl'), 'utf8')).trim().split('\n');
  must(items.length === cases.flatMap((one) => one.items).length, `${items.length} questions in the package`);
}

async function examRound(round, killAt, baselines, token) {
  const place = path.join(folder, `e${round}${killAt === null}`);
  const words = [...evalWords(exam, 'uniform_guess', baselines.url, place), '--epochs', '20', '--concurrency', '2'];
  if (killAt !== null) {
    const sitting = spawn(medal, words, { stdio: 'ignore' });
    const ended = new Promise((resolve) => sitting.once('exit', resolve));
    await sleep(killAt);
    sitting.kill('SIGKILL');
    await ended;
  }
  await run(medal, words);
  const lines = (await readFile(path.join(place, 'samples.jsonl'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
  const asked = new Set(lines.map((line) => `${line.item_id} ${line.epoch}`));
  const expected = 20 * cases.flatMap((one) => one.items).length;
  must(asked.size === expected && lines.length === expected, `${lines.length} samples of ${asked.size} questions, expected ${expected}`);
  const before = (await again(() => demo.people.developer.get('/api/v1/me/runs'))).items.length;
  const killing = killAt === null ? null : killAfter(dice(120));
  await again(async () => {
    try {
      await demo.submit(place, token);
    } catch (error) {
      throw /refused with status 4/.test(error.stderr ?? '') ? new ApiError('submit', place, 400, error.stderr) : error;
    }
  });
  await killing;
  const { items } = await again(() => demo.people.developer.get('/api/v1/me/runs'));
  must(items.length === before + 1, `${items.length - before} runs were made by one submission`);
  const done = await waitFor('grading', () => again(() => demo.people.organizer.get(`/api/v1/runs/${items[0].id}`)), (now) => now.state === 'complete', 60);
  must(done.samples === expected, `${done.samples} samples were graded, not ${expected}`);
}

/** So many rounds, each with a kill somewhere within `ms`. */
async function rounds(name, ms, round) {
  for (let i = 1; i <= ROUNDS; i += 1) {
    const at = dice(ms);
    await checks.check(`${name}, round ${i}: killed after ${at.toFixed(0)} of about ${ms.toFixed(0)} ms, everything is whole`, () => round(i, at));
  }
}

async function processingTime() {
  const one = await demo.draftCase(story(9000), 0, problems, path.join(folder, 'calm'));
  for (const file of one.files) await one.author.upload(one.made.id, file);
  await one.author.post(`/api/v1/cases/${one.made.id}/actions`, { action: 'process' });
  return timed(() => whole(one));
}

try {
  console.log(`seed ${SEED}, ${ROUNDS} rounds a step`);
  await demo.makePeople();
  problems = await demo.makeProblems();
  cases = [];
  for (let index = 0; index < 2; index += 1) {
    const one = await demo.makeCase({ ...CASES[index], slices: SLICES }, index, problems, folder);
    cases.push({ ...one, index: 0, items: await demo.makeItems(one) });
  }
  await demo.curate(cases.flatMap((one) => one.items));

  await rounds('upload', await timed(() => uploadRound(0, null)), uploadRound);
  await rounds('processing', 1.2 * (await processingTime()), processingRound);
  await rounds('freeze', 0.5 * (await timed(() => freezeRound(0, null))), freezeRound);
  const baselines = await startBaselines(medal);
  try {
    const token = await demo.makeToken();
    const sit = (round, at) => examRound(round, at, baselines, token);
    await rounds('exam', await timed(() => sit(0, null)), sit);
  } finally {
    baselines.stop();
  }
  await checks.check('the server still signs people in and says that it is healthy', async () => {
    const organizer = await new Person(server.url).signIn('organizer@medal.example', PASSWORD);
    must(organizer.me.id, 'nobody is signed in');
    must((await fetch(`${server.url}/readyz`)).ok, 'not ready');
  });
  await checks.check('it ends when asked to', async () => must((await server.stop()) === 0, 'the server did not end well'));
  await checks.check('the chain of events is intact', () => run(medal, ['audit', 'verify', '--data', server.data]));
} finally {
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
  await rm(memory, { recursive: true, force: true });
}
checks.end();
