// The whole path as three people walk it in the browser: a contributor with a CT series full of planted identifiers, a
// panellist, an organizer; then a model's run, and its row on the board. Nothing planted may be left or shown anywhere.
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { evalWords, startBaselines } from '../../examples/demo/steps.mjs';
import { launch, sitDown, words } from '../support/browser.mjs';
import { linkInMail } from '../support/mail.mjs';
import { hitsBelow, textsIn } from '../support/planted.mjs';
import { Checks, medal, must, root, Server } from '../support/server.mjs';

const run = promisify(execFile);
const PASSWORD = 'amber violin over harbour';
const LEAST_CHARACTERS = 5;
const actions = words('actions');
const problems = words('problems');
const contribution = words('contribution');
const curation = words('curation');
const releases = words('release');
const campaigns = words('campaign');
const account = words('account');
const common = words('common');
const checks = new Checks();
const folder = await mkdtemp(path.join(tmpdir(), 'medal-whole-'));
const server = await new Server(path.join(folder, 'data')).start();
const people = {};
let browser;
let texts = [];
let done = true;

/** A step builds on those before it: after a failure the rest is not tried. */
async function step(name, act) {
  if (!done) return;
  const failed = checks.failed;
  await checks.check(name, async () => {
    await act();
    const faults = Object.values(people).flatMap((one) => one.faults);
    must(faults.length === 0, `errors on a page: ${faults.join('; ')}`);
  });
  done = checks.failed === failed;
  if (!done && process.env.MEDAL_SCREENS) {
    for (const [who, one] of Object.entries(people)) await one.page.screenshot({ path: path.join(process.env.MEDAL_SCREENS, `${who}.png`), fullPage: true });
  }
}

async function makeCampaign() {
  const file = JSON.parse(await readFile(path.join(root, 'examples/campaign/medal-2026.json'), 'utf8'));
  file.policy.min_reviews = 1;
  await writeFile(path.join(folder, 'campaign.json'), JSON.stringify(file));
  await run(medal, ['admin', 'import-campaign', '--data', server.data, path.join(folder, 'campaign.json')]);
}

async function makePerson(email, name, institution, ...roles) {
  await new Promise((resolve, reject) => {
    const child = spawn(medal, ['admin', 'create-person', '--data', server.data, '--email', email, '--name', name, '--institution', institution, '--country', 'DE'], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`create-person ended with ${code}`))));
    child.stdin.end(`${PASSWORD}\n`);
  });
  for (const role of roles) await run(medal, ['admin', 'grant', '--data', server.data, '--email', email, '--role', role, '--campaign', 'medal-2026']);
}

const idOf = (page) => page.url().split('/').pop();
let problemId;
let releaseId;

