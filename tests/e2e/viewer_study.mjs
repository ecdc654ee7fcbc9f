// A case with several series in the viewer: the rail, two beside each other, the line where they cut, mammograms hung in
// pairs, a clip of several frames, and turning, mirroring, inverting, full screen.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Demo, filesOf } from '../../examples/demo/steps.mjs';
import { CONTEXT, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { launch, sitDown, words } from '../support/browser.mjs';
import { clip, mammogram, volume } from '../support/dicom_file.mjs';
import { Checks, medal, must, Server } from '../support/server.mjs';
import { canvasOf, drag } from '../support/viewing.mjs';

const t = words('viewer');
const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-study-'));
const server = await new Server(path.join(folder, 'data')).start();
const shots = process.env.MEDAL_SCREENSHOTS;
let browser;

async function makeCase(demo, problems, label, files) {
  const author = demo.people.contributor1;
  const context = CONTEXT['ct-abdomen'] ?? Object.values(CONTEXT)[0];
  const made = await author.post(`/api/v1/campaigns/${demo.campaign.id}/cases`, {
    label, problem_id: problems[context.problem].id, clinical_context: context.text, age_band: '50-59', sex: 'female', site_name: author.me.institution,
    country: author.me.country, terms: { ...context.terms, task: problems[context.problem].terms.task }, licence: 'CC-BY-4.0', consent: { basis: 'synthetic', statements: demo.campaign.policy.consent_statements.map((one) => one.key) },
  });
  const place = path.join(folder, label);
  await mkdir(place);
  for (const [index, bytes] of files.entries()) {
    const file = path.join(place, `${index}.dcm`);
    await writeFile(file, bytes);
    await author.upload(made.id, file);
  }
  await author.post(`/api/v1/cases/${made.id}/actions`, { action: 'process' });
  return (await demo.finishCase({ author, made })).id;
}

const shoot = async (page, name) => { if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) }); };
const isShown = (page, pane) => page.getByTestId(`pane-${pane}`).locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();

/** How bright the canvas of a pane is in its left and its right half, 0 to 255. */
const halves = (page, pane) => canvasOf(page, pane).locator('canvas').first().evaluate((canvas) => {
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const sums = [0, 0];
  for (let i = 0; i < data.length; i += 4) sums[((i / 4) % copy.width) < copy.width / 2 ? 0 : 1] += data[i];
  return sums.map((sum) => sum / (data.length / 8));
});

