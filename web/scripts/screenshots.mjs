// Photographs every page: `node scripts/screenshots.mjs http://127.0.0.1:8080 [e-mail password]`, at 1440 px and 390 px,
// light and dark, into tests/e2e/screenshots, which git ignores.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:8080', email = 'operator@medal.example', password = 'amber violin over harbour'] = process.argv.slice(2);
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
      case: await first(`/api/v1/campaigns/${campaign.id}/cases`), item: await first(`/api/v1/campaigns/${campaign.id}/items`),
    };
  });
}

const STRANGERS = { home: '/', campaign: '/campaign', 'sign-in': '/sign-in', 'sign-up': '/sign-up', verify: '/verify', reset: '/reset', lost: '/no/such/page' };

const membersPages = (ids) => ({
  problems: '/problems', 'problems-none': '/problems?search=zebra', problem: `/problems/${ids.problem}`, 'new-problem': '/problems/new', 'edit-campaign': `/campaigns/${ids.campaign}/edit`,
  contribute: '/contribute', 'new-case': '/contribute/new', case: `/contribute/cases/${ids.case}`, 'new-item': `/contribute/cases/${ids.case}/items/new`, item: `/items/${ids.item}`,
  reviews: '/reviews', desk: '/desk', releases: '/releases', release: `/releases/${ids.release}`, runs: '/runs', run: `/runs/${ids.run}`, leaderboard: '/leaderboard',
  account: '/account', 'account-security': '/account/security', 'account-tokens': '/account/tokens', 'account-conflicts': '/account/conflicts',
  admin: '/admin', 'admin-jobs': '/admin/jobs', 'admin-events': '/admin/events', 'admin-server': '/admin/server',
});

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
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name="email"]', email);
  await page.fill('input[name="password"]', password);
  await page.click('button[type="submit"]');
  await page.waitForTimeout(1500);
  for (const [name, address] of Object.entries(membersPages(await firstIds(page)))) await shoot(name, address, name === 'case' || name === 'item' ? 3500 : 900);
  await context.close();
}
await browser.close();
