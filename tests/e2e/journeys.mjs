// Each journey is what one person does in the browser. The server and its demo are made anew for every run.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '../..');
const { chromium } = createRequire(path.join(root, 'web/package.json'))('playwright-core');
const medal = process.env.MEDAL_BINARY ?? path.join(root, 'build/release/medal');
const site = process.env.MEDAL_WEB_FOLDER ? ['--set', `server.web_folder=${process.env.MEDAL_WEB_FOLDER}`] : [];
const PASSWORD = 'amber violin over harbour';
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

const data = await mkdtemp(path.join(tmpdir(), 'medal-e2e-'));
const server = spawn(medal, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--set', 'server.rate_factor=0', ...site], { stdio: ['ignore', 'pipe', 'ignore'] });
const url = await new Promise((resolve, reject) => {
  server.stdout.on('data', (line) => { const found = /http:\S+/.exec(String(line)); if (found) resolve(found[0]); });
  server.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
});

const counts = { passed: 0, failed: 0 };
async function journey(name, act) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    await act(page);
    if (faults.length > 0) throw new Error(`errors on the page: ${faults.join('; ')}`);
    counts.passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAIL ${name}: ${error.message.split('\n').slice(0, 6).join(' | ')}`);
  } finally {
    await context.close();
  }
}

async function signIn(page, email) {
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name="email"]', email);
  await page.fill('input[name="password"]', PASSWORD);
  await page.click('button[type="submit"]');
  await page.getByRole('button', { name: 'Sign out' }).waitFor({ timeout: 15_000 });
}

const ask = (page, address) => page.evaluate(async (place) => (await fetch(place)).json(), address);

let browser;
try {
  await promisify(execFile)(path.join(root, 'examples/demo/fill'), ['--url', url, '--data', data, '--sign-ins', path.join(data, 'sign-ins.txt'), '--medal', medal, '--small'], { timeout: 240_000 });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS });

  await journey('a stranger sees the board with its intervals and labelled baselines', async (page) => {
    await page.goto(`${url}/leaderboard`);
    await page.getByText('uniform_guess').waitFor({ timeout: 15_000 });
    if ((await page.locator('tbody tr').count()) !== 3) throw new Error('the board does not have three rows');
    if ((await page.getByText('Baseline, sees no image').count()) !== 3) throw new Error('a baseline is not labelled');
  });

  await journey('a wrong password is told and nobody is signed in', async (page) => {
    await page.goto(`${url}/sign-in`);
    await page.fill('input[name="email"]', 'contributor1@medal.example');
    await page.fill('input[name="password"]', 'not the password at all');
    await page.click('button[type="submit"]');
    await page.getByRole('alert').waitFor({ timeout: 15_000 });
    const me = await page.evaluate(async () => (await fetch('/api/v1/me')).status);
    if (me !== 401) throw new Error(`GET /api/v1/me answered ${me}`);
  });

  await journey('a contributor saves a problem as a draft that strangers do not see', async (page) => {
    await signIn(page, 'contributor1@medal.example');
    await page.goto(`${url}/problems/new`);
    await page.getByLabel(/^Question/).fill('Which fractures of the wrist need an operation?');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.waitForURL(/\/problems\/[0-9a-f-]{36}$/, { timeout: 15_000 });
    await page.getByRole('heading', { name: 'Which fractures of the wrist need an operation?' }).waitFor();
    const id = page.url().split('/').pop();
    const response = await fetch(`${url}/api/v1/problems/${id}`);
    if (response.status !== 404) throw new Error(`a stranger got ${response.status}`);
  });

  await journey('a contributor sees the case with its images and what was removed, without a planted name', async (page) => {
    await signIn(page, 'contributor1@medal.example');
    const campaign = (await ask(page, '/api/v1/campaigns')).items[0];
    const mine = (await ask(page, `/api/v1/campaigns/${campaign.id}/cases?mine=true`)).items[0];
    await page.goto(`${url}/contribute/cases/${mine.id}`);
    await page.getByText('PatientName').first().waitFor({ timeout: 15_000 });
    await page.locator('img').first().waitFor();
  });

  await journey('an organizer sees the release with its signature and how to check it', async (page) => {
    await signIn(page, 'organizer@medal.example');
    await page.goto(`${url}/releases`);
    await page.getByRole('link', { name: /MEDAL demo exam/ }).click();
    await page.getByText('medal release verify').waitFor({ timeout: 15_000 });
  });

  await journey('the page speaks German when asked to', async (page) => {
    await page.goto(url);
    await page.getByText('DE', { exact: true }).click();
    await page.getByRole('link', { name: 'Bestenliste', exact: true }).waitFor({ timeout: 15_000 });
  });
} catch (error) {
  counts.failed += 1;
  console.log(`FAIL the demo could not be made: ${error.message.slice(0, 800)}`);
} finally {
  await browser?.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  await new Promise((resolve) => server.on('exit', resolve));
  await rm(data, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exit(counts.failed === 0 ? 0 : 1);
