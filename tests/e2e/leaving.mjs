// Two people at one browser, one after the other: the second one's page is never the first one's, in no tab.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Demo } from '../../examples/demo/steps.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { launch, sitDown } from '../support/browser.mjs';
import { Checks, medal, must, Server } from '../support/server.mjs';

const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-leaving-'));
const server = await new Server(path.join(folder, 'data')).start();
let browser;

/** Lives as long as the memory of the page. */
const mark = (page) => page.evaluate(() => { window.isOfTheFirst = true; });
const isForgotten = (page) => page.waitForFunction(() => window.isOfTheFirst === undefined);

/** By the links of the page: nothing is loaded anew unless the page does it. */
async function signInFromHere(page, email) {
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await page.fill('input[name="email"]', email);
  await page.fill('input[name="password"]', PASSWORD);
  await page.click('button[type="submit"]');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

try {
  const demo = new Demo({ url: server.url, data: server.data, medal, small: true });
  await demo.makePeople();
  const one = await demo.makeCase(CASES[0], 0, await demo.makeProblems(), folder);
  browser = await launch();
  const person = await sitDown(browser, server.url);
  const { page } = person;

  /** The first person, with an image before the eyes. */
  const look = async () => {
    await person.signIn(PEOPLE.contributor1.email, PASSWORD);
    await person.go(`/contribute/cases/${one.made.id}`);
    await page.getByRole('button', { name: /^Show / }).first().click();
    await page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
    await page.keyboard.press('Escape');
    await mark(page);
  };

  await checks.check('who signs out leaves nothing in the memory of the page', async () => {
    await look();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
    await isForgotten(page);
    await page.goBack();
    await isForgotten(page);
    must((await page.getByRole('button', { name: /^Show / }).count()) === 0, 'the way back shows the case');
  });

  await checks.check('a session that has ended already can be left, too', async () => {
    await look();
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await isForgotten(page);
  });

  await checks.check('the same person, signing in again after the session has ended, goes on in the same page', async () => {
    await look();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Contribute' }).first().click();
    await signInFromHere(page, PEOPLE.contributor1.email);
    must(await page.evaluate(() => window.isOfTheFirst), 'the page was loaded anew');
  });

  await checks.check('another person who signs in after the session has ended gets a page of their own', async () => {
    await look();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Contribute' }).first().click();
    await signInFromHere(page, PEOPLE.contributor2.email);
    await isForgotten(page);
    await page.getByRole('link', { name: PEOPLE.contributor2.name }).waitFor();
  });

  await checks.check('names of files that a tab keeps go with their person, also where another signs in beside', async () => {
    await look();
    const names = () => page.evaluate(() => Object.values(sessionStorage).filter((one) => one.includes('MILLER')).length);
    await page.evaluate(() => sessionStorage.setItem('medal-upload-names:1', '{"2":"MILLER_ANN.dcm"}'));
    must((await names()) === 1, 'nothing is kept to begin with');
    await page.context().clearCookies();
    const beside = await page.context().newPage();
    await beside.goto(server.url);
    await signInFromHere(beside, PEOPLE.contributor2.email);
    await isForgotten(page);
    await page.getByRole('link', { name: PEOPLE.contributor2.name }).waitFor();
    must((await names()) === 0, 'the tab still has the names of the one before');
    await beside.close();
  });

  await checks.check('what was open in another tab is gone with the person, too', async () => {
    await look();
    const beside = await page.context().newPage();
    await beside.goto(server.url);
    await beside.getByRole('button', { name: 'Sign out' }).click();
    await isForgotten(page);
    await beside.close();
  });

  await checks.check('nothing went wrong on the page', async () => must(person.faults.length === 0, person.faults.join('; ')));
} catch (error) {
  await checks.check('two people at one browser are tried', () => { throw error; });
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
checks.end();
