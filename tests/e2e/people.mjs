// What strangers, contributors, chairs, organizers, model developers and operators do on the pages of campaigns, problems,
// runs, accounts and administration.
import { readFile } from 'node:fs/promises';
import { Person } from '../../examples/demo/client.mjs';
import { PASSWORD } from '../../examples/demo/story.mjs';
import { launch, sitDown } from '../support/browser.mjs';
import { startDemoServer } from '../support/demo_server.mjs';
import { linkInMail } from '../support/mail.mjs';
import { Checks, must } from '../support/server.mjs';

const REASON = 'The panel found that another problem asks the same question more precisely.';

const demo = await startDemoServer();
const { server } = demo;
const checks = new Checks();
let browser;

async function journey(name, act, options = {}) {
  await checks.check(name, async () => {
    const one = await sitDown(browser, server.url, { reducedMotion: 'reduce', acceptDownloads: true, ...options });
    try {
      await act(one.page);
      must(one.faults.length === 0, `errors on the page: ${one.faults.join('; ')}`);
    } finally {
      await one.close();
    }
  });
}

async function signIn(page, email, password = PASSWORD) {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

const open = (page, place) => page.goto(server.url + place);
const person = (email) => new Person(server.url).signIn(email, PASSWORD);
const dialog = (page) => page.getByRole('dialog');

async function eventually(ask, words) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(words);
}

