// The stewards' desk in the browser: the editor asks for two stewards, two of them sign by keyboard alone, a colleague of
// the contributor may not, a case is sent back and comes again, and images that were given before are shown side by side.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync, inflateSync, crc32 } from 'node:zlib';
import { Demo } from '../../examples/demo/steps.mjs';
import { waitFor } from '../../examples/demo/client.mjs';
import { CASES, PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { seriousFaults } from '../support/axe.mjs';
import { launch, sitDown, words } from '../support/browser.mjs';
import { Checks, medal, must, Server } from '../support/server.mjs';

const desk = words('steward');
const texts = words('contribution');
const campaignTexts = words('campaign');
const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-steward-'));
const server = await new Server(path.join(folder, 'data')).start();
const NAMES_SOMEBODY = 'Mr Smith came on 12.03.2019.';
const SECOND = { email: 'steward2@medal.example', name: 'Sven Second', institution: 'Charite', country: 'DE', role: 'steward' };
const COLLEAGUE = { email: 'colleague@medal.example', name: 'Nina Nord', institution: 'ospedale  nord', country: 'IT', role: 'steward' };
let browser;
let number = 0;

/** The same picture in other bytes: every row is packed again, without compression. */
function packedAnew(png) {
  const parts = [png.subarray(0, 8)];
  const data = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const whole = png.subarray(at, at + 12 + length);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    else if (png.toString('latin1', at + 4, at + 8) === 'IEND') {
      const body = Buffer.concat([Buffer.from('IDAT'), deflateSync(inflateSync(Buffer.concat(data)), { level: 0 })]);
      const head = Buffer.alloc(4);
      const check = Buffer.alloc(4);
      head.writeUInt32BE(body.length - 4);
      check.writeUInt32BE(crc32(body));
      parts.push(head, body, check, whole);
    } else parts.push(whole);
    at += 12 + length;
  }
  return Buffer.concat(parts);
}

async function settled(one) {
  return waitFor('a case', () => one.author.get(`/api/v1/cases/${one.made.id}`), (now) => now.state !== 'processing', 300);
}

