// Films frame by frame, slides in depth, volumes with masks, TIFF and WebP: given as files, shown in the browser.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Demo } from '../../examples/demo/steps.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { faultsHere } from '../support/axe.mjs';
import { launch, sitDown, words } from '../support/browser.mjs';
import { encoderOf } from '../support/codestream.mjs';
import { ballSegmentation, dicomFile, slide, slideLabel, SYNTAX, volume } from '../support/dicom_file.mjs';
import { ball, FILM, labels, makeFilm, makeNifti, makePicture, makeSlide, VOLUME } from '../support/media.mjs';
import { Checks, medal, must, root, Server } from '../support/server.mjs';

const SAMPLES = path.join(root, '../shared/data/imaging');
const texts = words('viewer');
const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-formats-'));
const server = await new Server(path.join(folder, 'data')).start();
const made = (name) => path.join(folder, name);
const refused = [];
const tiles = [];
let browser;
let page;
let demo;
let problems;
let index = 0;

/** A case of these files, processed and cleared. */
async function caseOf(files) {
  index += 1;
  const one = await demo.draftCase({ ...CASES[0], seed: 900 + index }, 0, problems, made(`case-${index}`));
  for (const file of files) await one.author.upload(one.made.id, file);
  await one.author.post(`/api/v1/cases/${one.made.id}/actions`, { action: 'process' });
  const now = await demo.finishCase(one);
  return { ...one, now };
}

async function open(person, one, kind) {
  await person.go(`/contribute/cases/${one.made.id}`);
  const at = one.now.assets.findIndex((asset) => asset.kind === kind);
  must(at >= 0, `no ${kind} among ${JSON.stringify(one.now.assets.map((asset) => asset.kind))}: ${JSON.stringify(one.now.checks.map((check) => check.message))}`);
  await page.getByRole('button', { name: /^Show / }).nth(at).click();
  await page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
}

const shell = () => page.locator('[role="group"][tabindex="0"]').first();
const frame = async () => Number(await page.getByTestId('viewer-canvas').getAttribute('data-frame'));
const press = async (...keys) => { for (const key of keys) { await shell().focus(); await page.keyboard.press(key); } };

/** The number that the film shows, out of its bars; waits until the picture is there. */
async function numberInFilm() {
  await page.waitForFunction(() => !document.querySelector('video').seeking);
  await page.waitForTimeout(120);
  return page.evaluate(() => {
    const video = document.querySelector('video');
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const brush = canvas.getContext('2d');
    brush.drawImage(video, 0, 0);
    const wide = video.videoWidth / 8;
    return Array.from({ length: 8 }, (_, bit) => (brush.getImageData(Math.round((bit + 0.5) * wide), video.videoHeight / 2, 1, 1).data[0] > 128 ? 2 ** bit : 0)).reduce((all, one) => all + one, 0);
  });
}

async function stepsExactly() {
  must((await numberInFilm()) === 0, `the film begins with frame ${await numberInFilm()}`);
  for (const [key, wanted] of [['.', 1], ['.', 2], ['.', 3], [',', 2], ['End', FILM.frames - 1], [',', FILM.frames - 2], ['PageUp', FILM.frames - 12]]) {
    await press(key);
    const seen = await numberInFilm();
    must(seen === wanted && (await frame()) === wanted, `after ${key} frame ${seen} is seen, ${await frame()} is written, not ${wanted}`);
  }
  await press('Home');
  // Ten presses without waiting are ten frames.
  await press(...Array(10).fill('.'));
  must((await numberInFilm()) === 10, `ten steps lead to ${await numberInFilm()}`);
}

/** What axe calls serious. */
async function isClean(what) {
  const faults = await faultsHere(page, what);
  must(faults.length === 0, faults.join('; '));
}

/** The first frame of the one instance that a search finds, as another viewer asks for it. */
const frameOverDicomweb = (search, type) => page.evaluate(async ([query, part]) => {
  const found = await (await fetch(`/dicomweb/instances?${query}`, { headers: { Accept: 'application/dicom+json' } })).json();
  if (found.length !== 1) throw new Error(`${found.length} instances`);
  const response = await fetch(`${new URL(found[0]['00081190'].Value[0]).pathname}/frames/1`, { headers: { Accept: `multipart/related; type="${part}"; transfer-syntax=*` } });
  const bytes = await response.arrayBuffer();
  return { status: response.status, size: bytes.byteLength, head: new TextDecoder('latin1').decode(bytes.slice(0, 300)) };
}, [search, type]);

