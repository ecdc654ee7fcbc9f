// Making places of an image unreadable, as people do it: with a mouse, with the keyboard alone, with fingers; what a
// steward says of found places; a head without its face. What is covered is gone from the stored bytes.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { filesOf } from '../../examples/demo/steps.mjs';
import { CASES, PEOPLE } from '../../examples/demo/story.mjs';
import { faultsHere } from '../support/axe.mjs';
import { words } from '../support/browser.mjs';
import { done, edit, eventually, isShown, mine, RedactionStage, settled, shoot, sideOf, texts } from '../support/redacting.mjs';
import { Checks, medal, must } from '../support/server.mjs';

const run = promisify(execFile);
const ofCase = words('contribution');
const checks = new Checks();
const stage = new RedactionStage();
const given = (kind) => stage.given(kind);
const sitting = (who, options) => stage.sitting(who, options);

/** First samples of the pixels of a native DICOM file, those of a pixel together. */
function pixelsOf(bytes) {
  const short = (tag) => bytes.readUInt16LE(bytes.indexOf(Buffer.concat([tag, Buffer.from('US')])) + 8);
  const rows = short(Buffer.from([0x28, 0, 0x10, 0]));
  const columns = short(Buffer.from([0x28, 0, 0x11, 0]));
  const bytesEach = short(Buffer.from([0x28, 0, 0, 1])) / 8;
  const width = bytesEach * short(Buffer.from([0x28, 0, 2, 0]));
  const at = bytes.lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0]));
  const data = bytes.subarray(at + 12);
  return { rows, columns, value: (frame, x, y) => data.readUIntLE(((frame * rows + y) * columns + x) * width, bytesEach) };
}

async function storedPixels(author, assetId) {
  const detail = await author.get(`/api/v1/assets/${assetId}`);
  const answer = await author.send('GET', detail.frames[0].url);
  return pixelsOf(Buffer.from(await answer.arrayBuffer()));
}

