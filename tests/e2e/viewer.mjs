// The viewer on a CT of 300 slices: the first image is there long before the rest, the wheel and the fingers scroll.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Demo } from '../../examples/demo/steps.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { launch, sitDown } from '../support/browser.mjs';
import { Checks, medal, must, Server } from '../support/server.mjs';

const SLICES = 300;
const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-viewer-'));
const server = await new Server(path.join(folder, 'data')).start();
let browser;

/** A number that the viewer shows: which slice, and how many have loaded. */
const shown = async (page, pattern) => Number(pattern.exec(await page.getByRole('dialog').innerText())?.[1]);
const shownSlice = (page) => shown(page, new RegExp(`Image (\\d+) of ${SLICES}`));
const LOADED = new RegExp(`(\\d+) of ${SLICES} images loaded`);
const loadedSlices = (page) => shown(page, LOADED);

try {
  const demo = new Demo({ url: server.url, data: server.data, medal, small: true });
  await demo.makePeople();
  const one = await demo.makeCase({ ...CASES[0], slices: SLICES }, 0, await demo.makeProblems(), folder);
  browser = await launch();
  const person = await sitDown(browser, server.url, { hasTouch: true });
  const { page } = person;
  await person.signIn(PEOPLE.contributor1.email, PASSWORD);
  await person.go(`/contribute/cases/${one.made.id}`);
  const canvas = page.getByTestId('viewer-canvas');

  await checks.check('the first image is shown before half of the rest has loaded', async () => {
    // Looked at within the page, at the moment it says that the image is there: a question from outside comes too late.
    const said = page.evaluate(() => new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('[data-testid="viewer-canvas"][data-shown="true"]')) return;
        observer.disconnect();
        resolve(document.querySelector('[role="dialog"]').innerText);
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-shown'] });
    }));
    const from = performance.now();
    await page.getByRole('button', { name: /^Show / }).first().click();
    const loaded = Number(LOADED.exec(await said)?.[1] ?? 1);
    console.log(`first image after ${(performance.now() - from).toFixed(0)} ms, with ${loaded} of ${SLICES} slices loaded`);
    must(loaded < SLICES / 2, `${loaded} slices were loaded before one was shown`);
  });

  await checks.check('the viewer opens with the focus on the image: keys work at once, Tab goes on to the tools, Escape back to where it was opened', async () => {
    const focused = page.locator(':focus');
    must((await focused.getAttribute('role')) === 'group' && (await focused.getByTestId('viewer-canvas').count()) === 1, `the focus is on ${await focused.evaluate((element) => element.outerHTML.slice(0, 200))}`);
    const before = await shownSlice(page);
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(300);
    must((await shownSlice(page)) === before + 1, `from slice ${before} to ${await shownSlice(page)}`);
    await page.keyboard.press('Tab');
    must(await focused.evaluate((element) => element.closest('[role="group"][tabindex="0"]') !== null), 'Tab does not reach the tools');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    must(/^Show /.test(await focused.getAttribute('aria-label')), 'the focus does not go back');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
    must((await focused.getByTestId('viewer-canvas').count()) === 1, 'the focus is not on the image when it is opened again');
    must((await focused.evaluate((element) => getComputedStyle(element).outlineStyle)) === 'solid', 'the focus is not to be seen');
  });

  await checks.check('the rest is loaded meanwhile, each slice once', async () => {
    for (let tries = 0; (await loadedSlices(page)) < SLICES && tries < 300; tries += 1) await page.waitForTimeout(100);
    must((await loadedSlices(page)) === SLICES, `${await loadedSlices(page)} of ${SLICES} slices came`);
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.includes('/frames/')));
    must(new Set(fetched).size === fetched.length, `${fetched.length - new Set(fetched).size} slices were fetched twice`);
  });

  await checks.check('the wheel scrolls through the stack', async () => {
    const before = await shownSlice(page);
    const box = await canvas.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let i = 0; i < 5; i += 1) { await page.mouse.wheel(0, 120); await page.waitForTimeout(60); }
    await page.waitForTimeout(300);
    const after = await shownSlice(page);
    must(after === before + 5, `from slice ${before} to ${after}`);
  });

  await checks.check('the keys scroll, and End shows the last slice', async () => {
    await page.keyboard.press('End');
    await page.waitForTimeout(400);
    must((await shownSlice(page)) === SLICES, `slice ${await shownSlice(page)} is shown`);
  });

  await checks.check('a finger that moves up and down scrolls, too', async () => {
    await page.keyboard.press('Home');
    await page.waitForTimeout(300);
    const before = await shownSlice(page);
    const box = await canvas.boundingBox();
    const session = await page.context().newCDPSession(page);
    const x = box.x + box.width / 2;
    const touch = (type, y) => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await touch('touchStart', box.y + box.height / 4);
    for (let i = 1; i <= 12; i += 1) { await touch('touchMove', box.y + box.height / 4 + 12 * i); await page.waitForTimeout(16); }
    await touch('touchEnd', 0);
    await page.waitForTimeout(400);
    const after = await shownSlice(page);
    must(after !== before, `slice ${after} is still shown`);
  });

  await checks.check('a viewer that is closed while its images are still coming leaves no error behind', async () => {
    await page.keyboard.press('Escape');
    for (let wait_ms = 0; wait_ms < 240; wait_ms += 20) {
      await page.reload();
      await page.getByRole('button', { name: /^Show / }).first().click();
      await canvas.waitFor();
      await page.waitForTimeout(wait_ms);
      await page.keyboard.press('Escape');
      await canvas.waitFor({ state: 'detached' });
    }
    await page.waitForTimeout(500);
    must(person.faults.length === 0, person.faults.join('; '));
  });

  await checks.check('nothing went wrong on the page', async () => must(person.faults.length === 0, person.faults.join('; ')));
} catch (error) {
  await checks.check('the viewer is tried', () => { throw error; });
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
checks.end();