const differ = (a, b) => a.length !== b.length || Buffer.compare(a, b) !== 0;
const picture = () => page.getByTestId('viewer-canvas').screenshot();

/** Pixels of a canvas of these colours. */
const coloured = (testId) => page.getByTestId(testId).first().evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Map();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 0) { const key = `${data[at]},${data[at + 1]},${data[at + 2]}`; colours.set(key, (colours.get(key) ?? 0) + 1); }
  return Object.fromEntries(colours);
});

/** Of a slide of 8192 pixels, 4 mm, that was opened: coarse tiles first, the finest when it is zoomed, and lengths. */
async function showsDepth() {
  await page.waitForLoadState('networkidle');
  const levels = () => new Set(tiles.map((tile) => Number(tile.split('/')[0])));
  must(!levels().has(0), `full resolution was fetched at once: ${[...levels()]}`);
  const bar = () => page.getByTestId('scale-bar').innerText();
  must((await bar()) === '500 µm', `the slide of 4 mm has a bar of ${await bar()}`);
  const before = await picture();
  const box = await page.getByTestId('viewer-canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
  for (let i = 0; i < 14; i += 1) { await page.mouse.wheel(0, -120); await page.waitForTimeout(60); }
  for (let i = 0; i < 50 && !levels().has(0); i += 1) await page.waitForTimeout(100);
  must(levels().has(0), `no tile of the full resolution came: ${[...levels()]}`);
  must(Number.parseFloat(await bar()) < 50, `zoomed in, the bar is ${await bar()}`);
  await page.waitForLoadState('networkidle');
  must(differ(before, await picture()), 'the picture did not change');
  await press('l');
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 100, { steps: 5 });
  await page.mouse.up();
  await page.locator('svg text', { hasText: /(mm|µm)/ }).first().waitFor();
  must(refused.length === 0, refused.join('; '));
}