try {
  const demo = new Demo({ url: server.url, data: server.data, medal, small: true });
  await demo.makePeople();
  for (const [key, who] of [['second', SECOND], ['colleague', COLLEAGUE]]) demo.people[key] = await demo.makePerson(who);
  const problems = await demo.makeProblems();
  browser = await launch();

  /** Of contributor1 (even numbers) or 2 (odd); `change` is laid over what was said of it. */
  const give = async (story, label, change = {}, files = undefined) => {
    const one = await demo.draftCase({ ...story, seed: story.seed ?? 800 + number }, number, problems, folder);
    await one.author.send('PATCH', `/api/v1/cases/${one.made.id}`, { label, ...change });
    for (const file of files ?? one.files) await one.author.upload(one.made.id, file);
    await one.author.post(`/api/v1/cases/${one.made.id}/actions`, { action: 'process' });
    const now = await settled(one);
    return { ...one, now, files: files ?? one.files };
  };
  const sit = async (who, options = {}) => {
    const one = await sitDown(browser, server.url, { reducedMotion: 'reduce', bypassCSP: options.bypassCSP ?? false, ...options });
    await one.signIn(who.email, PASSWORD);
    return one;
  };

  await checks.check('the campaign editor has a switch for two stewards, and keeps it', async () => {
    const organizer = await sit(PEOPLE.organizer);
    await organizer.go('/campaigns/medal-2026/edit');
    await organizer.page.getByLabel(campaignTexts.field.steward_four_eyes).check();
    await organizer.page.getByRole('button', { name: /2/ }).last().click();
    await organizer.page.waitForURL(/\/campaigns\/medal-2026$/);
    const kept = await demo.people.organizer.get('/api/v1/campaigns/medal-2026');
    must(kept.policy.steward_four_eyes === true, JSON.stringify(kept.policy));
    await organizer.close();
  });

  number = 2;
  const held = await give({ kind: 'ct-abdomen' }, 'Held for its text', { clinical_context: NAMES_SOMEBODY });
  number = 4;
  const mended = await give({ kind: 'ct-chest' }, 'To be mended', { clinical_context: NAMES_SOMEBODY });
  await checks.check('both cases wait', () => must(held.now.state === 'needs_attention' && mended.now.state === 'needs_attention', `${held.now.state}, ${mended.now.state}`));

  await checks.check('strangers to the desk have no link to it, stewards and organizers have', async () => {
    for (const [who, isShown] of [[PEOPLE.contributor1, false], [PEOPLE.steward, true], [PEOPLE.organizer, true]]) {
      const one = await sit(who);
      must((await one.page.getByRole('navigation').getByRole('link', { name: words('common').nav.steward }).count() > 0) === isShown, `${who.name}: the link is wrong`);
      await one.close();
    }
  });

  const first = await sit(PEOPLE.steward);
  const keys = first.page.keyboard;
  await checks.check('by keyboard alone: the list opens a case, shows its finding, and the first steward signs', async () => {
    await first.go('/steward');
    await first.see('Held for its text');
    await keys.press('?');
    await first.see(desk.key_clear);
    await keys.press('Escape');
    await first.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await keys.press('j');
    await first.page.getByRole('heading', { level: 2, name: 'Held for its text' }).waitFor();
    await first.see('a name after a title');
    await keys.press('c');
    const dialog = first.page.getByRole('dialog');
    await dialog.getByRole('textbox').waitFor();
    await first.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await keys.type('A made-up name in the text of a phantom.');
    await keys.press('Tab');
    await keys.press('Tab');
    await keys.press('Enter');
    await first.see('Signed, a second steward has to agree: Held for its text');
    await first.see('1 of 2 signatures');
    await first.see(desk.conflict_signed_already);
  });

  await checks.check('a colleague of the contributor is told why they may not, and no key clears', async () => {
    const colleague = await sit(COLLEAGUE);
    await colleague.go(`/steward?case=${held.made.id}`);
    await colleague.see(desk.conflict_same_institution_title);
    must(await colleague.page.getByRole('button', { name: desk.clear, exact: true }).isDisabled(), 'the button is not disabled');
    await colleague.page.keyboard.press('c');
    must((await colleague.page.getByRole('dialog').count()) === 0, 'a dialog opened');
    await colleague.close();
  });

  await checks.check('the second steward agrees with a usual reason, and the case goes on', async () => {
    const second = await sit(SECOND);
    await second.go('/steward');
    await second.see('Held for its text');
    await second.page.keyboard.press('j');
    await second.see('Stella Steward');
    await second.page.keyboard.press('c');
    await second.page.getByRole('button', { name: desk.clear_synthetic }).click();
    await second.page.getByRole('dialog').getByRole('button', { name: desk.clear, exact: true }).click();
    await second.see('Cleared: Held for its text');
    await second.page.getByRole('heading', { level: 2, name: 'To be mended' }).waitFor();
    must((await settled(held)).state === 'ready', 'the case is not ready');
    await second.close();
  });

  await checks.check('a case is sent back by keyboard, its contributor reads why, and it comes again', async () => {
    await first.go(`/steward?case=${mended.made.id}`);
    await first.page.getByRole('heading', { level: 2, name: 'To be mended' }).waitFor();
    await keys.press('s');
    await first.page.getByRole('dialog').getByRole('textbox').waitFor();
    await first.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await keys.type('Take the name and the date out.');
    await keys.press('Tab');
    await keys.press('Tab');
    await keys.press('Enter');
    await first.see('Sent back: To be mended');
    await first.see(desk.empty);
    await first.page.getByText(desk.turn_contributor).click();
    await first.see('To be mended');
    const contributor = await sit(PEOPLE.contributor1);
    await contributor.go(`/contribute/cases/${mended.made.id}`);
    await contributor.see(texts.sent_back);
    await contributor.see('Take the name and the date out.');
    await mended.author.send('PATCH', `/api/v1/cases/${mended.made.id}`, { clinical_context: 'Seen in spring.' });
    await mended.author.post(`/api/v1/cases/${mended.made.id}/actions`, { action: 'reprocess' });
    must((await settled(mended)).state === 'ready', 'it is not ready');
    await contributor.close();
  });

  await checks.check('the same series from another contributor is shown beside the first', async () => {
    number = 6;
    const once = await give({ ...CASES[3], seed: 901 }, 'Given first');
    number = 7;
    const twice = await give({ ...CASES[3], seed: 901 }, 'Given twice', {}, once.files);
    must(once.now.checks.every((check) => check.kind !== 'duplicate'), 'the first is taken for a copy');
    must(twice.now.state === 'needs_attention', twice.now.state);
    must(!JSON.stringify(twice.now).includes(once.made.id), 'the contributor is told of the case of another');
    await first.go(`/steward?case=${twice.made.id}`);
    await first.see(desk.same_pixels);
    await first.page.getByAltText(desk.other_image).first().waitFor();
    await first.page.waitForFunction((alt) => { const image = [...document.images].find((one) => one.alt === alt); return image?.complete && image.naturalWidth > 0; }, desk.other_image);
  });

  await checks.check('a picture that is encoded anew is known again', async () => {
    number = 8;
    const photo = CASES.find((one) => one.kind === 'photo');
    const once = await give({ ...photo, seed: 902 }, 'A photograph');
    const anew = path.join(folder, 'anew.png');
    const before = await readFile(once.files[0]);
    await writeFile(anew, packedAnew(before));
    must(!before.equals(await readFile(anew)), 'the bytes are the same');
    number = 9;
    const twice = await give({ ...photo, seed: 902 }, 'The photograph anew', {}, [anew]);
    const found = twice.now.checks.find((check) => check.kind === 'duplicate');
    must(found?.verdict === 'block' && found.evidence.hits[0].likeness === 'same_pixels', JSON.stringify(twice.now.checks));
  });

  for (const colorScheme of ['light', 'dark']) {
    await checks.check(`the desk with a case, ${colorScheme}: nothing serious for axe`, async () => {
      const queue = await demo.people.steward.get('/api/v1/campaigns/medal-2026/steward-queue');
      const one = await sit(PEOPLE.steward, { colorScheme, bypassCSP: true });
      const found = await seriousFaults(one.page, server.url, `/steward?case=${queue.items[0].case_id}`);
      must(found.length === 0, found.join('; '));
      await one.close();
    });
  }
  await checks.check('nothing went wrong on the pages', () => must(first.faults.length === 0, first.faults.join('; ')));
} catch (error) {
  await checks.check('the desk is prepared', () => { throw error; });
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
checks.end();