const edges = async (page) => Object.fromEntries(await Promise.all(['left', 'right', 'top', 'bottom'].map(async (edge) => [edge, await page.getByTestId(`edge-${edge}`).first().innerText()])));
const same = (a, b) => must(JSON.stringify(a) === JSON.stringify(b), `${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
const eventually = async (ask, test, words) => {
  let last;
  for (let tries = 0; tries < 60; tries += 1) { last = await ask(); if (test(last)) return last; await new Promise((resolve) => setTimeout(resolve, 100)); }
  throw new Error(`${words}: ${JSON.stringify(last)}`);
};

/** The viewer draws without WebGL where only software would do the drawing, as it does here. */
function sayThereIsAGraphicsCard() {
  const ask = WebGL2RenderingContext.prototype.getParameter;
  WebGL2RenderingContext.prototype.getParameter = function (name) { return name === 0x9246 || name === 0x1f01 ? 'a graphics card' : ask.call(this, name); };
}

try {
  const demo = new Demo({ url: server.url, data: server.data, medal, small: true });
  await demo.makePeople();
  const problems = await demo.makeProblems();
  const axial = volume({ series: 1, slices: 12, row: [1, 0, 0], column: [0, 1, 0], at: (i) => [0, 0, 5 * i], name: 'AXIAL' });
  const sagittal = volume({ series: 2, slices: 8, row: [0, 1, 0], column: [0, 0, -1], at: (i) => [8 * i, 0, 60], name: 'SAGITTAL' });
  const study = await makeCase(demo, problems, 'Two directions', [...axial, ...sagittal]);
  const breasts = [['R', 'CC', 'P'], ['L', 'CC', 'A'], ['R', 'MLO', 'A'], ['L', 'MLO', 'A']];
  const screening = await makeCase(demo, problems, 'Mammograms', breasts.map(([laterality, view, rowLeadsTo], index) => mammogram({ laterality, view, rowLeadsTo, series: index + 1, study: 2 })));
  const cine = await makeCase(demo, problems, 'Clip', [clip({ frames: 8, study: 3, frameTime_ms: 100 })]);

  await demo.medal('phantom', '--kind', 'photo', '--seed', '3', '-o', path.join(folder, 'photo'));
  const photo = await makeCase(demo, problems, 'Photo', [await readFile((await filesOf(path.join(folder, 'photo')))[0])]);

  browser = await launch();
  for (const drawing of ['canvas', 'WebGL']) {
    const person = await sitDown(browser, server.url);
    const { page } = person;
    if (drawing === 'WebGL') await page.addInitScript(sayThereIsAGraphicsCard);
    await person.signIn(PEOPLE.contributor1.email, PASSWORD);
    const open = async (id, at = 0) => {
      await person.go(`/contribute/cases/${id}`);
      await page.getByRole('button', { name: /^Show / }).nth(at).click();
      await isShown(page, 1);
    };
    const press = (label) => page.getByRole('dialog').getByRole('button', { name: label, exact: true }).first().click();

    await checks.check(`${drawing}: letters at the edges say where the patient lies`, async () => {
      await open(study);
      same(await edges(page), { left: 'R', right: 'L', top: 'A', bottom: 'P' });
    });

    await checks.check(`${drawing}: mirroring and turning exchange the letters, in any order, and reset brings them back`, async () => {
      await press(t.key_flip_across);
      same(await edges(page), { left: 'L', right: 'R', top: 'A', bottom: 'P' });
      await press(t.key_turn);
      same(await edges(page), { left: 'P', right: 'A', top: 'L', bottom: 'R' });
      await press(t.key_flip_across);
      same(await edges(page), { left: 'A', right: 'P', top: 'L', bottom: 'R' });
      await press(t.key_flip_down);
      same(await edges(page), { left: 'A', right: 'P', top: 'R', bottom: 'L' });
      await press(t.reset);
      same(await edges(page), { left: 'R', right: 'L', top: 'A', bottom: 'P' });
    });

    await checks.check(`${drawing}: inverting makes the dark bright`, async () => {
      const before = await halves(page, 1);
      await press(t.invert);
      await eventually(() => halves(page, 1), (now) => Math.abs(now[0] - before[0]) > 5, 'nothing changed');
      await press(t.invert);
    });

    await checks.check(`${drawing}: full screen shows the viewer alone, and leaves again`, async () => {
      await press(t.key_full);
      await eventually(() => page.evaluate(() => document.fullscreenElement?.getAttribute('role')), (role) => role === 'group', 'not full');
      await page.waitForTimeout(300);
      await shoot(page, 'full');
      await press(t.key_full);
      await eventually(() => page.evaluate(() => document.fullscreenElement), (element) => !element, 'still full');
    });

    await checks.check(`${drawing}: a series is shown beside another, and a line shows where it cuts`, async () => {
      await page.getByRole('button', { name: /^Show 2\. .* beside$/ }).click();
      await isShown(page, 2);
      const line = page.getByTestId('pane-1').getByTestId('cross-line');
      await line.waitFor({ state: 'attached' });
      await shoot(page, 'beside');
      const before = await line.getAttribute('x1');
      await page.getByTestId('pane-2').locator('[role="group"][tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
      await shoot(page, 'beside-next');
      await eventually(() => line.getAttribute('x1'), (now) => now !== before, 'the line stands still');
    });

    await checks.check(`${drawing}: a press in the rail shows that series alone`, async () => {
      await page.getByRole('navigation', { name: t.series }).getByRole('button', { name: /^2\. / }).click();
      await page.getByTestId('pane-2').waitFor({ state: 'hidden' });
      await isShown(page, 1);
      same(await edges(page), { left: 'A', right: 'P', top: 'H', bottom: 'F' });
    });

    await checks.check(`${drawing}: a stack is cut in three planes, and a press in one moves the others`, async () => {
      await open(study);
      await press(t.three_planes);
      const cut = (name) => page.getByTestId(`cut-${name}`);
      const grey = (name) => cut(name).locator('canvas').evaluate((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let sum = 0;
        for (let i = 0; i < data.length; i += 4) sum += data[i];
        return { mean: sum / (data.length / 4), width: canvas.width, height: canvas.height };
      });
      await cut('sagittal').locator('canvas').waitFor();
      await eventually(() => grey('sagittal'), (now) => now.mean > 20, 'the sagittal plane is dark');
      const sizes = await Promise.all(['axial', 'coronal', 'sagittal'].map(async (name) => { const { width, height } = await grey(name); return [width, height]; }));
      same(sizes, [[64, 64], [64, 12], [64, 12]]);
      same((await cut('coronal').innerText()).split('\n').filter((line) => /^[A-Z]$/.test(line)).sort(), ['F', 'H', 'L', 'R']);
      await page.waitForTimeout(300);
      await shoot(page, `planes-${drawing}`);
      const [coronal, sagittal] = [(await grey('coronal')).mean, (await grey('sagittal')).mean];
      const box = await cut('axial').locator('canvas').boundingBox();
      await page.mouse.click(box.x + 0.04 * box.width, box.y + 0.5 * box.height);
      await eventually(() => grey('sagittal'), (now) => now.mean < sagittal / 2, 'the sagittal plane did not move to the edge');
      must(Math.abs((await grey('coronal')).mean - coronal) < 1, 'the coronal plane moved along');
    });

    await checks.check(`${drawing}: mammograms hang in pairs, right breast left, chest walls in the middle`, async () => {
      await open(screening);
      await isShown(page, 2);
      for (const pair of [1, 2]) {
        await page.getByRole('button', { name: new RegExp(`^Pair ${pair}: R (CC|MLO) \\| L (CC|MLO)$`) }).click();
        await page.waitForTimeout(300);
        await isShown(page, 1);
        await isShown(page, 2);
        await eventually(async () => [await halves(page, 1), await halves(page, 2)], ([right, left]) => right[1] > 2 * right[0] && left[0] > 2 * left[1], `pair ${pair} lies wrong`);
        await shoot(page, `mammography-${pair}`);
      }
    });

    await checks.check(`${drawing}: a clip shows each of its frames, fetched once`, async () => {
      await open(cine);
      const slides = new Set();
      for (let frame = 0; frame < 8; frame += 1) {
        slides.add((await halves(page, 1)).map((half) => half.toFixed(2)).join());
        await page.locator('[role="group"][tabindex="0"]').first().focus();
        await page.keyboard.press('.');
        await page.waitForTimeout(150);
      }
      must(slides.size >= 4, `only ${slides.size} different pictures`);
      const fetched = await page.evaluate(() => performance.getEntriesByType('resource').filter((one) => one.name.includes('/frames/')).length);
      must(fetched === 1, `fetched ${fetched} times`);
    });

    await checks.check(`${drawing}: a clip plays at the rate of its file, and stops`, async () => {
      must(await page.getByLabel(t.rate).inputValue() === '10', `rate ${await page.getByLabel(t.rate).inputValue()}`);
      const frame = async () => Number(/Image (\d+) of 8/.exec(await page.getByRole('dialog').innerText())[1]);
      const before = await frame();
      await press(t.play);
      await eventually(frame, (now) => now !== before, 'it does not play');
      await shoot(page, 'cine');
      await press(t.pause);
      await page.waitForTimeout(300);
      const stopped = await frame();
      await page.waitForTimeout(500);
      must(await frame() === stopped, 'it plays on');
    });

    await checks.check(`${drawing}: a photo is shown, zoomed and moved`, async () => {
      await open(photo);
      await shoot(page, 'photo');
      const middle = await halves(page, 1);
      must(middle[0] + middle[1] > 20, `the photo is dark: ${middle}`);
      await page.getByRole('dialog').getByText(t.tool_pan, { exact: true }).first().click();
      await drag(page, -200, 0);
      await eventually(() => halves(page, 1), (now) => now[1] < middle[1] / 2, 'it was not moved to the left');
      await press(t.reset);
      await eventually(() => halves(page, 1), (now) => Math.abs(now[0] - middle[0]) < 2 && Math.abs(now[1] - middle[1]) < 2, 'reset does not bring it back');
      await press(t.zoom_in);
      await eventually(() => halves(page, 1), (now) => now[0] > middle[0] * 1.1, 'it was not enlarged');
    });

    await checks.check(`${drawing}: who signs in next at this browser gets nothing of what was shown before`, async () => {
      await open(study);
      await page.getByRole('dialog').getByText(t.tool_length, { exact: true }).first().click();
      await drag(page, 60, 40);
      await page.getByText(/ mm$/).first().waitFor({ state: 'attached' });
      const frames = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.includes('/frames/')));
      must(frames.length > 0, 'no frame was fetched');
      const ask = () => page.evaluate((urls) => Promise.all(urls.map(async (url) => (await fetch(url)).status)), frames);
      must((await ask()).every((status) => status === 200), 'who looks at them does not get the frames');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
      must((await ask()).every((status) => status === 401), `a stranger gets ${await ask()}`);
      await person.signIn(PEOPLE.contributor2.email, PASSWORD);
      must((await ask()).every((status) => status === 404), `another person gets ${await ask()}`);
      const kept = await page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await caches.keys(), await indexedDB.databases()]));
      must(!/asset|frame|Two directions|CT|MR/.test(kept), kept);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
      await person.signIn(PEOPLE.contributor1.email, PASSWORD);
      await open(study);
      must(await page.getByText(/ mm$/).count() === 0, 'the measurement is still there');
    });

    await checks.check(`${drawing}: nothing went wrong on the page`, async () => must(person.faults.length === 0, person.faults.join('; ')));
    await person.close();
  }
} catch (error) {
  await checks.check('the study is tried', () => { throw error; });
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
checks.end();