try {
  demo = new Demo({ url: server.url, data: server.data, medal, small: true });
  await demo.makePeople();
  problems = await demo.makeProblems();
  browser = await launch();
  const person = await sitDown(browser, server.url, { hasTouch: true });
  page = person.page;
  page.on('response', (response) => {
    if (response.url().includes('/api/v1/assets/') && response.status() >= 400) refused.push(`${response.status()} ${new URL(response.url()).pathname}`);
    if (response.url().includes('/tiles/')) tiles.push(response.url().split('/tiles/')[1]);
  });
  await person.signIn(PEOPLE.contributor1.email, PASSWORD);

  const films = [
    ['H.264 with pictures that refer to later ones, as it was given', 'h264.mp4', ['-c:v', 'libx264', '-bf', '2', '-g', '30', '-pix_fmt', 'yuv420p'], false],
    ['H.264 in Matroska, its packets copied', 'h264.mkv', ['-c:v', 'libx264', '-bf', '2', '-g', '30', '-pix_fmt', 'yuv420p'], false],
    ['VP9 in WebM, its packets copied', 'vp9.webm', ['-c:v', 'libvpx-vp9', '-b:v', '2M', '-cpu-used', '8', '-g', '30'], false],
    ['MPEG-4 part 2, encoded anew', 'mpeg4.mp4', ['-c:v', 'mpeg4', '-q:v', '2', '-g', '30'], true],
    ['H.265, encoded anew', 'hevc.mp4', ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-g', '30', '-pix_fmt', 'yuv420p'], true],
  ];
  for (const [what, name, codec, isReencoded] of films) {
    await checks.check(`a film steps by exactly one frame: ${what}`, async () => {
      const one = await caseOf([makeFilm(made(name), ...codec)]);
      await open(person, one, 'video');
      const detail = await one.author.get(`/api/v1/assets/${one.now.assets[0].id}`);
      must(detail.film.frames === FILM.frames && detail.film.is_reencoded === isReencoded, JSON.stringify(detail.film));
      await stepsExactly();
    });
  }

  await checks.check('a film plays, pauses on the frame that it shows, repeats what is marked, and can be scrubbed', async () => {
    await press('Home', '[');
    await press(...Array(5).fill('.'), ']');
    await page.getByText(/^Marked: frame 1 .* to frame 6/).waitFor();
    await press(' ');
    await page.waitForTimeout(1500);
    await press(' ');
    const [seen, written] = [await numberInFilm(), await frame()];
    must(seen <= 6, `frame ${seen} was reached, beyond the mark`);
    must(seen === written, `frame ${seen} is seen, ${written} is written`);
    await press('x');
    const slider = page.getByRole('slider', { name: texts.film_place });
    await slider.focus();
    await page.keyboard.press('End');
    must((await numberInFilm()) === FILM.frames - 1, `the slider's end shows ${await numberInFilm()}`);
    await isClean('a film');
  });

  await checks.check('a slide shows deeper tiles when it is zoomed, none refused, and measures in millimetres', async () => {
    await open(person, await caseOf([makeSlide(made('slide.svs'), 8192, 6144)]), 'slide');
    await showsDepth();
    await isClean('a slide');
  });

  await checks.check('a slide in DICOM does the same, one picture of all its resolutions, white where it has no tile', async () => {
    const names = await Promise.all(slide({ width: 8192, height: 6144, study: 31 }).map(async (bytes, level) => { await writeFile(made(`level-${level}.dcm`), bytes); return made(`level-${level}.dcm`); }));
    await writeFile(made('label.dcm'), slideLabel({ study: 31 }));
    const one = await caseOf([...names, made('label.dcm')]);
    must(one.now.assets.length === 1 && one.now.assets[0].frames === 1, `${one.now.assets.length} images of ${one.now.assets.map((asset) => asset.frames)}`);
    tiles.length = 0;
    await open(person, one, 'slide');
    await showsDepth();
    const colours = await page.evaluate(async (address) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const brush = canvas.getContext('2d');
      brush.drawImage(bitmap, 0, 0);
      return [[100, 100], [400, 100]].map(([x, y]) => [...brush.getImageData(x, y, 1, 1).data.slice(0, 3)]);
    }, `/api/v1/assets/${one.now.assets[0].id}/tiles/0/0/0`);
    must(colours[0].every((part) => part > 250) && colours[1].some((part) => part < 240), `the first tile has ${JSON.stringify(colours)}`);
    await isClean('a slide in DICOM');
    const answer = await frameOverDicomweb('Rows=256&Columns=256&InstanceNumber=5', 'application/octet-stream');
    must(answer.status === 200 && answer.size > 256 * 256 * 3 && answer.size < 256 * 256 * 3 + 1000, `DICOMweb answers a frame with ${answer.status} and ${answer.size} bytes`);
  });

  await checks.check('a large photograph comes in tiles, too', async () => {
    const one = await caseOf([makePicture(made('large.jpg'), 5200, 3600, '-q:v', '3')]);
    tiles.length = 0;
    await open(person, one, 'raster');
    await page.waitForLoadState('networkidle');
    must(tiles.length > 0, 'no tile was fetched');
    must(refused.length === 0, refused.join('; '));
  });

  await checks.check('TIFF and WebP pictures are shown', async () => {
    for (const name of ['picture.tif', 'picture.webp']) {
      const one = await caseOf([makePicture(made(name), 640, 480, '-pix_fmt', name.endsWith('tif') ? 'rgb24' : 'yuv420p')]);
      await open(person, one, 'raster');
      const values = () => page.locator('[data-testid="viewer-canvas"] canvas').first().evaluate((canvas) => {
        const copy = document.createElement('canvas');
        [copy.width, copy.height] = [32, 32];
        copy.getContext('2d').drawImage(canvas, 0, 0, 32, 32);
        return new Set(copy.getContext('2d').getImageData(0, 0, 32, 32).data).size;
      });
      // What is shown is drawn with the next frame of the screen, which a busy machine has late.
      let seen = await values();
      for (let tries = 0; tries < 30 && seen <= 20; tries += 1) { await page.waitForTimeout(100); seen = await values(); }
      must(seen > 20, `${name} shows ${seen} different values`);
    }
  });

  await checks.check('a volume scrolls, turned as radiologists hang it, and its mask lies over it', async () => {
    const one = await caseOf([makeNifti(made('volume.nii.gz'), (i, j, k) => ball(i, j, k, 0)), makeNifti(made('mask.nii.gz'), labels)]);
    const at = (await Promise.all(one.now.assets.map((asset) => one.author.get(`/api/v1/assets/${asset.id}`)))).findIndex((detail) => detail.overlays.length === 1);
    must(at >= 0, 'no mask was found for any of the volumes');
    await person.go(`/contribute/cases/${one.made.id}`);
    await page.getByRole('button', { name: /^Show / }).nth(at).click();
    await page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
    const sides = await Promise.all(['left', 'right', 'top', 'bottom'].map((edge) => page.getByTestId(`edge-${edge}`).innerText()));
    must(sides.join('') === 'RLAP', `the sides are ${sides}`);
    await press('Home', ...Array(14).fill('ArrowDown'));
    await page.waitForTimeout(300);
    const before = await picture();
    await press('ArrowDown', 'ArrowDown');
    await page.waitForTimeout(300);
    must((await frame()) === 16, `slice ${await frame()} is shown`);
    must(differ(before, await picture()), 'two slices look the same');
    await page.getByRole('combobox', { name: texts.mask }).selectOption({ index: 1 });
    await page.getByTestId('mask-layer').waitFor();
    const filled = Object.values(await coloured('mask-layer'));
    must(filled.length === 2 && filled.every((count) => count > 80), `the labels have ${filled} pixels`);
    await page.getByRole('checkbox', { name: 'Label 1' }).uncheck();
    must(Object.keys(await coloured('mask-layer')).length === 1, 'a label that was switched off is still seen');
    await page.getByRole('checkbox', { name: 'Label 1' }).check();
    await page.getByText(texts.mask_outline, { exact: true }).click();
    const outlined = Object.values(await coloured('mask-layer'));
    must(outlined.every((count, label) => count < filled[label]), `outlines have ${outlined} pixels of ${filled}`);
    await isClean('a volume with its mask');
    await page.getByText(texts.three_planes, { exact: true }).click();
    await page.getByTestId('cut-coronal').waitFor();
    await page.getByRole('combobox', { name: texts.mask }).selectOption({ index: 1 });
    await page.getByTestId('mask-cut').first().waitFor();
    for (const plane of ['axial', 'coronal', 'sagittal']) must((await page.getByTestId(`cut-${plane}`).getByTestId('mask-cut').count()) === 1, `${plane} has no mask`);
    must(Object.keys(await coloured('mask-cut')).length > 0, 'the mask is empty in the planes');
  });

  await checks.check('DICOM segmentations on grids of their own lie over the series as the ball that they hold, plain, run-length coded, deflated, and as label maps in JPEG-LS, JPEG 2000 and HTJ2K', async () => {
    const [centre, radius] = [[32, 30, 31], 14];
    const files = volume({ series: 1, slices: 12, row: [1, 0, 0], column: [0, 1, 0], at: (i) => [0, 0, 5 * i], name: 'AXIAL', study: 33 });
    const kinds = await Promise.all(['plain', 'runLengths', 'deflated', 'jpegLs', 'jpeg2000', 'htj2k'].map(async (name, index) => ({ syntax: SYNTAX[name], encode: index > 2 ? await encoderOf(name) : undefined })));
    kinds.forEach((kind, index) => files.push(ballSegmentation({ centre, radius, degrees: 25, study: 33, series: index + 2, name: `BALL ${index}`, ...kind })));
    const names = await Promise.all(files.map(async (bytes, index) => { await writeFile(made(`ball-${index}.dcm`), bytes); return made(`ball-${index}.dcm`); }));
    const one = await caseOf(names);
    await person.go(`/contribute/cases/${one.made.id}`);
    await page.getByRole('button', { name: /^Show / }).nth(one.now.assets.findIndex((asset) => asset.modality === 'MR')).click();
    await page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
    await press('Home', ...Array(7).fill('ArrowDown'));
    const disc = Math.PI * (radius ** 2 - (35 - centre[2]) ** 2);
    const choice = page.getByRole('combobox', { name: texts.mask });
    for (let index = 1; index <= kinds.length; index += 1) {
      await choice.selectOption({ index });
      await page.getByRole('checkbox', { name: 'Ball' }).waitFor();
      await page.getByText(texts.mask_resampled).waitFor();
      await page.waitForTimeout(200);
      const seen = Object.values(await coloured('mask-layer')).reduce((all, count) => all + count, 0);
      must(Math.abs(seen - disc) < 0.05 * disc, `segmentation ${index} shows ${seen} pixels of a disc of ${disc.toFixed(0)}`);
    }
    await isClean('a series with a segmentation');
    await page.getByText(texts.three_planes, { exact: true }).click();
    await page.getByTestId('cut-coronal').waitFor();
    await page.getByRole('combobox', { name: texts.mask }).selectOption({ index: 1 });
    await page.getByTestId('mask-cut').first().waitFor();
    must(Object.values(await coloured('mask-cut')).some((count) => count > 0.8 * disc), 'the three planes do not show the ball');
    await page.getByText(texts.mask_resampled).waitFor();
  });

  await checks.check('volumes over time change with the time, at the same slice', async () => {
    const one = await caseOf([makeNifti(made('time.nii.gz'), ball, { times: 4 })]);
    must(one.now.assets[0].frames === 4 * VOLUME.size[2], `${one.now.assets[0].frames} images`);
    await open(person, one, 'nifti_volume');
    await page.waitForTimeout(300);
    const before = await picture();
    await press(']', ']', ']');
    await page.getByText('volume 4 of 4').waitFor();
    await page.waitForTimeout(300);
    must((await frame()) === 3 * VOLUME.size[2] + 16, `image ${await frame()} is shown`);
    must(differ(before, await picture()), 'nothing changed with the time');
  });

  if (existsSync(SAMPLES)) {
    await checks.check('sample: the video of a DICOM file is played and stepped', async () => {
      await open(person, await caseOf([path.join(SAMPLES, 'video/endoscopy_mpeg4.dcm')]), 'video');
      await press('.', '.', '.');
      must((await frame()) === 3, `frame ${await frame()} is shown`);
    });
    await checks.check('sample: a public slide is shown in tiles', async () => {
      tiles.length = 0;
      await open(person, await caseOf([path.join(SAMPLES, 'wsi/CMU-1-Small-Region.svs')]), 'slide');
      must(tiles.length > 0 && refused.length === 0, `${tiles.length} tiles, refused: ${refused}`);
    });
    await checks.check('sample: HTJ2K is kept as it is, answered over DICOMweb as such, and has a picture like others', async () => {
      // The sample has no UIDs of study and series; its frame is taken, without the delimiter behind it.
      const sample = await readFile(path.join(SAMPLES, 'dicom/pydicom_data/HTJ2KLossless_08_RGB.dcm'));
      const codestream = sample.subarray(sample.indexOf(Buffer.from('ff4fff51', 'hex')), -8);
      const rgb = { '00280002': 3, '00280004': 'RGB', '00280006': 0, '00280100': 8, '00280101': 8, '00280102': 7 };
      await writeFile(made('htj2k.dcm'), dicomFile({ sopClass: '1.2.840.10008.5.1.4.1.1.7', modality: 'OT', rows: 480, columns: 640, fragments: [codestream], syntax: SYNTAX.htj2k, study: 35, tags: rgb }));
      const one = await caseOf([made('htj2k.dcm')]);
      must(!one.now.checks.some((check) => check.message.includes('does not decode')), JSON.stringify(one.now.checks.map((check) => check.message)));
      await open(person, one, 'dicom_series');
      const answer = await frameOverDicomweb('Rows=480&Columns=640', 'image/jphc');
      must(answer.status === 200 && answer.head.includes('image/jphc') && answer.head.includes('1.2.840.10008.1.2.4.201'), JSON.stringify(answer));
    });
    for (const [codec, name] of [['JPEG 2000', 'wg04/MR3_J2KR'], ['JPEG-LS', 'wg04/MR3_JLSL'], ['JPEG lossless', 'wg04/MR3_JPLL'], ['RLE', 'wg04/MR3_RLE'], ['JPEG baseline', 'pydicom/SC_rgb_dcmtk_+eb+cy+np.dcm']]) {
      await checks.check(`sample: ${codec} in DICOM is decoded in the browser`, async () => open(person, await caseOf([path.join(SAMPLES, 'dicom', name)]), 'dicom_series'));
    }
    await checks.check('sample: a parametric map of floating point numbers has a picture', async () => {
      const one = await caseOf([path.join(SAMPLES, 'dicom/pydicom_data/parametric_map_float.dcm')]);
      await open(person, one, 'dicom_series');
    });
    await checks.check('sample: a DICOM segmentation lies over its series', async () => {
      const one = await caseOf(['ct_image.dcm', 'seg_image_ct_binary_single_frame.dcm'].map((name) => path.join(SAMPLES, 'dicom/highdicom', name)));
      const at = one.now.assets.findIndex((asset) => asset.modality === 'CT');
      await person.go(`/contribute/cases/${one.made.id}`);
      await page.getByRole('button', { name: /^Show / }).nth(at).click();
      await page.locator('[data-testid="viewer-canvas"][data-shown="true"]').waitFor();
      await page.getByRole('combobox', { name: texts.mask }).selectOption({ index: 1 });
      await page.getByTestId('mask-layer').waitFor();
      await page.waitForTimeout(300);
      const pixels = Object.values(await coloured('mask-layer')).reduce((all, count) => all + count, 0);
      must(pixels > 0, 'no pixel of the segmentation is seen');
    });
  } else {
    checks.skip('samples', 'the sample data is not here');
  }

  await checks.check('nothing went wrong on the page', async () => must(person.faults.length === 0 && refused.length === 0, [...person.faults, ...refused].join('; ')));
} catch (error) {
  await checks.check('the formats are tried', () => { throw error; });
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  if (!process.env.MEDAL_KEEP) await rm(folder, { recursive: true, force: true });
}
checks.end();
