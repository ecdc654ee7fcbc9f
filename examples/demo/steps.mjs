// The steps from nothing to a row on the board, through nothing but the public API and the command line: what the
// demo is made of, and what tests walk with.
import { execFile, spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Person, waitFor } from './client.mjs';
import { CONTEXT, PASSWORD, PEOPLE, PROBLEMS } from './story.mjs';

const here = import.meta.dirname;
const run = promisify(execFile);

const ROAD = ['submit', 'screen', 'start_rating', 'prioritise', 'open_for_data'];

const STEPS = { submitted: 1, in_rating: 3, open_for_data: 5 };

export async function filesOf(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort();
}

const base = (stem, context, asset) => ({
  stem, language: 'en', rationale: 'Follows from how the phantom was drawn.', reference_standard: 'synthetic_ground_truth',
  reference_note: 'Known by construction.', difficulty_note: 'Needs the images.', asset_ids: [asset.id],
});

export function questionsOn({ phantom, context, made, index }) {
  const asset = made.assets[0];
  const lesion = phantom.lesions[0];
  const keys = ['a', 'b', 'c', 'd'];
  const options = [...context.wrong];
  options.splice(index % 4, 0, context.organ);
  const questions = [{
    ...base('In which structure does the marked abnormality lie?', context, asset),
    answer_spec: { type: 'single_choice', options: options.map((text, i) => ({ key: keys[i], text })) },
    reference: { type: 'single_choice', option: keys[index % 4] },
  }];
  if (lesion && index % 3 === 0) {
    questions.push({
      ...base('What is the largest diameter of the lesion?', context, asset),
      answer_spec: { type: 'number', unit: 'mm' },
      reference: { type: 'number', value: Math.round(lesion.diameter_mm * 10) / 10, unit: 'mm', tolerance: 0.15, tolerance_kind: 'relative' },
    });
  }
  if (lesion && index % 3 === 1) {
    const half = 8;
    questions.push({
      ...base('Draw a box around the lesion on the slice where it is largest.', context, asset),
      answer_spec: { type: 'box', asset_id: asset.id, instruction: 'One box.' },
      reference: { type: 'box', iou_threshold: 0.3, boxes: [{ frame: Math.min(lesion.slice, asset.frames - 1), x: Math.max(0, lesion.column - half), y: Math.max(0, lesion.row - half), width: 2 * half, height: 2 * half }] },
    });
  }
  if (index % 3 === 2 || !lesion) {
    questions.push({
      ...base('Name the organ that holds the abnormality in one or two words.', context, asset),
      answer_spec: { type: 'short_text', max_characters: 60 },
      reference: { type: 'short_text', canonical: context.organ, synonyms: [`the ${context.organ} tissue`], codes: [] },
    });
  }
  return questions;
}

export const answerFrom = (reference, isRight) => {
  switch (reference.type) {
    case 'single_choice': return { type: 'single_choice', option: isRight ? reference.option : reference.option === 'a' ? 'b' : 'a' };
    case 'number': return { type: 'number', value: isRight ? reference.value : reference.value * 3, unit: reference.unit };
    case 'box': return { type: 'box', boxes: isRight ? reference.boxes : [{ frame: 0, x: 0, y: 0, width: 4, height: 4 }] };
    default: return { type: 'short_text', text: isRight ? reference.canonical : 'something else' };
  }
};

export async function startBaselines(medal) {
  const server = spawn(medal, ['baseline-server', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve) => server.stdout.once('data', (line) => resolve(/http:\S+/.exec(String(line))[0])));
  return { url, stop: () => server.kill('SIGTERM') };
}

export const evalWords = (exam, model, url, folder) => ['eval', 'run', exam, '--model', `openai:${model}`, '--base-url', url,
  '-o', folder, '--kind', 'baseline', '--model-version', '1'];

/** `flags`: url of a running server, its data folder, the medal binary, and whether the cases are small. */
export class Demo {
  constructor(flags) {
    this.flags = flags;
    this.people = {};
    this.campaign = null;
  }

  async medal(...words) {
    return (await run(this.flags.medal, words, { maxBuffer: 64 << 20 })).stdout;
  }

