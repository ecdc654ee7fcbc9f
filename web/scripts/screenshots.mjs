// Photographs every page: `node scripts/screenshots.mjs http://127.0.0.1:8080 [e-mail password]`, at 1440 px, 390 px and
// in the dark, into tests/e2e/screenshots, which git ignores.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:8080', email = 'operator@medal.example', password = 'amber violin over harbour'] = process.argv.slice(2);
const folder = path.join(import.meta.dirname, '../../tests/e2e/screenshots');
const FORMS = [{ name: '1440', width: 1440, height: 900 }, { name: '390', width: 390, height: 844 }, { name: 'dark', width: 1440, height: 900, colorScheme: 'dark' }];

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
    return {
      problem: await first(`/api/v1/campaigns/${campaign.id}/problems`), release: await first('/api/v1/releases'),
      case: await first(`/api/v1/campaigns/${campaign.id}/cases`), item: await first(`/api/v1/campaigns/${campaign.id}/items`),
    };
  });
}

for (const form of FORMS) {
  const context = await browser.newContext({ viewport: { width: form.width, height: form.height }, colorScheme: form.colorScheme ?? 'light', locale: 'en-GB' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${form.name} ${page.url()}: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error') console.error(`${form.name} ${page.url()}: ${message.text()}`); });
  const shoot = async (name, address, wait = 900) => {
    await page.goto(url + address, { waitUntil: 'load' });
    await page.waitForTimeout(wait);
    await page.screenshot({ path: path.join(folder, `${name}-${form.name}.png`), fullPage: true });
  };
  await shoot('home', '/');
  await shoot('sign-in', '/sign-in');
  await shoot('sign-up', '/sign-up');
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name="email"]', email);
  await page.fill('input[name="password"]', password);
  await page.click('button[type="submit"]');
  await page.waitForTimeout(1500);
  const ids = await firstIds(page);
  const pages = { problems: '/problems', problem: `/problems/${ids.problem}`, 'new-problem': '/problems/new', contribute: '/contribute', 'new-case': '/contribute/new', case: `/contribute/cases/${ids.case}`, 'new-item': `/contribute/cases/${ids.case}/items/new`, item: `/items/${ids.item}`, reviews: '/reviews', desk: '/desk', releases: '/releases', release: `/releases/${ids.release}`, leaderboard: '/leaderboard', admin: '/admin', account: '/account' };
  for (const [name, address] of Object.entries(pages)) await shoot(name, address, name === 'case' || name === 'item' ? 3500 : 900);
  await context.close();
}
await browser.close();
