// Photographs every page of a server with the demo: `node scripts/screenshots.mjs http://127.0.0.1:8080`, at 1440 px and
// 390 px, light and dark, each as somebody for whom it has something to show, into tests/e2e/screenshots, which git ignores.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:8080', password = 'amber violin over harbour'] = process.argv.slice(2);
const folder = path.join(import.meta.dirname, '../../tests/e2e/screenshots');
const FORMS = [{ name: '1440', width: 1440, height: 900 }, { name: '390', width: 390, height: 844 }, { name: 'dark', width: 1440, height: 900, colorScheme: 'dark' }, { name: 'dark-390', width: 390, height: 844, colorScheme: 'dark' }];

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
await mkdir(folder, { recursive: true });

async function firstIds(page) {
  return page.evaluate(async () => {
    const get = async (address) => (await fetch(address)).json();
    const campaign = (await get('/api/v1/campaigns')).items[0];
    const first = async (address) => (await get(address)).items?.[0]?.id;
    const release = await first('/api/v1/releases');
    return {
      problem: await first(`/api/v1/campaigns/${campaign.id}/problems`), release, run: await first(`/api/v1/releases/${release}/runs`), campaign: campaign.slug,
    };
  });
}

const STRANGERS = { home: '/', campaign: '/campaign', 'sign-in': '/sign-in', 'sign-up': '/sign-up', verify: '/verify', reset: '/reset', lost: '/no/such/page' };

/** By who looks. */
const pagesOf = (ids) => ({
  operator: {
    problems: '/problems', 'problems-none': '/problems?search=zebra', problem: `/problems/${ids.problem}`,
    desk: '/desk', releases: '/releases', release: `/releases/${ids.release}`, runs: '/runs', run: `/runs/${ids.run}`, leaderboard: '/leaderboard',
    account: '/account', 'account-security': '/account/security', 'account-tokens': '/account/tokens', 'account-conflicts': '/account/conflicts',
    admin: '/admin', 'admin-jobs': '/admin/jobs', 'admin-events': '/admin/events', 'admin-server': '/admin/server',
  },
  organizer: { 'edit-campaign': `/campaigns/${ids.campaign}/edit` },
  contributor1: {
    'new-problem': '/problems/new', 'new-case': '/contribute/new', contribute: '/contribute',
    case: (own) => `/contribute/cases/${own.case}`, 'edit-case': (own) => `/contribute/cases/${own.case}/edit`, 'edit-item': (own) => `/items/${own.item}/edit`, 'new-item': (own) => `/contribute/cases/${own.case}/items/new`, item: (own) => `/items/${own.item}`,
  },
  panel1: { reviews: '/reviews', review: (own) => `/reviews/${own.review}` },
});

async function ownIds(page) {
  return page.evaluate(async () => {
    const get = async (address) => (await fetch(address)).json();
    const campaign = (await get('/api/v1/campaigns')).items[0];
    const first = async (address) => (await get(address)).items?.[0]?.id;
    return {
      case: await first(`/api/v1/campaigns/${campaign.id}/cases?mine=true`), item: await first(`/api/v1/campaigns/${campaign.id}/items?mine=true`),
      review: await first('/api/v1/me/reviews'),
    };
  });
}

const SLOW = new Set(['case', 'item', 'review']);

for (const form of FORMS) {
  const context = await browser.newContext({ viewport: { width: form.width, height: form.height }, colorScheme: form.colorScheme ?? 'light', locale: 'en-GB' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${form.name} ${page.url()}: ${error.message}`));
  // A stranger's GET /api/v1/me answers 401, which is no fault.
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('401')) console.error(`${form.name} ${page.url()}: ${message.text()}`); });
  const shoot = async (name, address, wait = 900) => {
    await page.goto(url + address, { waitUntil: 'load' });
    await page.waitForTimeout(wait);
    await page.screenshot({ path: path.join(folder, `${name}-${form.name}.png`), fullPage: true });
  };
  for (const [name, address] of Object.entries(STRANGERS)) await shoot(name, address);
  for (const who of ['operator', 'organizer', 'contributor1', 'panel1']) {
    await context.clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.fill('input[name="email"]', `${who}@medal.example`);
    await page.fill('input[name="password"]', password);
    await page.click('button[type="submit"]');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const own = await ownIds(page);
    for (const [name, address] of Object.entries(pagesOf(await firstIds(page))[who])) {
      await shoot(name, typeof address === 'function' ? address(own) : address, SLOW.has(name) ? 3500 : 900);
    }
  }
  await context.close();
}
await browser.close();
