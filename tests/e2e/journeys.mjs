// Each journey is what one person does in the browser. The server and its demo are made anew for every run.
import { Checks, must } from '../support/server.mjs';
import { launch, sitDown } from '../support/browser.mjs';
import { startDemoServer } from '../support/demo_server.mjs';
import { PASSWORD } from '../../examples/demo/story.mjs';

const checks = new Checks();
const demo = await startDemoServer();
const { url } = demo;
let browser;

async function journey(name, act) {
  await checks.check(name, async () => {
    const person = await sitDown(browser, url);
    try {
      await act(person.page, person);
      must(person.faults.length === 0, `errors on the page: ${person.faults.join('; ')}`);
    } finally {
      await person.close();
    }
  });
}

const ask = (page, address) => page.evaluate(async (place) => (await fetch(place)).json(), address);

try {
  browser = await launch();

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

  await journey('a contributor saves a problem as a draft that strangers do not see', async (page, person) => {
    await person.signIn('contributor1@medal.example', PASSWORD);
    await page.goto(`${url}/problems/new`);
    await page.getByLabel(/^Question/).fill('Which fractures of the wrist need an operation?');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.waitForURL(/\/problems\/[0-9a-f-]{36}$/, { timeout: 15_000 });
    await page.getByRole('heading', { name: 'Which fractures of the wrist need an operation?' }).waitFor();
    const id = page.url().split('/').pop();
    const response = await fetch(`${url}/api/v1/problems/${id}`);
    if (response.status !== 404) throw new Error(`a stranger got ${response.status}`);
  });

  await journey('a contributor sees the case with its images and what was removed, without a planted name', async (page, person) => {
    await person.signIn('contributor1@medal.example', PASSWORD);
    const campaign = (await ask(page, '/api/v1/campaigns')).items[0];
    const mine = (await ask(page, `/api/v1/campaigns/${campaign.id}/cases?mine=true`)).items[0];
    await page.goto(`${url}/contribute/cases/${mine.id}`);
    await page.getByText('PatientName').first().waitFor({ timeout: 15_000 });
    await page.locator('img').first().waitFor();
  });

  await journey('an organizer sees the release with its signature and how to check it', async (page, person) => {
    await person.signIn('organizer@medal.example', PASSWORD);
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
  await checks.check('the journeys are walked', () => { throw error; });
} finally {
  await browser?.close();
  await demo.end();
}
checks.end();
