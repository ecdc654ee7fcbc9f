// A case is given as in the contract's scenarios; then OHIF lists its study, opens it and scrolls through it.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Player } from '../contract/player.mjs';
import { giveCase } from '../contract/given_case.mjs';
import { PASSWORD } from '../contract/stage.mjs';
import { launch } from '../support/browser.mjs';
import { Checks, Server } from '../support/server.mjs';
import { serveOhif } from './site.mjs';

const PATIENCE_MS = 60_000;
const SLICES = 4;
/** Of a picture's pixels, those that are neither OHIF's black ground nor its letters. */
const SHOWN = 0.02;

async function tokenOf(url, email) {
  const ask = (place, body, headers) => fetch(url + place, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const session = await ask('/api/v1/session', { email, password: PASSWORD });
  const cookie = session.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  const { csrf_token: csrf } = await session.json();
  const answer = await ask('/api/v1/me/tokens', { name: 'OHIF', scopes: ['read'] }, { cookie, 'x-csrf-token': csrf });
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()).token;
}

/** In the page: what the viewport's canvas shows, as a digest and as the share of pixels that are not dark. */
const seen = () => {
  const canvas = document.querySelector('canvas.cornerstone-canvas');
  if (!canvas || canvas.width === 0) return null;
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let light = 0;
  let digest = -2128831035;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i] > 30) light += 1;
    digest = Math.imul(digest ^ pixels[i], 16777619);
  }
  return { share: light / (pixels.length / 4), digest };
};

async function until(look, isDone, words) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await look();
    if (isDone(value)) return value;
    if (Date.now() > end) throw new Error(`${words}: ${JSON.stringify(value)}`);
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}

const keptFor = (name) => process.env.MEDAL_SCREENSHOTS && path.join(process.env.MEDAL_SCREENSHOTS, `ohif-${name}.png`);
async function keep(page, name) {
  const file = keptFor(name);
  if (file) await page.screenshot({ path: file });
}

async function checkOwner(browser, medal, checks) {
  const token = await tokenOf(medal.url, 'carla@medal.test');
  const site = await serveOhif({ url: medal.url, token });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    await checks.check('its list of studies shows the study', async () => {
      await page.goto(`${site.url}/`);
      await until(() => page.locator('[data-cy="studyRow"], tr[data-cy^="studyRow"], [data-cy^="studyRow"]').count(), (count) => count === 1, 'rows of studies');
      await keep(page, 'list');
    });
    const studies = await (await fetch(`${medal.url}/dicomweb/studies`, { headers: { authorization: `Bearer ${token}` } })).json();
    const patient = studies[0]['00100020'].Value[0];
    await checks.check('its search by patient finds it, and nothing under another name', async () => {
      const rows = (value) => async () => {
        await page.goto(`${site.url}/?mrn=${value}`);
        await page.waitForLoadState('networkidle');
        return page.locator('[data-cy^="studyRow"]').count();
      };
      await until(rows(encodeURIComponent(patient)), (count) => count === 1, 'rows of the patient');
      await until(rows('nobody-of-this-name'), (count) => count === 0, 'rows of nobody');
    });
    let first;
    await checks.check('it opens the study and shows a picture', async () => {
      await page.goto(`${site.url}/viewer?StudyInstanceUIDs=${studies[0]['0020000D'].Value[0]}`);
      first = await until(() => page.evaluate(seen), (value) => value !== null && value.share > SHOWN, 'what the viewport shows');
      await page.waitForLoadState('networkidle');
      first = await page.evaluate(seen);
      await keep(page, 'viewer');
    });
    await checks.check('it scrolls: each slice is another picture', async () => {
      const digests = new Set([first.digest]);
      for (let slice = 1; slice < SLICES; slice += 1) {
        await page.locator('canvas.cornerstone-canvas').first().hover();
        await page.mouse.wheel(0, 120);
        const next = await until(() => page.evaluate(seen), (value) => value !== null && !digests.has(value.digest) && value.share > SHOWN, `slice ${slice + 1}`);
        digests.add(next.digest);
      }
      await keep(page, 'scrolled');
    });
    await checks.check('nothing that it asked of /dicomweb was refused, and it met no fault', () => {
      assert.deepEqual(site.asked.filter((one) => one.status >= 400), []);
      assert.ok(site.asked.some((one) => one.url.includes('/frames/')), 'it fetched frames');
      assert.deepEqual(faults, []);
    });
  } finally {
    site.close();
    await page.context().close();
  }
}

async function checkOther(browser, medal, checks) {
  const site = await serveOhif({ url: medal.url, token: await tokenOf(medal.url, 'dev@medal.test') });
  const page = await (await browser.newContext()).newPage();
  try {
    await checks.check('with the token of another person it lists no study', async () => {
      await page.goto(`${site.url}/`);
      await until(() => site.asked.length, (count) => count > 0, 'searches');
      await page.waitForLoadState('networkidle');
      assert.equal(await page.locator('[data-cy^="studyRow"]').count(), 0);
      assert.ok(site.asked.every((one) => one.status < 400));
    });
  } finally {
    site.close();
    await page.context().close();
  }
}

const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-ohif-'));
const server = await new Server(path.join(folder, 'data'), { settings: ['jobs.threads=1'] }).start();
const browser = await launch();
try {
  await giveCase(new Player({ server }));
  await checkOwner(browser, server, checks);
  await checkOther(browser, server, checks);
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
checks.end();
