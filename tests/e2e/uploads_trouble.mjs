// Giving images when something goes wrong: an ended session, an unreadable file in a folder, many files with long names, a
// press on "Process" too early, files that are no images; with a mouse and on a phone.
import { readFile } from 'node:fs/promises';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { words } from '../support/browser.mjs';
import { RedactionStage } from '../support/redacting.mjs';
import { Checks, must } from '../support/server.mjs';

const texts = words('contribution');
const checks = new Checks();
const stage = new RedactionStage();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const FINGER_PX = 44;

/** What can be pressed in a part of the page and is smaller than a finger. */
const smallIn = (part) => part.evaluate((root, least) => [...root.querySelectorAll('button, select, summary, [role="switch"]')].map((one) => (one.getAttribute('role') === 'switch' ? one.closest('label, [class*="body"]') ?? one : one))
  .map((one) => ({ name: one.getAttribute('aria-label') || one.textContent, box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5)).map(({ name, box }) => `${name}: ${box.width} × ${box.height}`), FINGER_PX);

try {
  await stage.start();
  const person = await stage.sitting('contributor1');
  const { page } = person;
  const open = async (one, at = person) => { await at.go(`/contribute/cases/${one.made.id}`); await at.see(texts.drop); };
  const chooser = (at = page) => at.locator('input[type="file"]:not([webkitdirectory])').first();
  const process = (at = page) => at.getByRole('button', { name: texts.action_process, exact: true });

  await checks.check('who is signed out in the middle is told so, signs in beside, and resumes all with one press', async () => {
    const one = await stage.draft(CASES[0]);
    await open(one);
    await page.context().clearCookies();
    await chooser().setInputFiles(one.files);
    await person.see(texts.standing_other.replace('{{count}}', String(one.files.length)));
    await person.see(texts.standing_session);
    const [beside] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('alert').filter({ hasText: texts.standing_session }).getByRole('link').click()]);
    await beside.locator('input[name="email"]').fill(PEOPLE.contributor1.email);
    await beside.locator('input[name="password"]').fill(PASSWORD);
    await beside.locator('button[type="submit"]').click();
    await beside.getByRole('button', { name: 'Sign out' }).waitFor();
    await beside.close();
    await page.getByRole('button', { name: texts.resume_all }).click();
    await person.see(texts.all_sent);
    must((await page.getByText(texts.standing_session).count()) === 0, 'it still says that the session has ended');
  });

  await checks.check('what one tab is sending cannot be discarded in another, and is of an earlier visit only when that tab is left', async () => {
    const one = await stage.draft(CASES[0]);
    await open(one);
    const isHeld = (request) => request.method() === 'PATCH';
    await page.route('**/files/*', (route) => (isHeld(route.request()) ? undefined : route.continue()));
    await Promise.all([page.waitForRequest(isHeld), chooser().setInputFiles(one.files.slice(0, 1))]);
    const beside = await page.context().newPage();
    await beside.goto(page.url());
    await beside.getByText(texts.elsewhere_one.replace('{{count}}', '1')).waitFor();
    must((await beside.getByRole('button', { name: texts.discard, exact: true }).count()) === 0, 'it can be discarded in the other tab');
    must((await beside.getByText(texts.unfinished_text).count()) === 0, 'it is said to be of an earlier visit');
    await page.goto('about:blank');
    await beside.getByText(texts.unfinished_one.replace('{{count}}', '1')).waitFor();
    await beside.getByRole('button', { name: texts.discard, exact: true }).click();
    await beside.getByText(texts.unfinished_text).waitFor({ state: 'detached' });
    await beside.close();
    await page.unroute('**/files/*');
  });

  await checks.check('a case is not processed while files that were chosen for it are not on the server', async () => {
    const one = await stage.draft(CASES[1]);
    await open(one);
    await page.context().setOffline(true);
    await chooser().setInputFiles(one.files);
    await person.see(texts.standing_network);
    await person.see(texts.process_waits_other.replace('{{count}}', String(one.files.length)));
    must(await process().isDisabled(), 'it can be processed without them');
    await page.context().setOffline(false);
    await person.see(texts.all_sent);
    must(await process().isEnabled(), 'it cannot be processed with them');
  });

  await checks.check('a file of a dropped folder that cannot be read is named, and the others are taken; so is an empty one', async () => {
    const one = await stage.draft(CASES[2]);
    await open(one);
    await page.getByText(texts.drop).evaluate((element) => {
      const entry = (name, size, isReadable = true) => ({ name, isFile: true, isDirectory: false, file: (take, refuse) => (isReadable ? take(new File([new Uint8Array(size).fill(size)], name)) : refuse(new DOMException('gone', 'NotFoundError'))) });
      const entries = [entry('first.dcm', 2000), entry('locked.dcm', 0, false), entry('empty.dcm', 0), entry('last.dcm', 3000)];
      const folder = { name: 'folder', isFile: false, isDirectory: true, createReader: () => ({ readEntries: (take) => take(entries.splice(0)) }) };
      const event = new DragEvent('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: { items: [{ webkitGetAsEntry: () => folder }], files: [] } });
      element.dispatchEvent(event);
    });
    await person.see(texts.all_sent);
    await person.see(texts.left_out_other.replace('{{count}}', '2'));
    must((await page.getByRole('alert').innerText()).includes('locked.dcm, empty.dcm'), await page.getByRole('alert').innerText());
    must((await page.getByRole('list', { name: texts.files_here }).getByRole('listitem').count()) === 2, 'not the two others');
  });

  await checks.check('what was refused says why, without a press and without brackets', async () => {
    const one = await stage.draft(CASES[0]);
    await open(one);
    await chooser().setInputFiles([{ name: 'letter.docx', mimeType: 'x/y', buffer: Buffer.from('Dear colleague, this is no image.') }, { name: 'moving.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a..............') }]);
    await person.see(texts.all_sent);
    await process().click();
    await person.see(/This file is text\. Accepted are DICOM/);
    await person.see(/This file is a GIF image/);
    must(!(await page.locator('main').innerText()).includes('{"'), 'it is written as a program would');
  });

  const hand = await stage.sitting('contributor1', PHONE);
  for (const [what, at, width] of [['a wide page', person, 1280], ['a phone', hand, 390]]) {
    await checks.check(`on ${what}, of many files with long names each can be removed, and says where it stands`, async () => {
      const one = await stage.draft(CASES[0]);
      await open(one, at);
      const bytes = await readFile(one.files[0]);
      const files = Array.from({ length: 40 }, (_, index) => ({ name: `${'series_of_a_very_long_name_'.repeat(9)}${index}.dcm`, mimeType: 'application/dicom', buffer: Buffer.concat([bytes, Buffer.from([index, 0])]) }));
      await chooser(at.page).setInputFiles(files);
      await at.see(texts.all_sent);
      const first = at.page.getByRole('list', { name: texts.files_here }).getByRole('listitem').first();
      for (const part of [first.getByRole('button'), first.getByText(texts.file_done)]) {
        const box = await part.boundingBox();
        must(box.x >= 0 && box.x + box.width <= width, `it lies at ${box.x} to ${box.x + box.width} of ${width}`);
      }
      must((await at.page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'the page is wider than the screen');
    });
  }

  await checks.check('on a phone everything that is pressed to give images is as large as a finger', async () => {
    const small = await smallIn(hand.page.locator('main'));
    must(small.length === 0, small.join('; '));
  });

  await checks.check('nothing went wrong on the pages', async () => must(person.faults.length === 0 && hand.faults.length === 0, [...person.faults, ...hand.faults].join('; ')));
} catch (error) {
  await checks.check('the troubles are tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
