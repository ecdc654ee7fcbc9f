// How long the first image of a CT takes and how fast it scrolls after loading, in headless Chromium against a server on
// this machine: `node bench/viewer/measure.mjs [slices] [size] [rounds]`. Prints one line of JSON a round.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Demo } from '../../examples/demo/steps.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { launch, sitDown } from '../../tests/support/browser.mjs';
import { medal, Server } from '../../tests/support/server.mjs';

const [slices = 500, size = 512, rounds = 5] = process.argv.slice(2).map(Number);
const SCROLLED_MS = 3000;
const folder = await mkdtemp(path.join(tmpdir(), 'medal-viewer-bench-'));
const server = await new Server(path.join(folder, 'data')).start();
let browser;

/** From the press on the picture to the moment when the image is drawn, told by the page itself. */
const timeFirst = (page) => page.evaluate(() => new Promise((resolve) => {
  const from = performance.now();
  const look = () => (document.querySelector('[data-testid="viewer-canvas"][data-shown="true"]') ? resolve(performance.now() - from) : requestAnimationFrame(look));
  document.querySelector('button[aria-label^="Show "]').click();
  requestAnimationFrame(look);
}));

const allLoaded = (page) => page.waitForFunction((count) => document.body.innerText.includes(`${count} of ${count} images loaded`), slices, { timeout: 240_000 });

/** Wheel steps as fast as the page draws them; a slice counts when its picture has been drawn. */
const timeScrolling = (page, ms) => page.evaluate(([limit, count]) => new Promise((resolve) => {
  const canvas = document.querySelector('[data-testid="viewer-canvas"]');
  const seen = [];
  const from = performance.now();
  let sent = 0;
  const wheel = () => {
    const isBack = Math.floor(sent / (count - 1)) % 2 === 1;
    sent += 1;
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: isBack ? -120 : 120, bubbles: true, cancelable: true }));
  };
  let last = '';
  canvas.addEventListener('CORNERSTONE_IMAGE_RENDERED', () => {
    const now = document.querySelector('[role="slider"]').getAttribute('aria-valuenow');
    if (now !== last) seen.push(performance.now());
    last = now;
  });
  const step = () => {
    if (performance.now() - from > limit) return resolve((1000 * seen.length) / (performance.now() - from));
    wheel();
    requestAnimationFrame(step);
  };
  step();
}), [ms, slices]);

try {
  const demo = new Demo({ url: server.url, data: server.data, medal, small: true, size });
  await demo.makePeople();
  const one = await demo.makeCase({ ...CASES[0], slices, size }, 0, await demo.makeProblems(), folder);
  for (let round = 0; round < rounds; round += 1) {
    browser = await launch();
    const person = await sitDown(browser, server.url);
    await person.signIn(PEOPLE.contributor1.email, PASSWORD);
    await person.go(`/contribute/cases/${one.made.id}`);
    await person.page.getByRole('button', { name: /^Show / }).first().waitFor();
    await person.page.waitForTimeout(1000);
    const first_ms = await timeFirst(person.page);
    const opened = performance.now();
    await allLoaded(person.page);
    const loaded_s = (performance.now() - opened) / 1000;
    const images_per_s = await timeScrolling(person.page, SCROLLED_MS);
    console.log(JSON.stringify({ slices, size, first_ms: Math.round(first_ms), loaded_s: Number(loaded_s.toFixed(1)), images_per_s: Math.round(images_per_s) }));
    if (process.env.MEDAL_TIMELINE) console.log(await person.page.evaluate(() => performance.getEntriesByType('resource').slice(-520).filter((e, i, all) => !e.name.includes('/frames/') || i < 60).map((e) => `${e.startTime.toFixed(0)}+${e.duration.toFixed(0)} ${e.name.slice(-40)}`).slice(-40).join('\n')));
    await browser.close();
  }
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