try {
  await stage.start();

  await checks.check('a contributor draws, moves, adds and applies boxes with the mouse, and the stored pixels are blank', async () => {
    const clip = await given('us');
    const before = await storedPixels(clip.author, clip.assetId);
    const person = await sitting('contributor1');
    const { page } = person;
    await person.go(`/contribute/cases/${clip.id}`);
    await page.getByRole('link', { name: ofCase.redact, exact: true }).click();
    await isShown(page);
    const canvas = await page.getByTestId('viewer-canvas').boundingBox();
    const at = (x, y) => [canvas.x + canvas.width * x, canvas.y + canvas.height * y];
    await page.mouse.move(...at(0.42, 0.42));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.48), { steps: 4 });
    await page.mouse.up();
    await mine(page).waitFor();
    const drawn = { x: await sideOf(page, 'x'), width: await sideOf(page, 'width') };
    await page.mouse.move(...at(0.46, 0.45));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.55), { steps: 4 });
    await page.mouse.up();
    must((await sideOf(page, 'x')) > drawn.x && (await sideOf(page, 'width')) === drawn.width, 'the box was not moved as a whole');
    const box = { x: await sideOf(page, 'x'), y: await sideOf(page, 'y'), width: drawn.width, height: await sideOf(page, 'height') };
    await person.click(texts.box_add);
    must((await mine(page).count()) === 2, 'the second box is not on the image');
    await page.getByText(texts.style_block, { exact: true }).click();
    await shoot(page, 'redact-1440');
    await page.getByText(texts.after, { exact: true }).click();
    must((await page.getByTestId('patch').count()) === 2, 'not every box is painted in the preview');
    await shoot(page, 'redact-after');
    await person.click(texts.apply);
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/2 boxes on \d+ frames/).waitFor();
    await shoot(page, 'redact-confirm');
    await dialog.getByRole('button', { name: texts.confirm, exact: true }).click();
    await done(page);
    await shoot(page, 'redact-done');
    const after = await storedPixels(clip.author, clip.assetId);
    const inside = (x, y) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
    for (const frame of [0, 3]) {
      for (let y = 0; y < after.rows; y += 1) {
        for (let x = 0; x < after.columns; x += 1) if (inside(x, y)) must(after.value(frame, x, y) === 0, `pixel ${x}, ${y} of frame ${frame} is not blank`);
      }
      must(after.value(frame, 3, after.rows - 3) === before.value(frame, 3, after.rows - 3), 'a pixel far from the boxes changed');
    }
    must(person.faults.length === 0, `errors on the page: ${person.faults.join('; ')}`);
    await person.close();
  });

  await checks.check('the keyboard alone adds, moves, stretches, undoes, removes and applies', async () => {
    const clip = await given('us');
    const person = await sitting('contributor1');
    const { page } = person;
    await edit(person, clip);
    await page.getByRole('button', { name: texts.box_add }).focus();
    await page.keyboard.press('Enter');
    await mine(page).focus();
    const [x, width] = [await sideOf(page, 'x'), await sideOf(page, 'width')];
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    must((await sideOf(page, 'x')) === x + 11, 'the arrows do not move the box by 1 and 10 pixels');
    await page.keyboard.press('Alt+ArrowRight');
    must((await sideOf(page, 'width')) === width + 1, 'Alt and an arrow do not stretch the box');
    await page.keyboard.press('Control+z');
    must((await sideOf(page, 'width')) === width, 'Ctrl+Z does not undo');
    await page.keyboard.press('Control+y');
    must((await sideOf(page, 'width')) === width + 1, 'Ctrl+Y does not redo');
    await page.keyboard.press('Delete');
    must((await mine(page).count()) === 0, 'Delete does not remove the box');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: texts.undo, exact: true }).focus();
    await page.keyboard.press('Enter');
    await mine(page).focus();
    await page.keyboard.press('Enter');
    must(await page.getByLabel(texts.side_x, { exact: true }).evaluate((field) => field === document.activeElement), 'Enter does not lead to the numbers');
    await mine(page).focus();
    await page.keyboard.press('b');
    must((await page.getByTestId('patch').count()) === 1, 'B does not show the image after');
    await page.getByRole('button', { name: texts.apply, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await page.getByRole('button', { name: texts.confirm, exact: true }).focus();
    await page.keyboard.press('Enter');
    await done(page);
    await person.close();
  });

  await checks.check('fingers draw a box, move it and pull a handle; leaving without applying asks first', async () => {
    const clip = await given('us');
    const person = await sitting('contributor1', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const { page } = person;
    await edit(person, clip);
    const touch = await page.context().newCDPSession(page);
    const swipe = async (from, to) => {
      const send = (type, point) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [{ x: point[0], y: point[1] }] : [] });
      await send('touchStart', from);
      // As fast as a finger: a browser passes over what is near the start, and joins what comes at once.
      for (let step = 1; step <= 8; step += 1) {
        await send('touchMove', [from[0] + ((to[0] - from[0]) * step) / 8, from[1] + ((to[1] - from[1]) * step) / 8]);
        await page.waitForTimeout(30);
      }
      await send('touchEnd');
    };
    /** Where the canvas lies once it holds still: what comes late on the page may move it. */
    const still = async () => {
      const canvas = page.getByTestId('viewer-canvas');
      for (let before = await canvas.boundingBox(); ;) {
        await page.waitForTimeout(150);
        const now = await canvas.boundingBox();
        if (JSON.stringify(now) === JSON.stringify(before)) return now;
        before = now;
      }
    };
    const swipeOver = async ([left, top], [right, bottom]) => {
      const { x, y, width, height } = await still();
      await swipe([x + width * left, y + height * top], [x + width * right, y + height * bottom]);
    };
    await swipeOver([0.4, 0.4], [0.6, 0.5]);
    await mine(page).waitFor();
    const [x, width] = [await sideOf(page, 'x'), await sideOf(page, 'width')];
    await swipeOver([0.5, 0.45], [0.65, 0.6]);
    await eventually(() => sideOf(page, 'x'), (now) => now > x, 'the box that a finger moves');
    must((await sideOf(page, 'width')) === width, 'a finger that moves the box changes its size');
    const handle = await page.getByTestId('handle-se').locator('circle').last().boundingBox();
    const middle = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await swipe(middle, [middle[0] + 30, middle[1] + 30]);
    await eventually(() => sideOf(page, 'width'), (now) => now > width, 'the handle that a finger pulls');
    await shoot(page, 'redact-390');
    await page.getByRole('link', { name: /^←/ }).click();
    await page.getByRole('dialog').getByText(texts.leave_title).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).last().click();
    must((await mine(page).count()) === 1, 'the box is gone though the page was not left');
    await person.close();
  });

  await checks.check('a steward sees what was found, says that it hides nothing, and may not do it without a reason', async () => {
    const clip = await given('us');
    const person = await sitting('steward', { colorScheme: 'dark' });
    const { page } = person;
    await edit(person, clip);
    await shoot(page, 'redact-steward-dark');
    const dismiss = page.getByRole('button', { name: texts.dismiss, exact: true }).or(page.getByRole('button', { name: texts.dismiss_all, exact: true })).first();
    await dismiss.click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: texts.dismiss, exact: true });
    must(await send.isDisabled(), 'it can be said without a reason');
    await dialog.getByRole('textbox').fill('The mechanical index of the machine.');
    await send.click();
    await page.getByText(texts.is_dismissed.replace('{{name}}', PEOPLE.steward.name)).first().waitFor();
    const now = await clip.author.get(`/api/v1/cases/${clip.id}`);
    must(now.history.some((entry) => entry.action === 'case.dismiss'), 'it is not in the history of the case');
    must(now.state === 'needs_attention', `dismissing cleared the case: it is ${now.state}`);
    await person.close();
  });

  await checks.check('a head is seen without its face before the volume is replaced', async () => {
    const head = path.join(stage.folder, 'head');
    await run(medal, ['phantom', '--kind', 'ct-face', '--slices', '140', '--size', '128', '-o', head]);
    const one = await stage.draft(CASES[0]);
    for (const file of await filesOf(head)) await one.author.upload(one.made.id, file);
    const { made } = await stage.processed(one, ['needs_attention']);
    const person = await sitting('contributor1');
    const { page } = person;
    await edit(person, { id: made.id, assetId: made.assets[0].id });
    await page.getByRole('tab', { name: texts.tab_face }).click();
    await person.click(texts.face_remove);
    await page.getByRole('dialog').getByRole('button', { name: texts.face_remove, exact: true }).click();
    await page.getByRole('img', { name: /The head after, from the front/ }).waitFor({ timeout: 120_000 });
    await isShown(page);
    await shoot(page, 'redact-face');
    await page.getByRole('button', { name: texts.preview_confirm, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: texts.preview_confirm, exact: true }).click();
    const after = await eventually(() => one.author.get(`/api/v1/cases/${made.id}`), settled(['ready']), 'the head without its face');
    must(after.assets[0].sha256 !== made.assets[0].sha256, 'the volume is the same as before');
    await person.close();
  });

  await checks.check('nothing serious for axe on the editor, in light and dark', async () => {
    const clip = await given('us');
    for (const colorScheme of ['light', 'dark']) {
      const person = await sitting('contributor1', { colorScheme, bypassCSP: true });
      await edit(person, clip);
      await person.click(texts.box_add);
      const found = await faultsHere(person.page);
      must(found.length === 0, found.join('; '));
      await person.close();
    }
  });
} catch (error) {
  await checks.check('redaction is tried', () => { throw error; });
} finally {
  await stage.end();
}
checks.end();