async function publicJourneys() {
  await journey('a stranger sees the dates, rules and reach of the campaign', async (page) => {
    await open(page, '/campaign');
    await page.getByRole('heading', { name: 'MEDAL 2026' }).waitFor();
    for (const phase of ['Proposing', 'Rating', 'Contributing', 'Reviewing', 'Examining']) await page.getByText(phase, { exact: true }).waitFor();
    await page.getByText('countries', { exact: true }).waitFor();
    await page.getByText('Italy').waitFor();
    await page.getByText('Cases by modality').waitFor();
    must((await page.title()) === 'MEDAL 2026 · MEDAL', `the title is ${await page.title()}`);
  });

  await journey('an unknown address has a page that leads on', async (page) => {
    await open(page, '/no/such/page');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'To the start' }).click();
    await page.getByRole('heading', { level: 1, name: /final exam/ }).waitFor();
  });

  await journey('the keyboard skips to the content, and the focus follows to a new page', async (page) => {
    await open(page, '/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    must((await page.evaluate(() => document.activeElement?.getAttribute('href'))) === '#main', 'the first stop is not the skip link');
    await page.getByRole('navigation').getByRole('link', { name: 'Problems' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Problems' }).waitFor();
    await eventually(() => page.evaluate(() => document.activeElement?.id === 'main'), 'the focus did not follow');
  });

  await journey('search finds by all words, filters live in the address and can be cleared', async (page) => {
    await open(page, '/problems');
    await page.getByText('Which small liver lesions on CT need a biopsy?').waitFor();
    await page.getByRole('searchbox').fill('which lesions phone photograph must week');
    await page.getByText('Which small liver lesions on CT need a biopsy?').waitFor({ state: 'detached' });
    await page.getByText('Which skin lesions on a phone photograph must be seen this week?').waitFor();
    must(page.url().includes('search=which'), page.url());
    await open(page, '/problems?state=submitted&term=modality:xr');
    await page.getByText('Does this chest radiograph show heart failure or pneumonia?').waitFor();
    must((await page.getByRole('listitem').count()) === 1, 'more than the one submitted problem is listed');
    await open(page, '/problems?search=zebra');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByText('Which small liver lesions on CT need a biopsy?').waitFor();
    must((await page.getByRole('searchbox').inputValue()) === '', 'the field kept the old words');
  });

  await journey('the pages speak German', async (page) => {
    await open(page, '/campaign');
    await page.getByText('Phasen').waitFor();
    await open(page, '/runs');
    await page.getByText('Zur Prüfung antreten').first().waitFor();
    must((await page.evaluate(() => document.documentElement.lang)) === 'de', 'the document is not marked as German');
  }, { locale: 'de-DE' });
}

async function accountJourneys() {
  const email = 'nora.newcomer@medal.example';
  const newWords = 'quiet lantern above meadow';

  await journey('a newcomer signs up, confirms the address, edits the profile and changes the password', async (page) => {
    await open(page, '/sign-up');
    await page.getByLabel('E-mail').fill(email);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await page.getByLabel('Name').fill('Nora Newcomer');
    await page.getByLabel('Institution').fill('Clinic of the Isles');
    await page.getByRole('combobox', { name: 'Country' }).fill('Icel');
    await page.getByRole('option', { name: 'Iceland' }).click();
    await page.getByRole('button', { name: 'Make an account' }).click();
    await page.getByText('Look into your mail').waitFor();
    const link = await linkInMail(server.data, email);
    await open(page, link.pathname + link.search);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Your address is confirmed').waitFor();
    await signIn(page, email);
    await open(page, '/account');
    await page.getByLabel('Institution').fill('Clinic of the Northern Isles');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await open(page, '/account/security');
    await page.locator('input[name="current"]').fill(PASSWORD);
    await page.locator('input[name="password"]').fill(newWords);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.waitForURL(/sign-in/);
    await signIn(page, email, newWords);
  });

  await journey('a token is shown once, works for its scopes, and is refused once revoked', async (page) => {
    await signIn(page, 'developer@medal.example');
    await open(page, '/account/tokens');
    await page.getByLabel('Name').fill('my laptop');
    await page.getByLabel('evaluate').check();
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = (await page.getByLabel('Your new token', { exact: true }).locator('.medal-code pre, .medal-code code').first().innerText()).trim();
    must(token.startsWith('medal_'), `this is no token: ${token.slice(0, 10)}`);
    const ask = () => fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    must((await ask()).status === 200, 'the token does not work');
    await page.reload();
    await page.getByRole('cell', { name: /my laptop/ }).waitFor();
    must(!(await page.content()).includes(token), 'the token is shown a second time');
    await page.getByRole('row', { name: /my laptop/ }).getByRole('button', { name: 'Revoke' }).click();
    await dialog(page).getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('cell', { name: /my laptop/ }).waitFor({ state: 'detached' });
    must((await ask()).status === 401, 'a revoked token still works');
  });

  await journey('a conflict of interest is declared and taken back', async (page) => {
    await signIn(page, 'panel1@medal.example');
    await open(page, '/account/conflicts');
    await page.getByLabel('Institution').fill('Ospedale Nord');
    await page.getByLabel('Why').fill('We share a grant.');
    await page.getByRole('button', { name: 'Declare' }).click();
    await page.getByText('We share a grant.').waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await dialog(page).getByRole('button', { name: 'Take back' }).click();
    await page.getByText('You have declared no conflicts.').waitFor();
  });
}

async function endedSession() {
  await journey('who is told that the session has ended signs in beside it, and what was typed can still be sent', async (page) => {
    await signIn(page, 'contributor2@medal.example');
    await open(page, '/problems/new');
    await page.getByLabel(/^Question/).fill('Which burns can heal without a graft?');
    const other = await person('contributor2@medal.example');
    for (const session of (await other.get('/api/v1/me/sessions')).items) if (!session.current) await other.send('DELETE', `/api/v1/me/sessions/${session.id}`);
    await page.getByRole('button', { name: 'Save as draft' }).click();
    const [beside] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click()]);
    await beside.getByLabel('E-mail').fill('contributor2@medal.example');
    await beside.locator('input[name="password"]').fill(PASSWORD);
    await beside.locator('button[type="submit"]').click();
    await beside.waitForURL(/problems\/new/);
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('heading', { name: 'Which burns can heal without a graft?' }).waitFor();
  });
}