try {
  await makeCampaign();
  await makePerson('organizer@medal.example', 'Ines Organa', 'MEDAL Office', 'organizer', 'chair');
  await makePerson('panellist@medal.example', 'Dr. Paula Panel', 'Hospital Sul', 'panellist');
  const images = path.join(folder, 'patient');
  const drawn = JSON.parse((await run(medal, ['phantom', '--kind', 'ct-abdomen', '--seed', '5', '--slices', '12', '--size', '128', '--plant-identifiers', '-o', images, '--json'], { maxBuffer: 16 << 20 })).stdout);
  texts = [...new Set(drawn.planted.filter((text) => text.length >= LEAST_CHARACTERS))];
  must(texts.length >= 10 && (await hitsBelow(images, texts)).length > 0, 'the phantom carries no planted identifiers');
  browser = await launch();
  for (const who of ['contributor', 'organizer', 'panellist', 'stranger']) people[who] = await sitDown(browser, server.url);
  const { contributor, organizer, panellist, stranger } = people;

  await step('the contributor makes an account, opens the link of the mail and signs in', async () => {
    await contributor.go('/sign-up');
    await contributor.page.fill('input[name="email"]', 'contributor@medal.example');
    await contributor.page.fill('input[name="password"]', PASSWORD);
    await contributor.page.fill('input[name="display_name"]', 'Dr. Carla Contri');
    await contributor.page.fill('input[name="institution"]', 'Ospedale Nord');
    await contributor.choose(/^Country/, 'Italy');
    await contributor.page.click('button[type="submit"]');
    await contributor.see(account.mailSent);
    const link = await linkInMail(server.data, 'contributor@medal.example', /https?:\/\/\S+\/verify\S+/);
    await contributor.go(link.pathname + link.search);
    await contributor.click(account.verifyNow);
    await contributor.see(account.verified);
    await contributor.signIn('contributor@medal.example', PASSWORD);
  });

  await step('the contributor proposes a problem', async () => {
    await contributor.go('/problems/new');
    await contributor.fill(problems.field.title, 'Which small liver lesions on CT need a biopsy?');
    for (const [field, text] of [['decision_supported', 'Whether a patient is sent to biopsy or to follow-up.'], ['unmet_need', 'Many benign lesions are biopsied today, some malignant ones are not.'],
      ['reference_feasibility', 'Histopathology or two years of follow-up.'], ['current_practice', 'Two specialists read; the second one settles disagreement.']]) {
      await contributor.fill(problems.field[field], text);
    }
    for (const [axis, term] of [[/^Modality/, 'Computed tomography'], [/^Anatomy/, 'Liver'], [/^Task/, 'Characterisation']]) await contributor.choose(axis, term);
    await contributor.click(problems.submit);
    await contributor.page.waitForURL(/\/problems\/[0-9a-f-]{36}$/);
    problemId = idOf(contributor.page);
    await contributor.see('submitted');
  });

  await step('the organizer takes the problem to where data can be given', async () => {
    await organizer.signIn('organizer@medal.example', PASSWORD);
    await organizer.go(`/problems/${problemId}`);
    for (const action of ['screen', 'start_rating']) await organizer.click(actions[action]);
    for (const action of ['prioritise', 'open_for_data']) await organizer.clickAndConfirm(actions[action]);
    await organizer.see('open for data');
  });

  await step('the contributor begins a case', async () => {
    await contributor.go(`/problems/${problemId}`);
    await contributor.page.getByRole('link', { name: problems.giveCase }).click();
    await contributor.page.waitForFunction(() => [...document.querySelectorAll('input')].some((one) => one.value.startsWith('Which small liver')));
    await contributor.fill(contribution.label, 'Liver lesion');
    await contributor.fill(contribution.clinical_context, 'Incidental finding in the upper abdomen; no known cancer.');
    await contributor.choose(contribution.age_band, '50-59');
    await contributor.fill(contribution.site_name, 'Ospedale Nord');
    await contributor.choose(/^Country/, 'Italy');
    for (const [axis, term] of [[/^Modality/, 'Computed tomography'], [/^Anatomy/, 'Liver'], [/^Task/, 'Characterisation']]) await contributor.choose(axis, term);
    await contributor.choose(contribution.basis, contribution.basis_synthetic);
    for (const box of await contributor.page.getByRole('checkbox').all()) await box.check();
    await contributor.click(contribution.case_begin);
    await contributor.page.waitForURL(/\/contribute\/cases\/[0-9a-f-]{36}$/);
  });

  await step('the contributor corrects what was said of the case', async () => {
    await contributor.page.getByRole('link', { name: contribution.case_edit }).click();
    await contributor.fill(contribution.label, 'Liver lesion 1');
    await contributor.click(contribution.save);
    await contributor.page.getByRole('heading', { name: 'Liver lesion 1' }).waitFor();
  });

  await step('the folder of DICOM files is uploaded and processed, and what was removed is shown', async () => {
    await contributor.page.locator('input[webkitdirectory]').setInputFiles(images);
    await contributor.see(contribution.all_sent);
    await contributor.click(contribution.action_process);
    await contributor.see('PatientName');
    await contributor.see(common.deid_Z);
    await contributor.see('12 images, 128 × 128');
  });

  await step('the contributor opens the images in the viewer', async () => {
    await contributor.page.getByRole('button', { name: /^Show / }).first().click();
    await contributor.page.getByRole('dialog').locator('canvas').first().waitFor();
    await contributor.page.keyboard.press('Escape');
  });

  await step('the contributor asks a question, corrects it and submits it', async () => {
    await contributor.page.getByRole('link', { name: contribution.item_new }).click();
    await contributor.fill(contribution.stem, 'In which structure lies the marked abnormality?');
    for (const box of await contributor.page.getByRole('checkbox').all()) await box.check();
    await contributor.page.getByRole('textbox', { name: 'Text of option A' }).fill('Spleen');
    await contributor.page.getByRole('textbox', { name: 'Text of option B' }).fill('Liver');
    await contributor.page.getByRole('radio', { name: 'Option B is correct' }).check();
    await contributor.choose(contribution.standard, contribution.standard_synthetic_ground_truth);
    await contributor.fill(contribution.rationale, 'Follows from how the phantom was drawn.');
    await contributor.click(contribution.item_save);
    await contributor.page.waitForURL(/\/items\/[0-9a-f-]{36}$/);
    await contributor.page.getByRole('link', { name: contribution.item_edit }).click();
    must(await contributor.page.getByRole('radio', { name: 'Option B is correct' }).isChecked(), 'the form has forgotten which option is right');
    await contributor.fill(contribution.stem, 'In which structure does the marked abnormality lie?');
    await contributor.click(contribution.save);
    await contributor.see('In which structure does the marked abnormality lie?');
    await contributor.click(contribution.action_submit);
    await contributor.see(words('states').in_review);
  });

  await step('the organizer, who is the chair too, invites the panellist', async () => {
    await organizer.go('/desk');
    await organizer.click(curation.invite_reviewer);
    await organizer.page.getByRole('button', { name: 'Invite Dr. Paula Panel' }).click();
    await organizer.see(curation.conflict_invited_already);
    await organizer.page.keyboard.press('Escape');
  });

  await step('the panellist answers blind, and the server does not tell the reference before', async () => {
    await panellist.signIn('panellist@medal.example', PASSWORD);
    await panellist.go('/reviews');
    await panellist.page.getByRole('link', { name: /In which structure/ }).click();
    await panellist.click(curation.accept);
    await panellist.page.getByRole('radio', { name: /Liver/ }).check();
    for (const one of await panellist.everything()) {
      must(!/api\/v1\/reviews/.test(one.url) || !one.bytes.includes('how the phantom was drawn'), 'the rationale was sent before the blind answer');
    }
    await panellist.click(curation.answer);
    await panellist.see(curation.agrees);
    await panellist.see('Follows from how the phantom was drawn.');
  });

  await step('the panellist scores by the rubric and hands the review in', async () => {
    for (const scale of await panellist.page.getByRole('radiogroup').all()) {
      const four = scale.getByText('4', { exact: true });
      if ((await four.count()) > 0) await four.click();
    }
    await panellist.page.getByRole('radio', { name: curation.recommend_accept, exact: true }).check();
    await panellist.fill(curation.comment, 'Clear and answerable.');
    await panellist.click(curation.hand_in);
    await panellist.see(curation.thanks);
  });

  await step('the chair accepts the question', async () => {
    await organizer.go('/desk');
    await organizer.see(curation.ready);
    await organizer.click(curation.decide);
    const dialog = organizer.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: curation.recommend_accept, exact: true }).check();
    await dialog.getByRole('textbox').fill('The review agrees with the reference.');
    await dialog.getByRole('button', { name: curation.decide, exact: true }).click();
    await organizer.see(curation.desk_empty);
  });

  await step('the organizer chooses, freezes and publishes a release', async () => {
    await organizer.go('/releases');
    await organizer.click(releases.begin);
    await organizer.fill(releases.name, 'MEDAL exam');
    await organizer.fill(releases.version, '2026.1');
    await organizer.page.locator('form').getByRole('button', { name: releases.begin, exact: true }).click();
    await organizer.page.waitForURL(/\/releases\/[0-9a-f-]{36}$/);
    releaseId = idOf(organizer.page);
    await organizer.click('public-test');
    await organizer.click(releases.saveChoice);
    await organizer.page.getByText(releases.unsaved).waitFor({ state: 'hidden' });
    await organizer.clickAndConfirm(actions.freeze);
    await organizer.clickAndConfirm(actions.publish);
    await organizer.see(releases.toBoard);
  });

  const place = path.join(folder, 'exam');
  let token;

  await step('the contributor joins as model developer, makes a token and downloads the package', async () => {
    await contributor.go('/campaign');
    await contributor.click(campaigns.join.model_developer);
    await contributor.page.getByRole('button', { name: campaigns.join.model_developer, exact: true }).waitFor({ state: 'detached' });
    await contributor.go('/account/tokens');
    await contributor.fill(account.tokenName, 'exam');
    await contributor.page.getByLabel('evaluate').check();
    await contributor.click(account.makeToken);
    token = (await contributor.page.getByLabel(account.tokenMade, { exact: true }).locator('.medal-code pre, .medal-code code').first().innerText()).trim();
    await contributor.click(account.tokenTaken);
    await contributor.page.getByRole('cell', { name: 'exam' }).waitFor();
    await contributor.go(`/releases/${releaseId}`);
    const coming = contributor.page.waitForEvent('download');
    await contributor.page.getByRole('link', { name: releases.download, exact: true }).click();
    await mkdir(place);
    await (await coming).saveAs(path.join(place, 'release.tar'));
  });

  await step('a model sits the exam by the command line, and the organizer publishes its run', async () => {
    await run('tar', ['-xf', path.join(place, 'release.tar'), '-C', place]);
    must((await hitsBelow(place, texts)).length === 0, 'a planted identifier is in the package');
    const baselines = await startBaselines(medal);
    try {
      await run(medal, evalWords(path.join(place, 'medal-release'), 'most_frequent', baselines.url, path.join(place, 'run')));
    } finally {
      baselines.stop();
    }
    await run(medal, ['eval', 'submit', path.join(place, 'run'), '--server', server.url], { env: { ...process.env, MEDAL_TOKEN: token } });
    await organizer.go(`/runs?release=${releaseId}`);
    await organizer.page.getByRole('link', { name: /most_frequent/ }).first().click();
    await organizer.clickAndConfirm(actions.publish);
    await organizer.see('published');
  });

  await step('anybody sees the row on the board, with its interval and labelled as a baseline', async () => {
    await stranger.go('/leaderboard');
    await stranger.see('most_frequent');
    await stranger.see(releases.kind.baseline);
    must((await stranger.page.locator('tbody tr').count()) === 1, 'the board does not have one row');
  });

  await step('no answer that any browser got holds a planted identifier', async () => {
    let seen = 0;
    for (const [who, one] of Object.entries(people)) {
      for (const { url, bytes, headers } of await one.everything()) {
        seen += 1;
        const found = [...textsIn(bytes, texts), ...textsIn(Buffer.from(JSON.stringify(headers)), texts)];
        must(found.length === 0, `text ${found[0]} was sent to the ${who} by ${new URL(url).pathname}`);
      }
    }
    must(seen > 100, `only ${seen} answers were recorded`);
    const lost = Object.values(people).flatMap((one) => one.lost).filter((url) => !/\/assets\/[\w-]+\.(js|css|woff2)|\/favicon\.svg/.test(url));
    must(lost.length === 0, `answers could not be read: ${lost.slice(0, 5).join(', ')}`);
  });

  await server.stop();
  await step('none is in the database, the blobs, the mails, the quarantine or any other stored file', async () => {
    const hits = await hitsBelow(server.data, texts);
    must(hits.length === 0, hits.slice(0, 5).join('; '));
  });

  await step('none is in the log', async () => {
    const log = await readFile(server.log);
    must(log.length > 1000, 'there is no log');
    must(textsIn(log, texts).length === 0, 'a planted text is in the log');
  });
} catch (error) {
  await checks.check('the path is walked', () => { throw error; });
} finally {
  await browser?.close();
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
checks.end();
