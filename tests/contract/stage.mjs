// What scenarios need beside the API: people whom an operator makes, mails that were sent, phantoms and their uploads.
import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ball, labels, makeFilm, makeHead, makeNifti, makePicture, makeSlide } from '../support/media.mjs';
import { medal, must } from '../support/server.mjs';

const run = promisify(execFile);
export const PASSWORD = 'copper lantern drifts slowly';

/** Words, with "quoted ones" as one. */
const wordsOf = (text) => [...text.matchAll(/"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2]);

async function makePerson(player, [who, email, name, institution, country, role]) {
  const words = ['admin', 'create-person', '--data', player.server.data, '--email', email, '--name', name, '--institution', institution, '--country', country];
  if (role) words.push('--role', role);
  if (role && role !== 'admin') words.push('--campaign', 'medal-2026');
  await new Promise((resolve, reject) => {
    const child = spawn(medal, words, { stdio: ['pipe', 'ignore', 'inherit'], env: { ...process.env, ...player.server.env } });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`create-person ended with ${code}`))));
    child.stdin.end(`${PASSWORD}\n`);
  });
  const answer = await player.ask(who, 'POST', '/api/v1/session', { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD }) });
  must(answer.status === 200, `${email} cannot sign in: ${answer.text}`);
  player.values.set(`${who}_id`, answer.json.id);
}

async function importCampaign(player, [file]) {
  await run(medal, ['admin', 'import-campaign', '--data', player.server.data, file], { env: { ...process.env, ...player.server.env } });
}

/** Bodies are in base64 (RFC 2045). */
function bodyOf(mail) {
  return Buffer.from(mail.slice(mail.indexOf('\r\n\r\n')), 'base64').toString('utf8');
}

async function mailsTo(player, address) {
  const folder = path.join(player.server.data, 'mail');
  const names = await readdir(folder).catch(() => []);
  const mails = await Promise.all(names.filter((one) => one.endsWith('.eml')).sort().map((one) => readFile(path.join(folder, one), 'latin1')));
  return mails.filter((mail) => mail.includes(`To: ${address}`) || mail.includes(`To: <${address}>`));
}

/** The newest mail to an address whose body matches; each mail is taken once. */
async function takeMail(player, [name, address, pattern]) {
  player.mailsTaken ??= new Set();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    for (const mail of (await mailsTo(player, address)).reverse()) {
      const found = new RegExp(pattern).exec(bodyOf(mail));
      if (!found || player.mailsTaken.has(mail)) continue;
      player.mailsTaken.add(mail);
      return void player.values.set(name, found[1]);
    }
    await sleep(50);
  }
  throw new Error(`no mail to ${address} holds ${pattern}`);
}

/** Draws a phantom; a seed names its patient, and every case has another one unless it is given. */
async function draw(player, name, kind, slices, seed) {
  const folder = path.join(`${player.server.data}-phantoms`, `${name}-${kind}`);
  player.phantoms = (player.phantoms ?? 0) + 1;
  await run(medal, ['phantom', '--kind', kind, '--seed', seed ?? String(6 + player.phantoms), '--slices', slices, '--size', '64', '-o', folder]);
  return folder;
}

/** From now on the server knows this phantom as an image of a public data set. */
async function publish(player, [name, kind, slices, seed]) {
  const folder = await draw(player, name, kind, slices, seed);
  const list = path.join(path.dirname(folder), `${name}.tsv`);
  const { stdout } = await run(medal, ['fingerprint', folder], { maxBuffer: 16 << 20 });
  await writeFile(list, stdout);
  await STAGES.restart(player, [`imaging.public_fingerprints=${list}`]);
}

async function phantom(player, name, kind, slices, seed) {
  const folder = await draw(player, name, kind, slices, seed);
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath ?? one.path, one.name)).sort();
  return Promise.all(files.map((file) => readFile(file)));
}

