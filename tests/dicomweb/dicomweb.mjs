// A case is given as in the contract's scenarios; then dicomweb-client searches, fetches and draws it in a signed-in
// browser, and stores the same files into a second case.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Player } from '../contract/player.mjs';
import { giveCase } from '../contract/given_case.mjs';
import { PASSWORD } from '../contract/stage.mjs';
import { launch } from '../support/browser.mjs';
import { Checks, Server } from '../support/server.mjs';

const CLIENT = path.join(import.meta.dirname, 'node_modules/dicomweb-client/build/dicomweb-client.js');
const SLICES = 4;

/** A page of our origin in which the client runs as it came from npm. */
async function signedIn(browser, url, email) {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/healthz`);
  const status = await page.evaluate(async (body) => {
    const answer = await fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    globalThis.csrf = (await answer.json()).csrf_token;
    return answer.status;
  }, JSON.stringify({ email, password: PASSWORD }));
  assert.equal(status, 200, 'the browser is signed in');
  await page.addScriptTag({ path: CLIENT });
  await page.evaluate(() => { globalThis.client = new globalThis.DICOMwebClient.api.DICOMwebClient({ url: `${location.origin}/dicomweb` }); });
  return page;
}

async function checkOwner(page, checks) {
  const [study] = await page.evaluate(() => globalThis.client.searchForStudies({ queryParams: { ModalitiesInStudy: 'CT' } }));
  const ids = { studyInstanceUID: study['0020000D'].Value[0] };
  await checks.check('it finds the study, its series and its instances', async () => {
    const series = await page.evaluate((options) => globalThis.client.searchForSeries(options), ids);
    ids.seriesInstanceUID = series[0]['0020000E'].Value[0];
    const instances = await page.evaluate((options) => globalThis.client.searchForInstances(options), ids);
    assert.equal(instances.length, SLICES);
    ids.sopInstanceUID = instances[0]['00080018'].Value[0];
  });
  let metadata;
  await checks.check('it reads the metadata of the series and of one instance', async () => {
    const all = await page.evaluate((options) => globalThis.client.retrieveSeriesMetadata(options), ids);
    assert.equal(all.length, SLICES);
    metadata = await page.evaluate((options) => globalThis.client.retrieveInstanceMetadata(options).then((one) => (Array.isArray(one) ? one[0] : one)), ids);
    assert.equal(metadata['00080018'].Value[0], ids.sopInstanceUID);
  });
  await checks.check('it fetches an instance that is a DICOM file', async () => {
    const magic = await page.evaluate((options) => globalThis.client.retrieveInstance(options).then((bytes) => new TextDecoder('latin1').decode(bytes.slice(128, 132))), ids);
    assert.equal(magic, 'DICM');
  });
  await checks.check('it fetches all instances of the series', async () => {
    const count = await page.evaluate((options) => globalThis.client.retrieveSeries(options).then((files) => files.length), ids);
    assert.equal(count, SLICES);
  });
  await checks.check('it fetches a frame with every byte that rows, columns and bits ask for', async () => {
    const [size, count] = await page.evaluate((options) => globalThis.client.retrieveInstanceFrames({ ...options, frameNumbers: [1] }).then((frames) => [frames[0].byteLength, frames.length]), ids);
    const bytes = metadata['00280010'].Value[0] * metadata['00280011'].Value[0] * (metadata['00280100'].Value[0] / 8);
    assert.deepEqual([size, count], [bytes, 1]);
  });
  return ids;
}

/** What Chromium makes of a picture that the client fetched: its type by its first bytes, and its size. */
async function drawn(page, method, options) {
  return page.evaluate(async ([name, asked]) => {
    const answer = await globalThis.client[name](asked);
    const bytes = new Uint8Array(Array.isArray(answer) ? answer[0] : answer);
    const kind = bytes[0] === 0x89 ? 'png' : bytes[0] === 0xff ? 'jpeg' : 'other';
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    return [kind, width, height];
  }, [method, options]);
}

async function checkDrawing(page, ids, checks) {
  const png = { mediaTypes: [{ mediaType: 'image/png' }] };
  await checks.check('it fetches an instance as a picture, as JPEG where it does not say', async () => {
    assert.deepEqual(await drawn(page, 'retrieveInstanceRendered', ids), ['jpeg', 64, 64]);
  });
  await checks.check('it fetches an instance in a window and a viewport', async () => {
    const queryParams = { viewport: '40,20', window: '40,400,linear' };
    assert.deepEqual(await drawn(page, 'retrieveInstanceRendered', { ...ids, ...png, queryParams }), ['png', 20, 20]);
  });
  await checks.check('it fetches frames as pictures', async () => {
    assert.deepEqual(await drawn(page, 'retrieveInstanceFramesRendered', { ...ids, ...png, frameNumbers: [1] }), ['png', 64, 64]);
  });
  await checks.check('it fetches thumbnails of an instance and of a frame', async () => {
    assert.deepEqual(await drawn(page, 'retrieveInstanceThumbnail', { ...ids, queryParams: { viewport: '32,32' } }), ['jpeg', 32, 32]);
    assert.deepEqual(await drawn(page, 'retrieveInstanceFramesThumbnail', { ...ids, ...png, frameNumbers: [1], queryParams: { viewport: '16,16' } }), ['png', 16, 16]);
  });
}

async function checkRanges(page, ids, checks) {
  await checks.check('a frame that is fetched in ranges is the frame, and a range beyond it is none', async () => {
    const [whole, joined, beyond] = await page.evaluate(async ({ studyInstanceUID, seriesInstanceUID, sopInstanceUID }) => {
      const url = `/dicomweb/studies/${studyInstanceUID}/series/${seriesInstanceUID}/instances/${sopInstanceUID}/frames/1`;
      const fetched = async (range) => {
        const answer = await fetch(url, { headers: { accept: 'application/octet-stream', ...(range ? { range: `bytes=${range}` } : {}) } });
        return { status: answer.status, bytes: [...new Uint8Array(await answer.arrayBuffer())] };
      };
      const [all, first, rest] = [await fetched(), await fetched('0-99'), await fetched('100-')];
      return [all.bytes, [...first.bytes, ...rest.bytes], (await fetched('9999999-')).status];
    }, ids);
    assert.ok(whole.length > 100);
    assert.deepEqual(joined, whole);
    assert.equal(beyond, 416);
  });
}

async function until(player, id, isFine) {
  for (const deadline = Date.now() + 180_000; Date.now() < deadline; await new Promise((resolve) => { setTimeout(resolve, 100); })) {
    const { json } = await player.ask('contributor', 'GET', `/api/v1/cases/${id}`);
    if (isFine(json.state)) return json.state;
  }
  throw new Error('the case was not processed in time');
}

const draftCase = (label) => ({
  label, clinical_context: 'Incidental finding.', site_name: 'Ospedale Nord', country: 'IT', licence: 'CC-BY-4.0',
  terms: { modality: ['ct'], anatomy: ['liver'], task: ['characterisation'] }, consent: { basis: 'synthetic', statements: ['right_to_share', 'deidentified', 'withdrawal'] },
});

const asJson = (value) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });

async function processed(player, id) {
  await player.ask('contributor', 'POST', `/api/v1/cases/${id}/actions`, asJson({ action: 'process' }));
  if (await until(player, id, (state) => state !== 'processing') === 'ready') return;
  await player.ask('steward', 'POST', `/api/v1/cases/${id}/actions`, asJson({ action: 'clear', reason: 'A phantom: nothing identifies anybody.' }));
  await until(player, id, (state) => state === 'ready');
}

/** SHA-256 of every frame of a study, in no order: UIDs are replaced by each case's own. */
async function framesOf(page, studyInstanceUID) {
  return page.evaluate(async (study) => {
    const { client } = globalThis;
    const instances = await client.searchForInstances({ studyInstanceUID: study });
    const hashes = await Promise.all(instances.map(async (one) => {
      const [frame] = await client.retrieveInstanceFrames({ studyInstanceUID: study, seriesInstanceUID: one['0020000E'].Value[0], sopInstanceUID: one['00080018'].Value[0], frameNumbers: [1] });
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', frame))].join();
    }));
    return hashes.sort();
  }, studyInstanceUID);
}

async function checkStoring({ page, player, server, ids, checks }) {
  const folder = `${server.data}-phantoms/case-ct-abdomen`;
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.dcm'));
  const files = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'base64')));
  const { json: made } = await player.ask('contributor', 'POST', '/api/v1/campaigns/medal-2026/cases', asJson(draftCase('By DICOMweb')));
  await checks.check('it stores files into a draft case and is told of each', async () => {
    const answer = await page.evaluate(async ([id, given]) => {
      const client = new globalThis.DICOMwebClient.api.DICOMwebClient({ url: `${location.origin}/dicomweb/cases/${id}`, headers: { 'x-csrf-token': globalThis.csrf } });
      const datasets = given.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
      return client.storeInstances({ datasets });
    }, [made.id, files]);
    const told = typeof answer === 'string' ? JSON.parse(answer) : answer;
    assert.equal(told['00081199'].Value.length, SLICES);
    assert.equal(told['00081198'], undefined);
  });
  await checks.check('what it stored is, once processed, frame by frame what tus brought', async () => {
    await processed(player, made.id);
    const studies = await page.evaluate(() => globalThis.client.searchForStudies({ queryParams: { ModalitiesInStudy: 'CT' } }));
    const other = studies.map((one) => one['0020000D'].Value[0]).find((uid) => uid !== ids.studyInstanceUID);
    const frames = await framesOf(page, other);
    assert.equal(frames.length, SLICES);
    assert.deepEqual(frames, await framesOf(page, ids.studyInstanceUID));
  });
}

/** The commands of the contributor's page, with our address, as they stand there. */
async function checkDocumented({ player, server, checks }) {
  const page = await readFile(path.join(import.meta.dirname, '../../docs/contributor.md'), 'utf8');
  const script = /<!-- stored by tests\/dicomweb -->\n```sh\n([\s\S]*?)```/.exec(page)[1].replace('https://medal.example.org', server.url);
  const { json: made } = await player.ask('contributor', 'POST', '/api/v1/campaigns/medal-2026/cases', asJson(draftCase('By a script')));
  const { json: token } = await player.ask('contributor', 'POST', '/api/v1/me/tokens', asJson({ name: 'stores', scopes: ['contribute', 'read'] }));
  const folder = await mkdtemp(path.join(tmpdir(), 'medal-stored-'));
  await checks.check("the commands of the contributor's page store every file", async () => {
    await symlink(`${server.data}-phantoms/case-ct-abdomen`, path.join(folder, 'study'));
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env: { ...process.env, MEDAL_TOKEN: token.token, CASE: made.id } });
    assert.equal(JSON.parse(stdout)['00081199'].Value.length, SLICES);
    const { json } = await player.ask('contributor', 'GET', `/api/v1/cases/${made.id}`);
    assert.deepEqual(json.uploads.map((one) => one.state), Array(SLICES).fill('complete'));
  });
  await rm(folder, { recursive: true, force: true });
}

async function checkOther(page, ids, checks) {
  await checks.check('another person finds nothing and fetches nothing', async () => {
    assert.deepEqual(await page.evaluate(() => globalThis.client.searchForStudies({})), []);
    for (const method of ['retrieveInstance', 'retrieveInstanceRendered', 'retrieveInstanceThumbnail']) {
      const status = await page.evaluate(([name, options]) => globalThis.client[name](options).then(() => 200, (error) => error.status), [method, ids]);
      assert.equal(status, 404, method);
    }
  });
}

const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-dicomweb-'));
const server = await new Server(path.join(folder, 'data'), { settings: ['jobs.threads=1'] }).start();
const browser = await launch();
try {
  const player = new Player({ server });
  await giveCase(player);
  const page = await signedIn(browser, server.url, 'carla@medal.test');
  const ids = await checkOwner(page, checks);
  await checkDrawing(page, ids, checks);
  await checkRanges(page, ids, checks);
  await checkStoring({ page, player, server, ids, checks });
  await checkDocumented({ player, server, checks });
  await checkOther(await signedIn(browser, server.url, 'dev@medal.test'), ids, checks);
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
checks.end();