  async makePerson(who) {
    const words = ['admin', 'create-person', '--data', this.flags.data, '--email', who.email, '--name', who.name,
      '--institution', who.institution, '--country', who.country];
    if (who.role) words.push('--role', who.role);
    if (who.role && who.role !== 'admin') words.push('--campaign', 'medal-2026');
    await new Promise((resolve, reject) => {
      const child = spawn(this.flags.medal, words, { stdio: ['pipe', 'ignore', 'inherit'] });
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`create-person ended with ${code}`))));
      child.stdin.end(`${PASSWORD}\n`);
    });
    return new Person(this.flags.url).signIn(who.email, PASSWORD);
  }

  async makePeople() {
    await this.medal('admin', 'import-campaign', '--data', this.flags.data, path.join(here, '../campaign/medal-2026.json'));
    for (const [key, who] of Object.entries(PEOPLE)) this.people[key] = await this.makePerson(who);
    this.campaign = await this.people.organizer.get('/api/v1/campaigns/medal-2026');
    await this.people.developer.post(`/api/v1/campaigns/${this.campaign.id}/join`, { role: 'model_developer' });
  }

  async makeProblems() {
    const made = [];
    for (const [index, { draft, state }] of PROBLEMS.entries()) {
      const author = index % 2 ? this.people.contributor2 : this.people.contributor1;
      let problem = await author.post(`/api/v1/campaigns/${this.campaign.id}/problems`, draft);
      for (const action of ROAD.slice(0, STEPS[state])) {
        const actor = action === 'submit' ? author : this.people.organizer;
        problem = await actor.post(`/api/v1/problems/${problem.id}/actions`, { action });
      }
      made.push(problem);
    }
    return made;
  }

  /** A case in draft, its phantom drawn and its files not yet sent. */
  async draftCase(story, index, problems, folder) {
    const author = index % 2 ? this.people.contributor2 : this.people.contributor1;
    const context = CONTEXT[story.kind];
    const images = path.join(folder, `case-${index}`);
    const phantom = JSON.parse(await this.medal('phantom', '--kind', story.kind, '--seed', String(story.seed), '--slices',
      String(story.slices ?? (this.flags.small ? 6 : 24)), '--size', String(story.size ?? 128), '--plant-identifiers', '-o', images, '--json'));
    const made = await author.post(`/api/v1/campaigns/${this.campaign.id}/cases`, {
      label: `Phantom ${story.kind} ${story.seed}`, problem_id: problems[context.problem].id, clinical_context: context.text,
      age_band: ['30-39', '50-59', '70-79'][index % 3], sex: index % 2 ? 'female' : 'male', site_name: author.me.institution,
      country: author.me.country, terms: { ...context.terms, task: problems[context.problem].terms.task }, licence: 'CC-BY-4.0',
      consent: { basis: 'synthetic', statements: this.campaign.policy.consent_statements.map((one) => one.key) },
    });
    return { author, made, phantom, context, index, files: await filesOf(images) };
  }

  /** Waits for the end of processing; a steward clears what needs attention. */
  async finishCase({ author, made }) {
    const ask = () => author.get(`/api/v1/cases/${made.id}`);
    let now = await waitFor('a case', ask, (one) => one.state !== 'processing', 300);
    if (now.state === 'needs_attention') {
      await this.people.steward.post(`/api/v1/cases/${made.id}/actions`, { action: 'clear', reason: 'A phantom: looked at, nothing identifies anybody.' });
      now = await waitFor('a cleared case', ask, (one) => one.state !== 'processing');
    }
    if (now.state !== 'ready') throw new Error(`a case is ${now.state}: ${JSON.stringify(now.checks)}`);
    return now;
  }

  async makeCase(story, index, problems, folder) {
    const one = await this.draftCase(story, index, problems, folder);
    for (const file of one.files) await one.author.upload(one.made.id, file);
    await one.author.post(`/api/v1/cases/${one.made.id}/actions`, { action: 'process' });
    return { ...one, made: await this.finishCase(one) };
  }

  async makeItems(one) {
    const items = [];
    for (const draft of questionsOn(one)) {
      const item = await one.author.post(`/api/v1/cases/${one.made.id}/items`, draft);
      await one.author.post(`/api/v1/items/${item.id}/actions`, { action: 'submit' });
      const checked = await waitFor('checks', () => one.author.get(`/api/v1/items/${item.id}`), (now) => !['submitted', 'in_checks'].includes(now.state));
      if (checked.state !== 'in_review') throw new Error(`an item is ${checked.state}: ${JSON.stringify(checked.checks)}`);
      items.push({ item: checked, reference: draft.reference });
    }
    return items;
  }

  async review(reviewer, item, reference, isRight) {
    const invited = await this.people.chair.post(`/api/v1/items/${item.id}/reviews`, { reviewer_id: reviewer.me.id });
    await reviewer.post(`/api/v1/reviews/${invited.id}/actions`, { action: 'accept' });
    await reviewer.post(`/api/v1/reviews/${invited.id}/answer`, { answer: answerFrom(reference, isRight), confidence: isRight ? 85 : 40, seconds: 70 });
    const scores = Object.fromEntries(this.campaign.rubric.criteria.map((one, i) => [one.key, 3 + ((i + (isRight ? 1 : 0)) % 3)]));
    await reviewer.put(`/api/v1/reviews/${invited.id}/scores`, { scores, recommendation: 'accept', comment: 'Clear and answerable.' });
    await reviewer.post(`/api/v1/reviews/${invited.id}/actions`, { action: 'submit' });
  }

  async curate(all) {
    const panel = [this.people.panel1, this.people.panel2, this.people.panel3];
    for (const [index, { item, reference }] of all.entries()) {
      await this.review(panel[index % 3], item, reference, true);
      await this.review(panel[(index + 1) % 3], item, reference, index % 4 !== 0);
      await this.people.chair.post(`/api/v1/items/${item.id}/decision`, { decision: 'accept', reason: 'Two reviews agree.' });
    }
  }

  async draftRelease(cases, version = '2026.1-demo') {
    const release = await this.people.organizer.post(`/api/v1/campaigns/${this.campaign.id}/releases`, {
      name: 'MEDAL demo exam', version, notes: 'Phantoms only; made to show how the exam works.',
    });
    const entries = cases.flatMap(({ items, index }) => items.map(({ item }) => ({
      item_id: item.id, split: index % 4 === 0 ? 'public-dev' : index % 6 === 5 ? 'private' : 'public-test',
    })));
    await this.people.organizer.put(`/api/v1/releases/${release.id}/items`, { entries });
    return release;
  }

  async frozen(release) {
    return waitFor('freeze', () => this.people.organizer.get(`/api/v1/releases/${release.id}`), (now) => now.state === 'frozen');
  }

  async makeRelease(cases) {
    const release = await this.draftRelease(cases);
    const act = (action) => this.people.organizer.post(`/api/v1/releases/${release.id}/actions`, { action });
    await act('freeze');
    await this.frozen(release);
    return act('publish');
  }

  /** The package of a release, unpacked and verified below `folder`. */
  async fetchExam(release, folder) {
    const archive = path.join(folder, 'release.tar');
    const response = await this.people.developer.send('GET', `/api/v1/releases/${release.id}/export.tar`);
    await writeFile(archive, Buffer.from(await response.arrayBuffer()));
    await run('tar', ['-xf', archive, '-C', folder]);
    const exam = path.join(folder, 'medal-release');
    await this.medal('release', 'verify', exam);
    return exam;
  }

  async makeToken() {
    return (await this.people.developer.post('/api/v1/me/tokens', { name: 'demo', scopes: ['read', 'evaluate'] })).token;
  }

  async submit(folderOfRun, token) {
    await run(this.flags.medal, ['eval', 'submit', folderOfRun, '--server', this.flags.url, '--note', 'Sees no image.'], { env: { ...process.env, MEDAL_TOKEN: token } });
  }

  async graded(oneRun) {
    return waitFor('grading', () => this.people.organizer.get(`/api/v1/runs/${oneRun.id}`), (now) => now.state === 'complete');
  }

  async sitExam(release, folder) {
    const exam = await this.fetchExam(release, folder);
    const token = await this.makeToken();
    const baselines = await startBaselines(this.flags.medal);
    try {
      for (const model of ['uniform_guess', 'most_frequent', 'text_heuristic']) {
        const folderOfRun = path.join(folder, model);
        await this.medal(...evalWords(exam, model, baselines.url, folderOfRun));
        await this.submit(folderOfRun, token);
      }
    } finally {
      baselines.stop();
    }
    const { items } = await this.people.developer.get('/api/v1/me/runs');
    for (const one of items) {
      await this.graded(one);
      await this.people.organizer.post(`/api/v1/runs/${one.id}/actions`, { action: 'publish' });
    }
  }
}
