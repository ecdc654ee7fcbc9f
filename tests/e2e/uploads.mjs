// Giving images in the browser: a ZIP, a picture, a dropped folder, a connection that is lost, a tab that was closed.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Demo, filesOf } from '../../examples/demo/steps.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { launch, sitDown, words } from '../support/browser.mjs';
import { textsIn } from '../support/planted.mjs';
import { Checks, medal, must, Server } from '../support/server.mjs';

const run = promisify(execFile);
/** Shorter ones are found anywhere by chance. */
const LEAST_CHARACTERS = 6;

/** In the page: keeps a copy of every body that is handed to the network. */
function keepWhatIsSent() {
  window.sentBytes = [];
  const { send } = XMLHttpRequest.prototype;
  const base64Of = (blob) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.readAsDataURL(blob);
  });
  XMLHttpRequest.prototype.send = function keepAndSend(body) {
    if (body) window.sentBytes.push(base64Of(new Blob([body])));
    return send.call(this, body);
  };
}

const texts = words('contribution');
const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-uploads-'));
const server = await new Server(path.join(folder, 'data')).start();
let browser;

try {
  const demo = new Demo({ url: server.url, data: server.data, medal, small: true });
  await demo.makePeople();
  const problems = await demo.makeProblems();
  browser = await launch();
  const person = await sitDown(browser, server.url);
  const { page } = person;
  await person.signIn(PEOPLE.contributor1.email, PASSWORD);
  let number = 0;

  const draft = async (story) => {
    number += 2;
    const one = await demo.draftCase({ ...story, seed: 700 + number }, number, problems, folder);
    await person.go(`/contribute/cases/${one.made.id}`);
    return one;
  };
  const chooser = () => page.locator('input[type="file"]:not([webkitdirectory])');
  const isReady = async (text) => {
    await person.see(texts.all_sent);
    await person.click(texts.action_process);
    await person.see(text);
  };

  /** The server gets a thousand bytes of the file; then nothing more comes through until the tab is closed. */
  const beginAndLeave = async (one, file) => {
    let sent = Buffer.alloc(0);
    await page.route('**/files/*', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      if (sent.length > 0) return undefined;
      sent = (route.request().postDataBuffer() ?? Buffer.alloc(0)).subarray(0, 1000);
      await route.fetch({ postData: sent });
      return route.abort();
    });
    await chooser().setInputFiles([file]);
    await page.waitForRequest((request) => request.method() === 'PATCH' && request.headers()['upload-offset'] === '1000');
    await person.go('/contribute');
    await page.unroute('**/files/*');
    await person.go(`/contribute/cases/${one.made.id}`);
    await person.see('1 upload of an earlier visit is unfinished');
  };

  await checks.check('a ZIP of a series becomes one stack', async () => {
    const one = await draft(CASES[0]);
    await run('zip', ['-q', '-r', path.join(folder, 'series.zip'), '.'], { cwd: path.dirname(one.files[0]) });
    await chooser().setInputFiles(path.join(folder, 'series.zip'));
    await isReady('6 images, 128 × 128');
  });

  await checks.check('a photograph (PNG) becomes one image', async () => {
    const photo = CASES.find((one) => one.kind === 'photo');
    const one = await draft(photo);
    await chooser().setInputFiles(one.files);
    await isReady(/1 images?, \d+ × \d+/);
  });

  await checks.check('a head with its face waits for a person, and the page says why', async () => {
    await draft(CASES[0]);
    const head = path.join(folder, 'head');
    await run(medal, ['phantom', '--kind', 'ct-face', '--slices', '140', '--size', '128', '-o', head]);
    await chooser().setInputFiles(await filesOf(head));
    await isReady(texts.check_face);
    await person.see(words('states').needs_attention);
    must((await page.getByRole('button', { name: texts.action_clear }).count()) === 0, 'the contributor may clear it alone');
  });

  await checks.check('a folder that is dropped onto the page is taken with all that lies below', async () => {
    const one = await draft(CASES[1]);
    const files = await Promise.all(one.files.map(async (file) => [path.basename(file), (await readFile(file)).toString('base64')]));
    await page.getByText(texts.drop).evaluate((element, given) => {
      const transfer = new DataTransfer();
      for (const [name, base64] of given) transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, files);
    await isReady('6 images, 128 × 128');
  });

  await checks.check('an upload goes on by itself when a lost connection is back', async () => {
    const one = await draft(CASES[2]);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 1e6, uploadThroughput: 40_000 });
    await chooser().setInputFiles(one.files);
    await page.getByText(texts.file_sending).first().waitFor();
    await page.waitForTimeout(500);
    await page.context().setOffline(true);
    await page.waitForTimeout(1500);
    await page.context().setOffline(false);
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await page.getByText(texts.all_sent).waitFor({ timeout: 60_000 });
    await isReady('6 images, 128 × 128');
  });

  await checks.check('what a closed tab left unfinished is shown and can be discarded', async () => {
    const one = await draft(CASES[0]);
    await mkdir(path.join(folder, 'again'), { recursive: true });
    await one.author.send('POST', '/files', undefined, { 'tus-resumable': '1.0.0', 'upload-length': '5000', 'upload-metadata': `case_id ${Buffer.from(one.made.id).toString('base64')}` });
    await person.go(`/contribute/cases/${one.made.id}`);
    await person.see('1 upload of an earlier visit is unfinished');
    await person.click(texts.discard);
    await page.getByText('unfinished').first().waitFor({ state: 'hidden' });
    await chooser().setInputFiles(await filesOf(path.dirname(one.files[0])));
    await isReady('6 images, 128 × 128');
  });

  await checks.check('the same file, chosen again after a closed tab, goes on where it stopped; another is refused', async () => {
    const one = await draft(CASES[0]);
    const [first, second] = one.files;
    await beginAndLeave(one, first);
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    must(!kept.includes(path.basename(first)), `the browser keeps the file's name: ${kept}`);
    const again = page.getByLabel(texts.unfinished_choose).and(page.locator('input'));
    await again.setInputFiles([second]);
    await person.see(texts.unfinished_other_file.replace('{{name}}', path.basename(second)));
    const created = [];
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/files')) created.push(request.url()); });
    await again.setInputFiles([first]);
    await isReady(/1 images?, \d+ × \d+/);
    must(created.length === 0, 'a second upload was made instead of going on with the first');
  });

  await checks.check('with the first pass no planted identifier leaves the browser, and the series stays one stack', async () => {
    const one = await draft(CASES[0]);
    const planted = one.phantom.planted.filter((text) => text.length >= LEAST_CHARACTERS);
    const found = textsIn(Buffer.concat(await Promise.all(one.files.map((file) => readFile(file)))), planted);
    must(found.length >= 5, 'the phantom carries no planted identifiers');
    await page.evaluate(keepWhatIsSent);
    await page.getByLabel(texts.first_pass).check();
    await chooser().setInputFiles(one.files);
    await person.see(texts.all_sent);
    await page.getByText(/^What your browser removed from 6 files/).click();
    await person.see('PatientName');
    await isReady('6 images, 128 × 128');
    const sent = Buffer.concat((await page.evaluate(() => Promise.all(window.sentBytes))).map((base64) => Buffer.from(base64, 'base64')));
    must(sent.length > 6 * 128 * 128, `only ${sent.length} bytes were seen`);
    const left = textsIn(sent, found.map((number) => planted[number]));
    must(left.length === 0, `${left.length} of ${found.length} planted texts left the browser`);
    must(one.files.every((file) => !sent.includes(path.basename(file))), 'the name of a file left the browser');
  });

  await checks.check('after a closed tab the first pass goes on with the same bytes, and nothing planted leaves the browser', async () => {
    const one = await draft(CASES[0]);
    const [first] = one.files;
    const planted = one.phantom.planted.filter((text) => text.length >= LEAST_CHARACTERS);
    must(await page.getByLabel(texts.first_pass).isChecked(), 'the choice was not remembered');
    await beginAndLeave(one, first);
    await page.evaluate(keepWhatIsSent);
    const created = [];
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/files')) created.push(request.url()); });
    await page.getByLabel(texts.unfinished_choose).and(page.locator('input')).setInputFiles([first]);
    await isReady(/1 images?, \d+ × \d+/);
    must(created.length === 0, 'a second upload was made instead of going on with the first');
    const sent = Buffer.concat((await page.evaluate(() => Promise.all(window.sentBytes))).map((base64) => Buffer.from(base64, 'base64')));
    must(sent.length > 128 * 128, `only ${sent.length} bytes were seen`);
    must(textsIn(sent, planted).length === 0, 'a planted text left the browser');
  });

  await checks.check('what the first pass cannot clean is sent only when the person agrees', async () => {
    const photo = CASES.find((one) => one.kind === 'photo');
    const one = await draft(photo);
    must(await page.getByLabel(texts.first_pass).isChecked(), 'the choice was not remembered');
    await chooser().setInputFiles(one.files);
    await person.see(texts.asked_one.replace('{{count}}', '1'));
    await page.waitForTimeout(500);
    must((await one.author.get(`/api/v1/cases/${one.made.id}`)).uploads.length === 0, 'it was sent without asking');
    await person.click(texts.asked_send);
    await isReady(/1 images?, \d+ × \d+/);
    await page.evaluate(() => localStorage.removeItem('medal-first-pass'));
  });

  await checks.check('a file that is no image is refused with its reason', async () => {
    const one = await draft(CASES[0]);
    await chooser().setInputFiles({ name: 'letter.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('Dear colleague, this is no image at all, only text.') });
    await person.see(texts.all_sent);
    await person.click(texts.action_process);
    await person.see(words('states').needs_attention);
    const now = await one.author.get(`/api/v1/cases/${one.made.id}`);
    must(now.assets.length === 0 && now.checks.some((check) => check.verdict === 'block'), JSON.stringify(now.checks));
  });

  await checks.check('nothing went wrong on the pages', async () => must(person.faults.length === 0, person.faults.join('; ')));
} catch (error) {
  await checks.check('the uploads are tried', () => { throw error; });
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
checks.end();
