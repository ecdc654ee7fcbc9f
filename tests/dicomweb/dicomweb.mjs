// A case is given as in the contract's scenarios; then dicomweb-client searches and fetches it in a signed-in browser.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scenariosOf } from '../contract/scenario.mjs';
import { Player } from '../contract/player.mjs';
import { PASSWORD } from '../contract/stage.mjs';
import { launch } from '../support/browser.mjs';
import { Checks, Server } from '../support/server.mjs';

const CLIENT = path.join(import.meta.dirname, 'node_modules/dicomweb-client/build/dicomweb-client.js');
const SLICES = 4;

/** The scenarios up to the first about the images of a case. */
async function giveCase(player) {
  for (const name of ['01-accounts.scn', '02-campaign.scn', '03-cases.scn']) {
    const text = await readFile(path.join(import.meta.dirname, '../contract', name), 'utf8');
    const scenarios = scenariosOf(name, text);
    const end = scenarios.findIndex((one) => one.name.startsWith('Its images are seen'));
    for (const scenario of end < 0 ? scenarios : scenarios.slice(0, end)) await player.play(scenario);
  }
}

/** A page of our origin in which the client runs as it came from npm. */
async function signedIn(browser, url, email) {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/healthz`);
  const status = await page.evaluate(async (body) => (await fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status, JSON.stringify({ email, password: PASSWORD }));
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

async function checkOther(page, ids, checks) {
  await checks.check('another person finds nothing and fetches nothing', async () => {
    assert.deepEqual(await page.evaluate(() => globalThis.client.searchForStudies({})), []);
    const status = await page.evaluate((options) => globalThis.client.retrieveInstance(options).then(() => 200, (error) => error.status), ids);
    assert.equal(status, 404);
  });
}

const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-dicomweb-'));
const server = await new Server(path.join(folder, 'data'), { settings: ['jobs.threads=1'] }).start();
const browser = await launch();
try {
  await giveCase(new Player({ server }));
  const ids = await checkOwner(await signedIn(browser, server.url, 'carla@medal.test'), checks);
  await checkOther(await signedIn(browser, server.url, 'dev@medal.test'), ids, checks);
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
checks.end();
