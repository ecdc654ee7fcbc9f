// The demo walks from a scan to a row on the board; afterwards nothing that identified anybody may be left anywhere.
import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Person } from '../../examples/demo/client.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { hitsBelow } from '../support/planted.mjs';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
const medal = path.join(root, 'build/release/medal');
const SMALL = 5;
const LEAST_CHARACTERS = 5;
const folder = await mkdtemp(path.join(tmpdir(), 'medal-path-'));
const data = path.join(folder, 'data');
const counts = { passed: 0, failed: 0 };

async function check(name, act) {
  try {
    await act();
    counts.passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAIL ${name}: ${error.message.slice(0, 600)}`);
  }
}

const must = (condition, words) => { if (!condition) throw new Error(words); };

async function plantedTexts() {
  const texts = new Set();
  for (const [index, story] of CASES.slice(0, SMALL).entries()) {
    const { stdout } = await run(medal, ['phantom', '--kind', story.kind, '--seed', String(story.seed), '--slices', '6', '--size', '128',
      '--plant-identifiers', '-o', path.join(folder, `phantom-${index}`), '--json'], { maxBuffer: 64 << 20 });
    for (const text of JSON.parse(stdout).planted) if (text.length >= LEAST_CHARACTERS) texts.add(text);
  }
  return [...texts];
}

const log = createWriteStream(path.join(folder, 'server.log'));
const server = spawn(medal, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--set', 'server.rate_factor=0'], { stdio: ['ignore', 'pipe', 'pipe'] });
server.stderr.pipe(log);
const url = await new Promise((resolve, reject) => {
  server.stdout.on('data', (line) => { const found = /http:\S+/.exec(String(line)); if (found) resolve(found[0]); });
  server.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
});

try {
  const texts = await plantedTexts();
  await check('the phantoms carry planted identifiers, so that the search can find something', async () => {
    must(texts.length >= 10, `only ${texts.length} texts`);
    must((await hitsBelow(path.join(folder, 'phantom-0'), texts)).length > 0, 'the search finds nothing in the originals either');
  });
  await check('the demo comes from an uploaded scan to the board', async () => {
    await run(path.join(root, 'examples/demo/fill'), ['--url', url, '--data', data, '--sign-ins', path.join(folder, 'sign-ins.txt'), '--small'], { timeout: 300_000 });
  });
  const stranger = new Person(url);
  const release = (await stranger.get('/api/v1/releases')).items[0];
  await check('the board has a row for each baseline', async () => {
    const board = await stranger.get(`/api/v1/releases/${release.id}/leaderboard`);
    must(board.rows.length === 3, `${board.rows.length} rows`);
  });
  await check('the chain of events is intact', async () => {
    await run(medal, ['audit', 'verify', '--data', data]);
  });
  await check('no answer of a sealed question is in the package', async () => {
    const organizer = await new Person(url).signIn(PEOPLE.organizer.email, PASSWORD);
    const archive = Buffer.from(await (await organizer.send('GET', `/api/v1/releases/${release.id}/export.tar`)).arrayBuffer()).toString('latin1');
    const { items } = await organizer.get(`/api/v1/releases/${release.id}/items`);
    const answered = new Set([...archive.matchAll(/\{"item_id":"([0-9a-f-]{36})","reference"/g)].map((match) => match[1]));
    must(items.some((one) => one.split === 'public-dev' && answered.has(one.item_id)), 'no open answer is there either');
    for (const one of items) must(one.split === 'public-dev' || !answered.has(one.item_id), `the answer of a ${one.split} question is there`);
    for (const one of items) must(one.split !== 'private' || !archive.includes(one.item_id), 'a private question is there');
  });
  await check('no planted identifier is in any answer of the server about the cases', async () => {
    const admin = await new Person(url).signIn(PEOPLE.admin.email, PASSWORD);
    const campaign = (await admin.get('/api/v1/campaigns')).items[0];
    const { items } = await admin.get(`/api/v1/campaigns/${campaign.id}/cases`);
    must(items.length === SMALL, `${items.length} cases`);
    for (const one of items) {
      const said = JSON.stringify(await admin.get(`/api/v1/cases/${one.id}`)) + (await (await admin.send('GET', `/api/v1/cases/${one.id}/deid-report`)).text());
      must(!texts.some((text) => said.includes(text)), 'a planted text is in an answer');
    }
  });
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  await new Promise((resolve) => server.on('exit', resolve));
  await check('no planted identifier is left in database, blobs, mails, quarantine or any other stored file', async () => {
    const hits = await hitsBelow(data, texts);
    must(hits.length === 0, hits.slice(0, 5).join('; '));
  });
  await check('no planted identifier is in the log', async () => {
    const written = await readFile(path.join(folder, 'server.log'), 'utf8');
    must(written.length > 1000, 'there is no log');
    must(!texts.some((text) => written.includes(text)), 'a planted text is in the log');
  });
} finally {
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exit(counts.failed === 0 ? 0 : 1);