async function problemJourneys() {
  await journey('a panellist declares a conflict with an author, and finds it by name in the account', async (page) => {
    await signIn(page, 'panel2@medal.example');
    await open(page, '/problems?search=lung nodule');
    await page.getByRole('link', { name: /lung nodule/ }).click();
    await page.getByRole('button', { name: 'I have a conflict of interest with the author' }).click();
    await dialog(page).getByLabel('Reason').fill('We published together last year.');
    await dialog(page).getByRole('button', { name: 'Declare it' }).click();
    await page.getByText(/^Declared\./).waitFor();
    await open(page, '/account/conflicts');
    await page.getByText('Dr. Dev Patel').waitFor();
    await page.getByText('We published together last year.').waitFor();
  });

  await journey('a contributor edits a draft, is told of a bad reference, and withdraws it', async (page) => {
    await signIn(page, 'contributor1@medal.example');
    await open(page, '/problems/new');
    await page.getByLabel(/^Question/).fill('Which wrist fractures need an operation at once?');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel(/^Which decision/).fill('Whether a patient is sent to theatre on the same day.');
    await page.getByRole('combobox', { name: 'References' }).fill('Smith-2024');
    await page.keyboard.press('Enter');
    await page.getByText('Neither a DOI nor a web address: Smith-2024').waitFor();
    await page.getByRole('combobox', { name: 'References' }).focus();
    await page.keyboard.press('Backspace');
    await page.getByRole('combobox', { name: 'References' }).fill('10.1038/s41592-023-02151-z');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByText('Whether a patient is sent to theatre on the same day.').waitFor();
    must((await page.getByRole('link', { name: '10.1038/s41592-023-02151-z' }).getAttribute('href')) === 'https://doi.org/10.1038/s41592-023-02151-z', 'the reference leads elsewhere');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await dialog(page).getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('withdrawn', { exact: true }).waitFor();
    const id = page.url().split('/').pop();
    must((await fetch(`${server.url}/api/v1/problems/${id}`)).status === 404, 'a stranger sees a withdrawn problem');
  });

  await journey('a chair turns a problem down only with a reason that its author can read', async (page) => {
    await signIn(page, 'chair@medal.example');
    await open(page, '/problems?state=in_rating');
    await page.getByRole('link', { name: /skin lesions/ }).click();
    await page.getByRole('button', { name: 'Decline' }).click();
    await dialog(page).getByLabel('Reason').fill('No.');
    must(await dialog(page).getByRole('button', { name: 'Decline' }).isDisabled(), 'a short reason is enough');
    await dialog(page).getByLabel('Reason').fill(REASON);
    await dialog(page).getByRole('button', { name: 'Decline' }).click();
    await page.getByText('declined', { exact: true }).waitFor();
    await page.getByText(REASON).waitFor();
  });

  await journey('a chair merges a problem into another that is found by its words', async (page) => {
    await signIn(page, 'chair@medal.example');
    await open(page, '/problems?state=submitted');
    await page.getByRole('link', { name: /chest radiograph/ }).click();
    await page.getByRole('button', { name: 'Screen' }).click();
    await page.getByRole('button', { name: 'Merge' }).click();
    await dialog(page).getByLabel('Merge into').fill('lung nodule');
    await page.getByRole('option', { name: /lung nodule/ }).click();
    await dialog(page).getByLabel('Reason').fill(REASON);
    await dialog(page).getByRole('button', { name: 'Merge' }).click();
    await page.getByText('This problem was merged into another').waitFor();
    await page.getByRole('link', { name: /lung nodule/ }).click();
    await page.getByRole('heading', { level: 1, name: /lung nodule/ }).waitFor();
  });
}

