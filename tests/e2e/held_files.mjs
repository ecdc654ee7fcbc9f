// Files that were refused: the browser that sent them says their names, in the reader's language; nobody else learns one.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { CASES } from '../../examples/demo/story.mjs';
import { words } from '../support/browser.mjs';
import { RedactionStage, eventually, settled } from '../support/redacting.mjs';
import { Checks, must } from '../support/server.mjs';

const run = promisify(execFile);
const texts = words('contribution');
const common = words('common');
const checks = new Checks();
const stage = new RedactionStage();
const screenshots = process.env.MEDAL_SCREENSHOTS;
const NAME = 'Quastenflosser_Petronella_0007';
const LETTER = Buffer.from('Dear colleague, this is no image.');
const LOOKS = [[1440, 'light', 'en'], [1440, 'dark', 'de'], [390, 'light', 'de'], [390, 'dark', 'en']];

const keptIn = (page) => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
const speak = (page, language) => page.evaluate((one) => localStorage.setItem('medal-language', one), language);

try {
  await stage.start();
  const person = await stage.sitting('contributor1');
  const { page } = person;
  const sent = [];
  page.on('request', (request) => sent.push(request.url() + JSON.stringify(request.headers()) + (request.postDataBuffer() ?? '')));
  const one = await stage.draft(CASES[0]);
  const at = `/contribute/cases/${one.made.id}`;
  const zip = path.join(stage.folder, `${NAME}.zip`);
  await run('zip', ['-q', '-j', zip, one.files[0], import.meta.filename]);

  await checks.check('the names of refused files are shown where they were sent from, with the entry of an archive', async () => {
    await person.go(at);
    const slices = await Promise.all(one.files.slice(1).map(async (file, index) => ({ name: `${NAME}-slice-${index}.dcm`, mimeType: 'application/dicom', buffer: await readFile(file) })));
    await page.locator('input[type="file"]:not([webkitdirectory])').first().setInputFiles([...slices, { name: `${NAME}.docx`, mimeType: 'x/y', buffer: LETTER }]);
    await person.see(texts.all_sent);
    await page.locator('input[type="file"]:not([webkitdirectory])').first().setInputFiles(zip);
    await eventually(() => one.author.get(`/api/v1/cases/${one.made.id}`), (now) => now.uploads.filter((upload) => upload.state === 'complete').length === slices.length + 2, 'all uploads');
    await person.click(texts.action_process);
    await person.see(`${NAME}.docx`);
    const held = page.getByRole('listitem').filter({ hasText: `${NAME}.zip` }).last();
    must((await held.innerText()).includes(common.held_member.replace('{{number}}', '2')), await held.innerText());
  });

  await checks.check('the server says by which upload they came, and by which code they were refused', async () => {
    const now = await one.author.get(`/api/v1/cases/${one.made.id}`);
    const check = now.checks.find((each) => each.kind === 'deidentification');
    const ids = now.uploads.map((upload) => upload.id);
    must(check.code === 'check.files_refused' && check.evidence.held.length === 2, JSON.stringify(check));
    must(check.evidence.held.every((file) => ids.includes(file.upload_id) && file.code === 'file.kind'), JSON.stringify(check));
    must(check.evidence.held.map((file) => file.member ?? 0).sort().join() === '0,2', JSON.stringify(check));
  });

  await checks.check('the browser keeps the names of these only, also when the page is loaded again', async () => {
    const kept = await keptIn(page);
    must(kept.includes(`${NAME}.docx`) && kept.includes(`${NAME}.zip`) && !kept.includes(`${NAME}-slice`), kept);
    await page.reload();
    await person.see(`${NAME}.docx`);
  });

  await checks.check('no name was sent, and none is stored or logged', async () => {
    must(sent.length > 10 && !sent.some((each) => each.includes('Quastenflosser')), 'a name was sent');
    const found = await run('grep', ['-rl', 'Quastenflosser', stage.server.data]).then((answer) => answer.stdout, () => '');
    must(found === '', `a name is stored: ${found}`);
  });

  await checks.check('another browser of the same person, and the steward, see numbers', async () => {
    for (const [who, place] of [['contributor1', at], ['steward', at]]) {
      const other = await stage.sitting(who);
      await other.go(place);
      await other.see(/Files \d+, \d+ were refused|File \d+ was refused/);
      must(!(await other.page.content()).includes('Quastenflosser'), `${who} sees a name`);
      await other.close();
    }
  });

  await checks.check('in German the server is understood: sentences by code, its own words marked as English', async () => {
    await speak(page, 'de');
    await page.reload();
    await person.see('Einige Dateien wurden abgelehnt und ausgelassen.');
    await person.see('Dateien dieser Art werden nicht angenommen.');
    must((await page.locator('[lang="en"]').filter({ hasText: 'This file is text.' }).count()) > 0, 'what is left in English is not marked');
    await person.see(`(Eintrag 2 des Archivs)`);
    must((await page.getByText(/· System$/).count()) > 0, 'the history calls the server otherwise');
    must((await page.getByText(/· system$/).count()) === 0, 'the history calls the server "system"');
    await speak(page, 'en');
  });

  for (const [width, scheme, language] of LOOKS) {
    await checks.check(`the list is no wider than the page (${width}, ${scheme}, ${language})`, async () => {
      await page.setViewportSize({ width, height: 1000 });
      await page.evaluate((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
      await speak(page, language);
      await page.reload();
      await person.see(`${NAME}.docx`);
      if (screenshots) await page.screenshot({ path: path.join(screenshots, `held-${width}-${scheme}-${language}.png`), fullPage: true });
      must((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'the page is wider than the screen');
    });
  }

  await checks.check('at sign-out the names are forgotten', async () => {
    await page.setViewportSize({ width: 1280, height: 1000 });
    await speak(page, 'en');
    await page.reload();
    await person.click('Sign out');
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
    must(!(await keptIn(page)).includes('Quastenflosser'), 'a name is kept');
  });

  await checks.check('a case without any image says so in German too', async () => {
    const two = await stage.draft(CASES[1]);
    const letter = path.join(stage.folder, 'letter.txt');
    await run('cp', [import.meta.filename, letter]);
    await two.author.upload(two.made.id, letter);
    await two.author.post(`/api/v1/cases/${two.made.id}/actions`, { action: 'process' });
    const made = await eventually(() => two.author.get(`/api/v1/cases/${two.made.id}`), settled(['ready', 'needs_attention']), 'the end of processing');
    must(made.checks.some((check) => check.code === 'check.no_image'), JSON.stringify(made.checks));
    const steward = await stage.sitting('steward');
    await speak(steward.page, 'de');
    await steward.go(`/steward?case=${two.made.id}`);
    await steward.see('Es gibt kein Bild, das gezeigt werden kann.');
    await steward.close();
  });

  await checks.check('nothing went wrong on the pages', async () => must(person.faults.length === 0, person.faults.join('; ')));
} catch (error) {
  await checks.check('the held files are tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
