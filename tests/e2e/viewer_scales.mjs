// Pictures that know more of lengths and sides than a spacing: ultrasound with its regions, radiograms that were enlarged.
import { words } from '../support/browser.mjs';
import { mammogram, ultrasound } from '../support/dicom_file.mjs';
import { RedactionStage } from '../support/redacting.mjs';
import { Checks, must } from '../support/server.mjs';

const t = words('viewer');
const checks = new Checks();
const stage = new RedactionStage();
const [COLUMNS, ROWS] = [128, 96];

try {
  await stage.start();
  // A section at the left, half a millimetre a pixel; velocities over time at the right.
  const section = [0, 0, 63, 95, 0.5];
  const curve = [64, 0, 127, 95, 1, { '00186012': 3, '00186014': 3, '00186024': 4, '00186026': 7 }];
  const sound = await stage.dicom('sound', [ultrasound({ regions: [section, curve], study: 4, columns: COLUMNS, rows: ROWS })]);
  const enlarged = await stage.dicom('enlarged', [mammogram({ laterality: 'R', view: 'CC', rowLeadsTo: 'P', series: 1, study: 5, spacing: { '00181164': '0.5\\0.5', '00181114': '2' } })]);
  const person = await stage.sitting('contributor1', { viewport: { width: 1440, height: 900 } });
  const { page } = person;
  const canvas = page.getByTestId('viewer-canvas');
  const open = async (one) => {
    await person.go(`/contribute/cases/${one.id}`);
    await page.getByRole('button', { name: /^Show / }).first().click();
    await canvas.and(page.locator('[data-shown="true"]')).waitFor();
  };
  /** Draws a line between two places of a picture that fills the height of its pane; says what stands at it. */
  const measure = async (from, to, [columns, rows]) => {
    await page.getByRole('dialog').getByText(t.tool_length, { exact: true }).first().click();
    const box = await canvas.boundingBox();
    const scale = Math.min(box.height / rows, box.width / columns);
    const at = ([x, y]) => [box.x + box.width / 2 + (x - columns / 2) * scale, box.y + box.height / 2 + (y - rows / 2) * scale];
    await page.mouse.move(...at(from));
    await page.mouse.down();
    await page.mouse.move(...at(to), { steps: 5 });
    await page.mouse.up();
    return page.locator('svg text').last().textContent();
  };
  const edges = async () => (await Promise.all(['left', 'right', 'top', 'bottom'].map((edge) => page.getByTestId(`edge-${edge}`).innerText()))).join(' ');
  const press = (label) => page.getByRole('dialog').getByRole('button', { name: label, exact: true }).first().click();

  await checks.check('a length in one section of an ultrasound image is in mm', async () => {
    await open(sound);
    const said = await measure([10, 20], [50, 20], [COLUMNS, ROWS]);
    must(/^(19\.9|20|20\.1) mm$/.test(said), `it says ${said}`);
  });

  await checks.check('one that leaves the section, or lies in a curve, stays in pixels and says why', async () => {
    for (const [from, to] of [[[20, 60], [100, 60]], [[80, 70], [120, 70]]]) {
      const said = await measure(from, to, [COLUMNS, ROWS]);
      must(/^[\d.]+ px \(not within one calibrated region\)$/.test(said), `it says ${said}`);
    }
  });

  await checks.check('the regions are in what DICOMweb tells of the image, too', async () => {
    const told = await page.evaluate(async () => {
      const ask = async (place) => (await fetch(`/dicomweb/${place}`, { headers: { accept: 'application/dicom+json' } })).json();
      const [one] = await ask('studies?ModalitiesInStudy=US');
      return (await ask(`studies/${one['0020000D'].Value[0]}/metadata`))[0]['00186011'];
    });
    must(told?.Value?.length === 2 && told.Value[0]['0018602C'].Value[0] === 0.05, JSON.stringify(told));
  });

  await checks.check('a length on a radiogram whose magnification is estimated says so, and is that much shorter', async () => {
    await open(enlarged);
    const said = await measure([40, 60], [80, 60], [96, 128]);
    must(/^(9\.9|10|10\.1) mm \(estimated magnification\)$/.test(said), `it says ${said}`);
  });

  await checks.check('letters at the edges of a mammogram follow what its file says, mirrored and turned with it', async () => {
    must((await edges()) === 'A P H F', await edges());
    await press(t.key_flip_across);
    must((await edges()) === 'P A H F', await edges());
    await press(t.key_turn);
    must((await edges()) === 'F H P A', await edges());
    await press(t.reset);
    must((await edges()) === 'A P H F', await edges());
  });

  await checks.check('nothing went wrong on the page', async () => must(person.faults.length === 0, person.faults.join('; ')));
} catch (error) {
  await checks.check('scales and sides are tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
