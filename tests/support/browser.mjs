// Real Chromium for tests, and a person in it: finds things by what the catalogue of texts says, and keeps every byte
// that the server sent to this person.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './server.mjs';

const { chromium } = createRequire(path.join(root, 'web/package.json'))('playwright-core');
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const PATIENCE_MS = 20_000;
const SETTLING_MS = 3_000;

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS });

/** The English texts of a room: words('release').saveChoice. */
export const words = (room) => JSON.parse(readFileSync(path.join(root, `web/src/i18n/en/${room}.json`), 'utf8'));

/** A context of its own, as another person on another machine has it. */
export async function sitDown(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: 'en-GB', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults = [];
  const received = [];
  const coming = [];
  const lost = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => { if (line.type() === 'error' && /Content Security Policy/.test(line.text())) faults.push(line.text()); });
  const keep = async (response) => {
    const one = { url: response.url(), headers: response.headers(), bytes: Buffer.alloc(0) };
    const isBodiless = [204, 304].includes(response.status()) || (response.status() >= 300 && response.status() < 400);
    // A page that is left takes its answers with it: what was never handed to it is told as lost.
    if (!isBodiless) await response.body().then((bytes) => { one.bytes = bytes; }, () => lost.push(one.url));
    received.push(one);
  };
  page.on('response', (response) => coming.push(keep(response)));
  return {
    page,
    faults,
    /** Addresses of answers whose bytes could not be kept. */
    lost,
    /** Everything that came, once it has all arrived. */
    async everything() {
      await Promise.all(coming);
      return received;
    },
    /** Leaves only when what has begun to come is here: a browser drops the rest with the page. */
    async go(place) {
      await page.waitForLoadState('networkidle', { timeout: SETTLING_MS }).catch(() => {});
      await Promise.all(coming);
      return page.goto(url + place);
    },
    field: (label) => page.getByLabel(label, { exact: false }).first(),
    async fill(label, text) { await page.getByLabel(label, { exact: false }).first().fill(text); },
    async click(name) { await page.getByRole('button', { name, exact: true }).first().click(); },
    /** A deed that asks first: the button of the page, then the same word in the dialog. */
    async clickAndConfirm(name, reason) {
      await page.getByRole('button', { name, exact: true }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      if (reason) await dialog.getByRole('textbox').fill(reason);
      await dialog.getByRole('button', { name, exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
    },
    /** Chooses from a list that opens under a field. */
    async choose(label, option) {
      const field = page.getByRole('combobox', { name: label }).or(page.getByRole('textbox', { name: label })).first();
      await field.click();
      await page.getByRole('option', { name: option, exact: true }).first().click();
      await page.keyboard.press('Escape');
    },
    see: (text) => page.getByText(text).first().waitFor(),
    async signIn(email, password) {
      await page.goto(`${url}/sign-in`);
      await page.fill('input[name="email"]', email);
      await page.fill('input[name="password"]', password);
      await page.click('button[type="submit"]');
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
    close: () => context.close(),
  };
}