async function organizerJourneys() {
  await journey('an organizer gives a role to a person found by name, and takes it away', async (page) => {
    await signIn(page, 'organizer@medal.example');
    await open(page, '/admin');
    await page.getByRole('searchbox').fill('Patel');
    const row = page.getByRole('listitem').filter({ hasText: 'Dr. Dev Patel' });
    await page.getByText('Prof. Chidi Chair').waitFor({ state: 'detached' });
    await row.getByRole('button', { name: 'Give a role' }).click();
    await dialog(page).getByRole('button', { name: 'Give a role' }).click();
    await row.getByText('Panellist, MEDAL 2026').waitFor();
    await row.getByRole('button', { name: /Take away: Panellist/ }).click();
    await dialog(page).getByRole('button', { name: 'Take away' }).click();
    await row.getByText('Panellist, MEDAL 2026').waitFor({ state: 'detached' });
  });

  await journey('a campaign gets a new version, and a stale page does not overwrite it', async (page) => {
    await signIn(page, 'organizer@medal.example');
    await open(page, '/campaigns/medal-2026/edit');
    await page.getByLabel('Summary (English)').fill('The second wording of the call.');
    await page.getByRole('button', { name: 'Save as version 2' }).click();
    await page.getByText('The second wording of the call.').waitFor();
    await open(page, '/campaigns/medal-2026/edit');
    await page.getByLabel('Summary (English)').fill('A wording that comes too late.');
    const other = await person('organizer@medal.example');
    const { id, version, allowed_actions: _, ...file } = await other.get('/api/v1/campaigns/medal-2026');
    await other.put(`/api/v1/campaigns/${id}?version=${version}`, { ...file, summary: { en: 'The third wording of the call.' } });
    await page.getByRole('button', { name: 'Save as version 3' }).click();
    await page.getByText('This campaign was changed elsewhere in the meantime.').waitFor();
    must((await other.get('/api/v1/campaigns/medal-2026')).summary.en === 'The third wording of the call.', 'the stale page won');
  });

  await journey('an organizer disqualifies a run with a reason, and it leaves the board until it is reinstated', async (page) => {
    await signIn(page, 'organizer@medal.example');
    await open(page, '/runs');
    await page.getByRole('link', { name: 'uniform_guess' }).click();
    await page.getByRole('button', { name: 'Disqualify' }).click();
    await dialog(page).getByLabel('Reason').fill('The model had been shown the sealed questions before.');
    await dialog(page).getByRole('button', { name: 'Disqualify' }).click();
    await page.getByText('The organizers have taken this run off the board').waitFor();
    const run = page.url();
    await open(page, '/leaderboard');
    await page.getByText('most_frequent').waitFor();
    must((await page.getByText('uniform_guess').count()) === 0, 'a disqualified run is on the board');
    await page.goto(run);
    await page.getByRole('button', { name: 'Reinstate' }).click();
    await dialog(page).getByLabel('Reason').fill('The suspicion was cleared by its developers.');
    await dialog(page).getByRole('button', { name: 'Reinstate' }).click();
    await page.getByText('The organizers have taken this run off the board').waitFor({ state: 'detached' });
    await open(page, '/leaderboard');
    await page.getByText('uniform_guess').waitFor();
  });
}

async function developerAndOperatorJourneys() {
  await journey('a model developer sees coverage and score of an own run, and fetches what was handed in', async (page) => {
    await signIn(page, 'developer@medal.example');
    await open(page, '/runs?mine=true');
    await page.getByRole('link', { name: 'text_heuristic' }).click();
    await page.getByText(/100% \(\d+ of \d+ answers\)/).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Download the/ }).click()]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
    must(lines.length > 0 && lines.every((line) => line.item_id), 'the file does not hold predictions');
  });

  await journey('an operator sees the jobs, the unbroken chain and how the server does', async (page) => {
    await signIn(page, 'operator@medal.example');
    await open(page, '/admin/jobs?state=done');
    await page.getByText('release.freeze').first().waitFor();
    await open(page, '/admin/events');
    await page.getByRole('button', { name: 'Walk the chain of events' }).click();
    await page.getByText(/^Intact: /).waitFor();
    await open(page, '/admin/server');
    await page.getByText('ready to serve').waitFor();
    await page.getByText('SQLite').waitFor();
  });
}

try {
  browser = await launch();
  await publicJourneys();
  await accountJourneys();
  await endedSession();
  await problemJourneys();
  await organizerJourneys();
  await developerAndOperatorJourneys();
} catch (error) {
  await checks.check('the journeys are walked', () => { throw error; });
} finally {
  await browser?.close();
  await demo.end();
}
checks.end();