/** The value of a UI element in explicit little endian. */
function uidIn(file, group, element) {
  const at = file.indexOf(Buffer.from([group & 255, group >> 8, element & 255, element >> 8, 0x55, 0x49]));
  must(at >= 0, 'the phantom has the element');
  return file.subarray(at + 8, at + 8 + file.readUInt16LE(at + 6)).toString('latin1').replace(/\0$/, '');
}

/** The files as the parts of one body, with the boundary "parts"; `text` adds one that is no DICOM file. */
async function makeParts(player, [name, kind, slices, extra]) {
  const files = await phantom(player, name, kind, slices);
  const parts = files.flatMap((file) => [Buffer.from('--parts\r\nContent-Type: application/dicom\r\n\r\n'), file, Buffer.from('\r\n')]);
  if (extra === 'text') parts.push(Buffer.from('--parts\r\nContent-Type: text/plain\r\n\r\nNo image.\r\n'));
  player.values.set(name, Buffer.concat([...parts, Buffer.from('--parts--\r\n')]));
  player.values.set(`${name}_study`, uidIn(files[0], 0x0020, 0x000d));
}

async function send(player, who, caseName, body) {
  const headers = { 'tus-resumable': '1.0.0', 'upload-length': String(body.length), 'upload-metadata': `case_id ${Buffer.from(player.value(caseName)).toString('base64')}`, 'content-type': 'application/offset+octet-stream' };
  const answer = await player.ask(who, 'POST', '/files', { headers, body });
  must(answer.status === 201, `an upload ended with ${answer.status}: ${answer.text}`);
}

async function upload(player, [who, caseName, kind, slices, seed]) {
  for (const body of await phantom(player, caseName, kind, slices, seed)) await send(player, who, caseName, body);
}

const MEDIA = {
  'slide.svs': (file) => makeSlide(file, 2048, 1536),
  'written.svs': (file) => makeSlide(file, 5120, 4096, { text: 'BORN 12.03.1961', x: 600, y: 600, size: 22 }),
  'film.mp4': (file) => makeFilm(file, '-c:v', 'libx264', '-pix_fmt', 'yuv420p'),
  'volume.nii.gz': (file) => makeNifti(file, (i, j, k) => ball(i, j, k, 0)),
  'mask.nii.gz': (file) => makeNifti(file, labels),
  'picture.tif': (file) => makePicture(file, 640, 480, '-pix_fmt', 'rgb24'),
};

/** A CT head as one NIfTI file. */
async function uploadHead(player, [who, caseName]) {
  const folder = await draw(player, caseName, 'ct-face', '140');
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const slices = entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath ?? one.path, one.name));
  await send(player, who, caseName, await readFile(makeHead(path.join(folder, 'head.nii.gz'), slices)));
}

async function uploadMedia(player, [who, caseName, name]) {
  const folder = `${player.server.data}-media`;
  await mkdir(folder, { recursive: true });
  await send(player, who, caseName, await readFile(MEDIA[name](path.join(folder, name))));
}

const STAGES = {
  person: makePerson,
  campaign: importCampaign,
  mail: takeMail,
  upload,
  parts: makeParts,
  media: uploadMedia,
  head: uploadHead,
  letter: (player, [who, caseName]) => send(player, who, caseName, Buffer.from('Dear colleague, this is no image.')),
  publish,
  base64: async (player, [name, of]) => { player.values.set(name, Buffer.from(player.value(of)).toString('base64')); },
  // With other settings, on the same data and port; what was begun is finished first.
  restart: async ({ server }, [setting]) => {
    server.settings = [...server.settings.filter((one) => one.split('=')[0] !== setting.split('=')[0]), setting];
    await server.stop();
    await server.start();
  },
  bearer: async (player, [who, name]) => { player.caller(who).bearer = player.value(name); },
};

export async function runStage(player, step) {
  const [word, ...rest] = wordsOf(step.stage);
  must(STAGES[word], `${step.at}: there is no stage ${word}`);
  await STAGES[word](player, rest);
}
