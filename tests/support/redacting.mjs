// What the tests of the redaction editor share: a server with its people, cases of phantoms and files, and who sits before them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Demo } from '../../examples/demo/steps.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { launch, sitDown, words } from './browser.mjs';
import { medal, must, Server } from './server.mjs';

export const texts = words('redaction');
const screenshots = process.env.MEDAL_SCREENSHOTS;

export const shoot = (page, name) => (screenshots ? page.screenshot({ path: path.join(screenshots, `${name}.png`) }) : undefined);
export const settled = (states) => (one) => states.includes(one.state);

export async function eventually(ask, isSo, what) {
  for (let tries = 0; tries < 600; tries += 1) {
    const now = await ask();
    if (isSo(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what} did not come`);
}

export const isShown = (page) => page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
export const mine = (page) => page.getByTestId('mine');
export const sideOf = async (page, side) => Number(await page.getByLabel(texts[`side_${side}`], { exact: true }).inputValue());
export const done = (page) => page.getByText(/made unreadable\. The picture below/).waitFor({ timeout: 120_000 });

export async function edit(person, one) {
  await person.go(`/contribute/cases/${one.id}/redact/${one.assetId}`);
  await isShown(person.page);
}

export class RedactionStage {
  number = 0;

  async start() {
    this.folder = await mkdtemp(path.join(tmpdir(), 'medal-redaction-'));
    this.server = await new Server(path.join(this.folder, 'data')).start();
    this.demo = new Demo({ url: this.server.url, data: this.server.data, medal, small: true });
    await this.demo.makePeople();
    this.problems = await this.demo.makeProblems();
    this.browser = await launch();
  }

  /** A case of its own patient, not processed yet. */
  async draft(story) {
    this.number += 2;
    return this.demo.draftCase({ ...story, seed: 900 + this.number }, this.number, this.problems, this.folder);
  }

  async processed(one, states = ['ready', 'needs_attention']) {
    const { id } = one.made;
    await one.author.post(`/api/v1/cases/${id}/actions`, { action: 'process' });
    const made = await eventually(() => one.author.get(`/api/v1/cases/${id}`), settled(states), 'the end of processing');
    must(made.assets.length > 0, `no image came of it: ${JSON.stringify(made.checks.map((check) => check.message))}`);
    return { author: one.author, id, assetId: made.assets[0].id, made };
  }

  async given(kind) {
    const one = await this.draft({ ...CASES.find((story) => story.kind === kind), slices: 4, size: 256 });
    for (const file of one.files) await one.author.upload(one.made.id, file);
    return this.processed(one);
  }

  async files(paths) {
    const one = await this.draft(CASES[0]);
    for (const file of paths) await one.author.upload(one.made.id, file);
    return this.processed(one);
  }

  /** A case of DICOM files, each given as its bytes. */
  async dicom(name, files) {
    const folder = path.join(this.folder, name);
    await mkdir(folder);
    const paths = files.map((_, index) => path.join(folder, `${index}.dcm`));
    await Promise.all(files.map((bytes, index) => writeFile(paths[index], bytes)));
    return this.files(paths);
  }

  async sitting(who, options = {}) {
    const person = await sitDown(this.browser, this.server.url, { reducedMotion: 'reduce', ...options });
    await person.signIn(PEOPLE[who].email, PASSWORD);
    return person;
  }

  async end() {
    await this.browser?.close();
    this.server?.child.kill('SIGKILL');
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }
}
