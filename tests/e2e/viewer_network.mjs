// The viewer where the network fails or the session has ended: it says what is wrong in a person's words, and goes on.
import path from 'node:path';
import { words } from '../support/browser.mjs';
import { volume } from '../support/dicom_file.mjs';
import { ball, makeFilm, makeNifti } from '../support/media.mjs';
import { RedactionStage } from '../support/redacting.mjs';
import { Checks, must } from '../support/server.mjs';

const t = words('viewer');
const checks = new Checks();
const stage = new RedactionStage();

try {
  await stage.start();
  const slices = volume({ series: 1, slices: 9, row: [1, 0, 0], column: [0, 1, 0], at: (i) => [0, 0, 5 * i], name: 'AXIAL' });
  const stack = await stage.dicom('slices', slices);
  const film = await stage.files([makeFilm(path.join(stage.folder, 'film.mp4'), '-c:v', 'libx264', '-g', '30', '-pix_fmt', 'yuv420p')]);
  const nifti = await stage.files([makeNifti(path.join(stage.folder, 'volume.nii.gz'), ball)]);

  const person = await stage.sitting('contributor1');
  const { page } = person;
  const alert = () => page.getByRole('dialog').getByRole('alert');
  const open = async (one) => {
    await person.go(`/contribute/cases/${one.id}`);
    await page.getByRole('button', { name: /^Show / }).first().click();
  };
  const isShown = () => page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
  const again = () => page.getByRole('dialog').getByRole('button', { name: t.again }).click();
  const saysOnly = async (...texts) => {
    await alert().getByText(texts.at(-1)).waitFor();
    const said = await alert().innerText();
    must(!/object|XML|fetch|MEDIA|undefined/.test(said), `it says: ${said}`);
  };

  for (const [what, one, blocked] of [['a stack', stack, '**/frames/**'], ['a volume', nifti, '**/media*'], ['a description', stack, '**/api/v1/assets/*']]) {
    await checks.check(`${what} that could not be fetched is shown after another try`, async () => {
      await page.route(blocked, (route) => route.abort());
      await open(one);
      await saysOnly(t.failure_network);
      await page.unroute(blocked);
      await again();
      await isShown();
      must((await alert().count()) === 0, 'the alert is still there');
    });
  }

  await checks.check('a film that could not be fetched is shown after another try', async () => {
    await page.route('**/media*', (route) => route.abort());
    await open(film);
    await saysOnly(t.frame_failed);
    await page.unroute('**/media*');
    await again();
    await isShown();
  });

  await checks.check('whose session has ended is told so, and sees the image after signing in beside', async () => {
    await page.route('**/frames/**', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' }));
    await open(stack);
    await saysOnly(t.failure_session);
    await page.unroute('**/frames/**');
    await again();
    await isShown();
  });

  await checks.check('a slice that does not come hides the one before it, and comes after another try', async () => {
    const late = [];
    await page.route('**/frames/**', (route) => (/frames\/[0-1](\?|$)/.test(route.request().url()) ? route.continue() : late.push(route.abort())));
    await open(stack);
    await isShown();
    await page.locator('[role="group"][tabindex="0"]').first().focus();
    await page.keyboard.press('End');
    await saysOnly(t.failure_network);
    const colour = await alert().evaluate((element) => getComputedStyle(element).backgroundColor);
    must(colour === 'rgb(0, 0, 0)', `another slice is seen through ${colour}`);
    await page.unroute('**/frames/**');
    await again();
    await alert().waitFor({ state: 'detached' });
    await page.getByText('Image 9 of 9').waitFor();
  });

  await checks.check('three planes that could not be made are made after another try', async () => {
    await person.go('/contribute');
    await page.reload();
    await page.route('**/frames/**', (route) => (/frames\/[0-1](\?|$)/.test(route.request().url()) ? route.continue() : route.abort()));
    await open(stack);
    await isShown();
    await page.getByRole('button', { name: t.three_planes }).click();
    await saysOnly(t.failure_network);
    await page.unroute('**/frames/**');
    await again();
    await page.getByTestId('cut-coronal').waitFor();
  });
  await person.close();
} catch (error) {
  await checks.check('the network is tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
