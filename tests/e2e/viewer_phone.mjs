// The viewer on a phone: every tool can be reached with a finger, and each picture says which one it is.
import path from 'node:path';
import { words } from '../support/browser.mjs';
import { mammogram, volume } from '../support/dicom_file.mjs';
import { ball, makeFilm, makeNifti } from '../support/media.mjs';
import { RedactionStage, shoot } from '../support/redacting.mjs';
import { Checks, must } from '../support/server.mjs';

const t = words('viewer');
const checks = new Checks();
const stage = new RedactionStage();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const FINGER_PX = 44;

/** Of all that can be pressed in the dialog: what is too small, and what cannot be brought onto the screen. */
const faultsOf = (page) => page.getByRole('dialog').evaluate((dialog, least) => {
  const found = [];
  for (const one of dialog.querySelectorAll('button, select, [role="radiogroup"] label, [role="radio"]')) {
    if (one.tagName === 'INPUT') continue;
    one.scrollIntoView({ block: 'center', inline: 'center' });
    const box = one.getBoundingClientRect();
    if (box.width === 0) continue;
    const name = one.getAttribute('aria-label') || one.textContent;
    if (box.width < least - 0.5 || box.height < least - 0.5) found.push(`${name} is ${box.width} × ${box.height}`);
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!top || !(one.contains(top) || top.contains(one))) found.push(`${name} cannot be reached`);
  }
  return found;
}, FINGER_PX);

try {
  await stage.start();
  const breasts = [['R', 'CC', 'P'], ['L', 'CC', 'A'], ['R', 'MLO', 'A'], ['L', 'MLO', 'A']];
  const screening = await stage.dicom('screening', breasts.map(([laterality, view, rowLeadsTo], index) => mammogram({ laterality, view, rowLeadsTo, series: index + 1, study: 2 })));
  const study = await stage.dicom('study', [...volume({ series: 1, slices: 8, row: [1, 0, 0], column: [0, 1, 0], at: (i) => [0, 0, 5 * i], name: 'AXIAL' }), ...volume({ modality: 'CT', series: 2, slices: 8, row: [0, 1, 0], column: [0, 0, -1], at: (i) => [8 * i, 0, 60], name: 'SAGITTAL' })]);
  const film = await stage.files([makeFilm(path.join(stage.folder, 'film.mp4'), '-c:v', 'libx264', '-g', '30', '-pix_fmt', 'yuv420p')]);
  const nifti = await stage.files([makeNifti(path.join(stage.folder, 'volume.nii.gz'), ball, { times: 2 })]);
  const person = await stage.sitting('contributor1', PHONE);
  const { page } = person;
  const open = async (one, at = person) => {
    await at.go(`/contribute/cases/${one.id}`);
    await at.page.getByRole('button', { name: /^Show / }).first().click();
    await at.page.locator('[data-testid="viewer-canvas"][data-shown="true"]').first().waitFor();
    await at.page.waitForTimeout(400);
  };

  for (const [what, one] of [['a pair of mammograms', screening], ['a study', study], ['a film', film], ['a volume over time', nifti]]) {
    await checks.check(`every tool of ${what} is as large as a finger and can be brought onto the screen`, async () => {
      await open(one);
      await shoot(page, `phone-${what.replaceAll(' ', '-')}`);
      const faults = await faultsOf(page);
      must(faults.length === 0, faults.join('; '));
      must((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390, 'the page is wider than the screen');
    });
  }

  await checks.check('each mammogram says which breast and view it is', async () => {
    await open(screening);
    await page.getByTestId('pane-1').getByText('R CC', { exact: true }).waitFor();
    await page.getByTestId('pane-2').getByText('L CC', { exact: true }).waitFor();
  });

  await checks.check('the picture says which series it is, also after another was chosen', async () => {
    await open(study);
    const pane = page.getByTestId('pane-1');
    await pane.getByText('1. AXIAL', { exact: true }).waitFor();
    await page.getByRole('navigation', { name: t.series }).getByRole('button', { name: /^2\. / }).click();
    await pane.getByText('2. SAGITTAL', { exact: true }).waitFor();
    must(!(await page.getByRole('dialog').getByRole('heading').first().innerText()).includes('AXIAL'), 'the heading still names the first');
  });
  await checks.check('the presets of two pictures beside each other open over them and can be chosen', async () => {
    await open(study);
    await page.getByRole('button', { name: /^Show 2\. .* beside$/ }).click();
    const pane = page.getByTestId('pane-2');
    await pane.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
    await pane.getByRole('button', { name: t.presets }).click();
    await page.getByRole('menuitem', { name: new RegExp(t.preset_lung) }).click();
    await pane.getByText('C -600 / W 1500').waitFor();
  });

  await checks.check('nothing went wrong on the page', async () => must(person.faults.length === 0, person.faults.join('; ')));
} catch (error) {
  await checks.check('the phone is tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
