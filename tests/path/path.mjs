// The demo walks from a scan to a row on the board; afterwards nothing that identified anybody may be left anywhere.
//   node tests/path/path.mjs [--s3]     --s3: files are in a real S3 store
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Person } from '../../examples/demo/client.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { filesBelow, hitsBelow } from '../support/planted.mjs';
import { startS3 } from '../support/s3.mjs';
import { Checks, medal, must, root, Server } from '../support/server.mjs';

const run = promisify(execFile);
const SMALL = 5;
const LEAST_CHARACTERS = 5;
const folder = await mkdtemp(path.join(tmpdir(), 'medal-path-'));
const data = path.join(folder, 'data');
const checks = new Checks();

async function plantedTexts() {
  const texts = new Set();
  for (const [index, story] of CASES.slice(0, SMALL).entries()) {
    const { stdout } = await run(medal, ['phantom', '--kind', story.kind, '--seed', String(story.seed), '--slices', '6', '--size', '128',
      '--plant-identifiers', '-o', path.join(folder, `phantom-${index}`), '--json'], { maxBuffer: 64 << 20 });
    for (const text of JSON.parse(stdout).planted) if (text.length >= LEAST_CHARACTERS) texts.add(text);
  }
  return [...texts];
}

const s3 = process.argv.includes('--s3') ? await startS3() : { settings: [], stop() {} };
if (s3.skip) {
  checks.skip('the path on S3', s3.skip);
  checks.end();
}
const server = await new Server(data, { settings: s3.settings }).start();
const { url } = server;

try {
  const texts = await plantedTexts();
  await checks.check('the phantoms carry planted identifiers, so that the search can find something', async () => {
    must(texts.length >= 10, `only ${texts.length} texts`);
    must((await hitsBelow(path.join(folder, 'phantom-0'), texts)).length > 0, 'the search finds nothing in the originals either');
  });
  await checks.check('the demo comes from an uploaded scan to the board', async () => {
    await run(path.join(root, 'examples/demo/fill'), ['--url', url, '--data', data, '--sign-ins', path.join(folder, 'sign-ins.txt'), '--small'], { timeout: 300_000 });
  });
  const stranger = new Person(url);
  const release = (await stranger.get('/api/v1/releases')).items[0];
  await checks.check('the board has a row for each baseline', async () => {
    const board = await stranger.get(`/api/v1/releases/${release.id}/leaderboard`);
    must(board.rows.length === 3, `${board.rows.length} rows`);
  });
  await checks.check('the chain of events is intact', async () => {
    await run(medal, ['audit', 'verify', '--data', data]);
  });
  await checks.check('no answer of a sealed question is in the package', async () => {
    const organizer = await new Person(url).signIn(PEOPLE.organizer.email, PASSWORD);
    const archive = Buffer.from(await (await organizer.send('GET', `/api/v1/releases/${release.id}/export.tar`)).arrayBuffer()).toString('latin1');
    const { items } = await organizer.get(`/api/v1/releases/${release.id}/items`);
    const answered = new Set([...archive.matchAll(/\{"item_id":"([0-9a-f-]{36})","reference"/g)].map((match) => match[1]));
    must(items.some((one) => one.split === 'public-dev' && answered.has(one.item_id)), 'no open answer is there either');
    for (const one of items) must(one.split === 'public-dev' || !answered.has(one.item_id), `the answer of a ${one.split} question is there`);
    for (const one of items) must(one.split !== 'private' || !archive.includes(one.item_id), 'a private question is there');
  });
  await checks.check('no planted identifier is in any answer of the server about the cases', async () => {
    const admin = await new Person(url).signIn(PEOPLE.admin.email, PASSWORD);
    const campaign = (await admin.get('/api/v1/campaigns')).items[0];
    const { items } = await admin.get(`/api/v1/campaigns/${campaign.id}/cases`);
    must(items.length === SMALL, `${items.length} cases`);
    for (const one of items) {
      const said = JSON.stringify(await admin.get(`/api/v1/cases/${one.id}`)) + (await (await admin.send('GET', `/api/v1/cases/${one.id}/deid-report`)).text());
      must(!texts.some((text) => said.includes(text)), 'a planted text is in an answer');
    }
  });
  if (s3.settings.length > 0) {
    await checks.check('every file is in the S3 store, whole, and none in the data folder', async () => {
      const { stdout } = await run(medal, ['doctor', '--data', data, '--every-byte', '--json', ...s3.settings.flatMap((one) => ['--set', one])]);
      const blobs = JSON.parse(stdout).find((one) => one.part === 'blobs');
      must(blobs.health === 'good' && !/^0 /.test(blobs.message), JSON.stringify(blobs));
      const local = path.join(data, 'blobs');
      must(!existsSync(local) || (await filesBelow(local)).length === 0, 'there are files in the data folder');
    });
  }
  await server.stop();
  await checks.check('no planted identifier is left in database, blobs, mails, quarantine or any other stored file', async () => {
    const hits = await hitsBelow(data, texts);
    must(hits.length === 0, hits.slice(0, 5).join('; '));
  });
  await checks.check('no planted identifier is in the log', async () => {
    const written = await readFile(server.log, 'utf8');
    must(written.length > 1000, 'there is no log');
    must(!texts.some((text) => written.includes(text)), 'a planted text is in the log');
  });
} catch (error) {
  await checks.check('the path is walked', () => { throw error; });
} finally {
  server.child.kill('SIGKILL');
  s3.stop();
  await rm(folder, { recursive: true, force: true });
}
checks.end();
