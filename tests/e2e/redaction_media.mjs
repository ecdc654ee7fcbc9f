// Boxes on what is no stack of DICOM images: films, volumes, slides, TIFF; the face of a head in one NIfTI file. What is covered
// is gone from every copy that is served.
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { filesOf } from '../../examples/demo/steps.mjs';
import { slide as dicomSlide } from '../support/dicom_file.mjs';
import { ball, FILM, makeFilm, makeHead, makeNifti, makePicture, makeSlide, VOLUME } from '../support/media.mjs';
import { done, edit, eventually, isShown, mine, RedactionStage, settled, shoot, sideOf, texts } from '../support/redacting.mjs';
import { Checks, medal, must } from '../support/server.mjs';

const run = promisify(execFile);
const checks = new Checks();
const stage = new RedactionStage();
const given = (file) => stage.files([file]);
const sitting = (who, options) => stage.sitting(who, options);

/** Red of every pixel of a picture, or of every frame of a film below each other. */
function redsOf(bytes) {
  // Of a TIFF ffmpeg wants to see the name.
  const file = path.join(stage.folder, bytes.toString('latin1', 0, 2) === 'II' ? 'look.tif' : 'look');
  writeFileSync(file, bytes);
  const rgb = execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'], { maxBuffer: 1 << 30 });
  return rgb.filter((_, index) => index % 3 === 0);
}
const bytesAt = async (author, url) => {
  const answer = await author.send('GET', url);
  must(answer.status === 200, `${url} is ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
};

const detailOf = (one) => one.author.get(`/api/v1/assets/${one.assetId}`);
/** Draws the box in the middle of the picture and says where it lies in it. */
const drawBox = async (page) => {
  const canvas = await page.getByTestId('viewer-canvas').boundingBox();
  const at = (x, y) => [canvas.x + canvas.width * x, canvas.y + canvas.height * y];
  await page.mouse.move(...at(0.44, 0.4));
  await page.mouse.down();
  await page.mouse.move(...at(0.56, 0.6), { steps: 4 });
  await page.mouse.up();
  await mine(page).waitFor();
  return { x: await sideOf(page, 'x'), y: await sideOf(page, 'y'), width: await sideOf(page, 'width'), height: await sideOf(page, 'height') };
};
const applyAndWait = async (person) => {
  await person.click(texts.apply);
  await person.page.getByRole('dialog').getByRole('button', { name: texts.confirm, exact: true }).click();
  await done(person.page);
  await isShown(person.page);
};
/** Whether the inside of a box, but for its seam, is dark in a picture of these columns. */
const isDark = (reds, columns, box, seam = 2, from = 0) => {
  for (let y = box.y + seam; y < box.y + box.height - seam; y += 1) for (let x = box.x + seam; x < box.x + box.width - seam; x += 1) if (reds[from + y * columns + x] > 24) return false;
  return true;
};
/** In every tile of every level. */
const mustBeDarkInTiles = async (slide, box) => {
  const { pyramid, media_url } = await detailOf(slide);
  const size = pyramid.tile_px;
  for (const [index, level] of pyramid.levels.entries()) {
    for (let row = 0; row * size < level.height; row += 1) for (let column = 0; column * size < level.width; column += 1) {
      const reds = redsOf(await bytesAt(slide.author, media_url.replace('/media', `/tiles/${index}/${column}/${row}`)));
      const wide = Math.min(size, level.width - size * column);
      const scaled = { x: Math.round(box.x / level.downsample) - size * column, y: Math.round(box.y / level.downsample) - size * row, width: Math.floor(box.width / level.downsample), height: Math.floor(box.height / level.downsample) };
      const [left, top] = [Math.max(0, scaled.x + 8), Math.max(0, scaled.y + 8)];
      const part = { x: left, y: top, width: Math.min(wide, scaled.x + scaled.width - 8) - left, height: Math.min(reds.length / wide, scaled.y + scaled.height - 8) - top };
      if (part.width > 0 && part.height > 0) must(isDark(reds, wide, part, 0), `tile ${index}/${column}/${row} still shows what was there`);
    }
  }
};
const noFaults = (person) => must(person.faults.length === 0, `errors on the page: ${person.faults.join('; ')}`);

try {
  await stage.start();

  await checks.check('on a film a box lies on a range of frames, is seen before and after, and is in every copy of the film', async () => {
    const film = await given(makeFilm(path.join(stage.folder, 'film.mp4'), '-c:v', 'mpeg4', '-q:v', '2', '-g', '30'));
    const before = await detailOf(film);
    must(before.film.is_reencoded, 'the film is shown as it was given: there is no second copy');
    const person = await sitting('contributor1', { viewport: { width: 1440, height: 900 } });
    const { page } = person;
    await edit(person, film);
    const box = await drawBox(page);
    await page.getByText(texts.scope_range, { exact: true }).click();
    for (const [end, number] of [['frame_from', '13'], ['frame_to', '21']]) {
      await page.getByLabel(texts[end], { exact: true }).fill('');
      await page.getByLabel(texts[end], { exact: true }).pressSequentially(number);
      await page.keyboard.press('Enter');
    }
    await page.getByText('frames 13–21', { exact: true }).waitFor();
    await page.locator('[role="group"][tabindex="0"]').first().focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 15; step += 1) await page.keyboard.press('.');
    await page.waitForTimeout(500);
    await shoot(page, 'redact-film');
    await page.getByText(texts.after, { exact: true }).click();
    const patch = page.getByTestId('patch');
    must((await patch.evaluate((canvas) => Math.max(...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((_, at) => at % 4 === 0)))) === 0, 'the preview is not dark');
    await shoot(page, 'redact-film-after');
    await applyAndWait(person);
    const after = await detailOf(film);
    must(after.film.frames === FILM.frames && after.asset.frames === FILM.frames, `${after.film.frames} frames are left`);
    const times = await film.author.get(after.media_url.replace('/media', '/frame-times'));
    must(times.times_us.length === FILM.frames && times.times_us[50] === 2_000_000, 'the frames begin at other times');
    for (const url of [after.media_url, before.media_url, after.frames[0].url]) {
      const reds = redsOf(await bytesAt(film.author, url));
      must(reds.length === FILM.frames * FILM.width * FILM.height, `${url} has ${reds.length / FILM.width / FILM.height} frames`);
      for (let frame = 0; frame < FILM.frames; frame += 1) {
        const from = frame * FILM.width * FILM.height;
        // The fifth and fourth bit of the number are white bars under the box.
        const hasWhite = (frame & 0b11000) !== 0;
        must(isDark(reds, FILM.width, box, 3, from) === ((frame >= 12 && frame <= 20) || !hasWhite), `frame ${frame} of ${url}`);
      }
    }
    noFaults(person);
    await person.close();
  });

  await checks.check('on a volume a box lies on the shown slice, and its voxels are gone', async () => {
    const volume = await given(makeNifti(path.join(stage.folder, 'volume.nii.gz'), (i, j, k) => ball(i, j, k, 0)));
    const person = await sitting('contributor1');
    const { page } = person;
    await edit(person, volume);
    const slice = Number(await page.getByTestId('viewer-canvas').getAttribute('data-frame'));
    must(slice === VOLUME.size[2] / 2, `slice ${slice} is shown`);
    const box = await drawBox(page);
    await page.getByText(texts.after, { exact: true }).click();
    await shoot(page, 'redact-volume-after');
    await applyAndWait(person);
    const { media_url } = await detailOf(volume);
    const voxels = gunzipSync(await bytesAt(volume.author, media_url)).subarray(352);
    const [columns, rows, slices] = VOLUME.size;
    let filled = 0;
    for (let k = 0; k < slices; k += 1) for (let j = 0; j < rows; j += 1) for (let i = 0; i < columns; i += 1) {
      // Shown from the left of the patient's right, and from the front.
      const [x, y] = [columns - 1 - i, rows - 1 - j];
      const isIn = k === slice && x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
      filled += isIn ? 1 : 0;
      const value = voxels.readInt16LE(2 * ((k * rows + j) * columns + i));
      must(value === (isIn ? 0 : ball(i, j, k, 0)), `voxel ${i}, ${j}, ${k} is ${value}`);
    }
    must(filled === box.width * box.height, `${filled} voxels were filled`);
    const seen = await page.getByTestId('viewer-canvas').locator('canvas').first().screenshot();
    must(redsOf(seen).filter((red) => red < 10).length > 100, 'the page still shows the volume as it was');
    await shoot(page, 'redact-volume-done');
    noFaults(person);
    await person.close();
  });

  await checks.check('a slide and a TIFF are dark under the box in every tile, picture and file that is served', async () => {
    const person = await sitting('contributor1');
    const { page } = person;
    const slide = await given(makeSlide(path.join(stage.folder, 'slide.svs'), 2048, 1536));
    await edit(person, slide);
    const box = await drawBox(page);
    await page.getByText(texts.nothing_found_slide).waitFor();
    must((await page.getByText(texts.style_blur, { exact: true }).count()) === 0, 'a slide is offered blur');
    await page.getByText(texts.after, { exact: true }).click();
    must((await page.getByTestId('patch').count()) === 1, 'the box is not painted in the preview');
    await shoot(page, 'redact-slide-after');
    await applyAndWait(person);
    await shoot(page, 'redact-slide-done');
    await mustBeDarkInTiles(slide, box);
    const tiff = await given(makePicture(path.join(stage.folder, 'picture.tif'), 640, 480, '-pix_fmt', 'rgb24'));
    const old = await detailOf(tiff);
    await edit(person, tiff);
    const place = await drawBox(page);
    await page.getByText(texts.style_block, { exact: true }).click();
    await page.getByText(texts.style_fill, { exact: true }).click();
    await applyAndWait(person);
    const now = await detailOf(tiff);
    for (const url of [now.media_url, old.media_url, now.frames[0].url, `/api/v1/assets/${tiff.assetId}/frames/0`]) must(isDark(redsOf(await bytesAt(tiff.author, url)), 640, place, 0), `${url} still shows what was there`);
    noFaults(person);
    await person.close();
  });

  await checks.check('a slide in DICOM is dark under the box on every resolution, and each is a new instance', async () => {
    const person = await sitting('contributor1');
    const files = dicomSlide({ width: 2048, height: 1536, study: 7 }).map((bytes, level) => {
      const file = path.join(stage.folder, `level${level}.dcm`);
      writeFileSync(file, bytes);
      return file;
    });
    const slide = await stage.files(files);
    must(slide.made.assets.length === 1 && files.length === 2, `${slide.made.assets.length} images came of ${files.length} resolutions`);
    const before = await detailOf(slide);
    await edit(person, slide);
    const box = await drawBox(person.page);
    await applyAndWait(person);
    await mustBeDarkInTiles(slide, box);
    const now = await detailOf(slide);
    must(now.pyramid.levels.length === before.pyramid.levels.length, 'levels are lost');
    must(before.frames.every((frame, number) => now.frames[number].url !== frame.url), 'a resolution was left as it was');
    noFaults(person);
    await person.close();
  });

  await checks.check('a picture above 16 million pixels is painted, and its tiles and its file are made anew', async () => {
    const large = await given(makePicture(path.join(stage.folder, 'large.png'), 5000, 4000));
    const person = await sitting('contributor1');
    await edit(person, large);
    const box = await drawBox(person.page);
    await applyAndWait(person);
    const { media_url, frames } = await detailOf(large);
    const reds = redsOf(await bytesAt(large.author, frames[0].url));
    must(reds.length === 5000 * 4000 && isDark(reds, 5000, box, 0), 'the file still shows what was there');
    const [column, row] = [Math.floor((box.x + box.width / 2) / 512), Math.floor((box.y + box.height / 2) / 512)];
    const tile = redsOf(await bytesAt(large.author, media_url.replace('/media', `/tiles/0/${column}/${row}`)));
    const middle = { x: Math.floor(box.x + box.width / 2) - 512 * column - 1, y: Math.floor(box.y + box.height / 2) - 512 * row - 1, width: 2, height: 2 };
    must(isDark(tile, 512, { ...middle, x: Math.max(0, middle.x), y: Math.max(0, middle.y) }, 0), 'the tile still shows what was there');
    noFaults(person);
    await person.close();
  });

  await checks.check('a head in one NIfTI file is seen without its face before it is replaced', async () => {
    const head = path.join(stage.folder, 'nifti-head');
    await run(medal, ['phantom', '--kind', 'ct-face', '--slices', '140', '--size', '128', '-o', head]);
    const one = await given(makeHead(path.join(stage.folder, 'head.nii.gz'), await filesOf(head)));
    const before = await detailOf(one);
    const person = await sitting('contributor1');
    const { page } = person;
    await edit(person, one);
    await page.getByRole('tab', { name: texts.tab_face }).click();
    await person.click(texts.face_remove);
    await page.getByRole('dialog').getByRole('button', { name: texts.face_remove, exact: true }).click();
    await page.getByRole('img', { name: /The head after, from the front/ }).waitFor({ timeout: 120_000 });
    await shoot(page, 'redact-face-nifti');
    await page.getByRole('button', { name: texts.preview_confirm, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: texts.preview_confirm, exact: true }).click();
    await eventually(() => one.author.get(`/api/v1/cases/${one.id}`), settled(['ready']), 'the head without its face');
    const after = await detailOf(one);
    must(after.asset.sha256 !== before.asset.sha256 && after.media_url !== before.media_url, 'the volume is the same as before');
    await person.close();
  });

  await checks.check('on a phone in the dark a box is drawn on a film with a finger', async () => {
    const film = await given(makeFilm(path.join(stage.folder, 'phone.mp4'), '-c:v', 'libx264', '-pix_fmt', 'yuv420p'));
    const person = await sitting('contributor1', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });
    const { page } = person;
    await edit(person, film);
    const touch = await page.context().newCDPSession(page);
    const canvas = await page.getByTestId('viewer-canvas').boundingBox();
    const send = (type, x, y) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x: canvas.x + canvas.width * x, y: canvas.y + canvas.height * y }] });
    await send('touchStart', 0.4, 0.45);
    for (let step = 1; step <= 4; step += 1) await send('touchMove', 0.4 + 0.05 * step, 0.45 + 0.025 * step);
    await send('touchEnd');
    await mine(page).waitFor();
    await page.getByText(texts.scope_range, { exact: true }).click();
    await person.click(texts.range_from_here);
    await shoot(page, 'redact-film-390-dark');
    await person.close();
  });
} catch (error) {
  await checks.check('redaction of other kinds is tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
