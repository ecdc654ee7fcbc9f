// Pictures that were mirrored, turned or moved stay so when the window becomes another size, and go where the mouse leads them.
import { words } from '../support/browser.mjs';
import { mammogram, volume } from '../support/dicom_file.mjs';
import { eventually, isShown, RedactionStage } from '../support/redacting.mjs';
import { Checks, must } from '../support/server.mjs';
import { canvasOf, drag } from '../support/viewing.mjs';

const t = words('viewer');
const checks = new Checks();
const stage = new RedactionStage();
const WIDE = { width: 1440, height: 900 };

/** The viewer draws without WebGL where only software would do the drawing, as it does here. */
function sayThereIsAGraphicsCard() {
  const ask = WebGL2RenderingContext.prototype.getParameter;
  WebGL2RenderingContext.prototype.getParameter = function (name) { return name === 0x9246 || name === 0x1f01 ? 'a graphics card' : ask.call(this, name); };
}

/** Brightness, 0 to 255, of what is seen of a pane's middle row: at its left end, its right end. */
const ends = async (page, pane) => {
  const bytes = await canvasOf(page, pane).screenshot();
  return page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))]));
    const brush = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    brush.drawImage(bitmap, 0, 0);
    const at = (x) => brush.getImageData(x, bitmap.height / 2, 1, 1).data[0];
    return [at(3), at(bitmap.width - 4)];
  }, bytes.toString('base64'));
};

try {
  await stage.start();
  const breasts = [['R', 'CC', 'P'], ['L', 'CC', 'A'], ['R', 'MLO', 'A'], ['L', 'MLO', 'A']];
  const screening = await stage.dicom('screening', breasts.map(([laterality, view, rowLeadsTo], index) => mammogram({ laterality, view, rowLeadsTo, series: index + 1, study: 2 })));
  const alone = await stage.dicom('alone', [mammogram({ laterality: 'R', view: 'CC', rowLeadsTo: 'P', series: 1, study: 3, spacing: { '00181164': '0.5\\0.25' } })]);
  const study = await stage.dicom('study', volume({ series: 1, slices: 8, row: [1, 0, 0], column: [0, 1, 0], at: (i) => [-120, 40, 5 * i], name: 'AXIAL' }));

  for (const drawing of ['canvas', 'WebGL']) {
    const person = await stage.sitting('contributor1', { viewport: WIDE });
    const { page } = person;
    if (drawing === 'WebGL') await page.addInitScript(sayThereIsAGraphicsCard);
    const open = async (one) => {
      await page.setViewportSize(WIDE);
      await person.go(`/contribute/cases/${one.id}`);
      await page.getByRole('button', { name: /^Show / }).first().click();
      await canvasOf(page, 1).and(page.locator('[data-shown="true"]')).waitFor();
    };
    const press = (label) => page.getByRole('dialog').getByRole('button', { name: label, exact: true }).first().click();
    const tool = (name) => page.getByRole('dialog').getByText(t[`tool_${name}`], { exact: true }).first().click();
    const edge = () => page.getByTestId('edge-left').innerText();
    const line = async () => { const one = page.getByTestId('viewer-canvas').first().locator('xpath=..').locator('svg line').first(); return { x: Number(await one.getAttribute('x1')), y: Number(await one.getAttribute('y1')) }; };
    const size = async () => { const { width, height } = await canvasOf(page, 1).boundingBox(); return { width, height }; };

    await checks.check(`${drawing}: both chest walls of a pair touch the middle, mirrored or not, in a wide and in a narrow window`, async () => {
      await open(screening);
      for (const pair of [1, 2]) {
        await page.setViewportSize(WIDE);
        await page.getByRole('button', { name: new RegExp(`^Pair ${pair}:`) }).click();
        for (const width of [WIDE.width, 900, WIDE.width]) {
          await page.setViewportSize({ ...WIDE, width });
          await isShown(page).catch(() => undefined);
          await eventually(async () => [await ends(page, 1), await ends(page, 2)], ([right, left]) => right[1] > 120 && right[0] < 60 && left[0] > 120 && left[1] < 60, `pair ${pair} at ${width}`);
        }
      }
    });

    await checks.check(`${drawing}: what is mirrored and turned is so after the window became narrow, and its button says so`, async () => {
      await open(study);
      await press(t.key_flip_across);
      must((await edge()) === 'L', 'it is not mirrored');
      await page.setViewportSize({ ...WIDE, width: 700 });
      await page.waitForTimeout(600);
      must((await edge()) === 'L', `mirrored, the left edge became ${await edge()}`);
      await press(t.key_turn);
      const turned = await edge();
      await page.setViewportSize(WIDE);
      await page.waitForTimeout(600);
      must((await edge()) === turned, `turned, the left edge became ${await edge()}`);
    });

    for (const [how, deeds] of [['upright', []], ['mirrored', ['key_flip_across']], ['turned and mirrored', ['key_turn', 'key_flip_across']]]) {
      await checks.check(`${drawing}: ${how}, a picture goes where it is drawn, and stays there in a lower window`, async () => {
        await open(study);
        for (const deed of deeds) await press(t[deed]);
        await tool('length');
        await drag(page, 30, 20);
        const from = await line();
        await tool('pan');
        await drag(page, 80, 40);
        const to = await line();
        must(Math.hypot(to.x - from.x - 80, to.y - from.y - 40) < 2, `drawn by 80, 40 it went by ${to.x - from.x}, ${to.y - from.y}`);
        const was = await size();
        await page.setViewportSize({ ...WIDE, height: 780 });
        await page.waitForTimeout(600);
        const is = await size();
        must(is.height < was.height - 40, 'the picture has no other size');
        const scale = is.height / was.height;
        const wanted = { x: is.width / 2 + (to.x - was.width / 2) * scale, y: is.height / 2 + (to.y - was.height / 2) * scale };
        const seen = await line();
        must(Math.hypot(seen.x - wanted.x, seen.y - wanted.y) < 3, `${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`);
      });
    }

    await checks.check(`${drawing}: a length on a radiogram that knows its detector only is said to be one at the detector`, async () => {
      await open(alone);
      await tool('length');
      // Twice as high as wide: the 128 rows of half a millimetre are as high as the pane.
      const pixels_per_mm = (await size()).height / 64;
      await drag(page, 10 * pixels_per_mm, 0);
      const said = await page.locator('svg text').last().textContent();
      must(/^(10|9\.9|10\.1) mm at the detector$/.test(said), `it says ${said}`);
    });

    await checks.check(`${drawing}: nothing went wrong on the page`, async () => must(person.faults.length === 0, person.faults.join('; ')));
    await person.close();
  }
} catch (error) {
  await checks.check('the windows are tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
