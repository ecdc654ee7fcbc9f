// The pages are read and their claims tried: what a page tells people to type must work.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Demo, startBaselines } from '../../examples/demo/steps.mjs';
import { CASES } from '../../examples/demo/story.mjs';
import { Checks, medal, must, root, Server } from '../support/server.mjs';
import { blocks, commands, links, pages, paths, settings } from './pages.mjs';

const run = promisify(execFile);
const checks = new Checks();
const all = pages();
const page = (name) => all.find((one) => one.name === name);
const helps = new Map();

/** The help of a command, or nothing where there is no such command. */
async function help(words) {
  const key = words.join(' ');
  if (!helps.has(key)) helps.set(key, await run(medal, [...words, '--help']).then((said) => said.stdout, () => null));
  return helps.get(key);
}

/** The longest start of the words that names a command: "eval run RELEASE" → "eval run". */
async function commandOf(words) {
  let found = null;
  for (let length = 1; length <= Math.min(3, words.length) && /^[a-z][a-z0-9-]*$/.test(words[length - 1]); length += 1) {
    const said = await help(words.slice(0, length));
    if (!said || (length > 1 && said === (await help(words.slice(0, length - 1))))) break;
    found = words.slice(0, length);
  }
  return found;
}

async function wrongIn(words) {
  const command = await commandOf(words);
  if (!command) return `there is no command "medal ${words.slice(0, 2).join(' ')}"`;
  const said = await help(command);
  const flags = words.filter((one) => /^--?[a-z]/.test(one)).map((one) => one.split('=')[0]);
  const unknown = flags.filter((flag) => !new RegExp(`(^|[\\s,])${flag}(?=[\\s,]|$)`, 'm').test(said));
  return unknown.length > 0 ? `"medal ${command.join(' ')}" has no ${unknown.join(', ')}` : null;
}

for (const one of all) {
  await checks.check(`${one.name}: every link and path leads somewhere`, async () => {
    const dead = links(one).filter((link) => !existsSync(path.join(root, path.dirname(one.name), link)));
    const gone = paths(one).filter((place) => !existsSync(path.join(root, place.replace(/[.,:;]$/, ''))));
    must(dead.length + gone.length === 0, [...dead, ...gone].join(', '));
  });
  const said = commands(one);
  if (said.length === 0) continue;
  await checks.check(`${one.name}: its ${said.length} commands and their flags exist`, async () => {
    const wrong = (await Promise.all(said.map(wrongIn))).filter(Boolean);
    must(wrong.length === 0, wrong.join('; '));
  });
}

await checks.check('docs/operator.md: the table of settings is what `medal config` prints', async () => {
  const flat = {};
  const walk = (value, prefix) => {
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) walk(inner, `${prefix}${key}.`);
      else flat[prefix + key] = typeof inner === 'string' ? inner : JSON.stringify(inner);
    }
  };
  walk(JSON.parse((await run(medal, ['config'])).stdout), '');
  const told = Object.fromEntries(settings(page('docs/operator.md')));
  for (const [key, value] of Object.entries(flat)) must(told[key] === value, `${key}: the page says "${told[key]}", the program "${value}"`);
  for (const key of Object.keys(told)) must(key in flat, `there is no setting ${key}`);
});

const folder = await mkdtemp(path.join(tmpdir(), 'medal-docs-'));
const env = { ...process.env, PATH: `${path.dirname(medal)}:${process.env.PATH}` };
const shell = (script, cwd) => run('bash', ['-euo', 'pipefail', '-c', script], { cwd, env, maxBuffer: 16 << 20 });

async function waitUntilReady(url) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await fetch(`${url}/readyz`).then((said) => said.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server was not ready');
}

async function operate() {
  const data = path.join(folder, 'operated');
  const port = 20000 + Math.floor(Math.random() * 20000);
  const here = (script) => script.replaceAll('/srv/medal', data).replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`).replaceAll('build/release/medal', medal);
  let server = null;
  try {
    for (const { how, script } of blocks(page('docs/operator.md'))) {
      if (how === 'background') {
        server = spawn('bash', ['-c', `exec ${here(script)}`], { stdio: 'ignore', env });
        await waitUntilReady(`http://127.0.0.1:${port}`);
      } else {
        await shell(here(script), root);
      }
    }
  } finally {
    if (server) {
      server.kill('SIGTERM');
      await new Promise((resolve) => { server.once('exit', resolve); });
    }
  }
}

async function sitAsTold() {
  const server = await new Server(path.join(folder, 'data')).start();
  const baselines = await startBaselines(medal);
  try {
    const demo = new Demo({ url: server.url, data: server.data, medal, small: true });
    await demo.makePeople();
    const one = await demo.makeCase(CASES[0], 0, await demo.makeProblems(), folder);
    const cases = [{ ...one, items: await demo.makeItems(one) }];
    await demo.curate(cases[0].items);
    const release = await demo.makeRelease(cases);
    const [{ script }] = blocks(page('docs/model-developer.md'));
    await shell(script.replaceAll('YOUR_TOKEN', await demo.makeToken()).replaceAll('RELEASE_ID', release.id).replaceAll('my-model', 'uniform_guess')
      .replaceAll('https://medal.example.org', server.url).replaceAll('http://127.0.0.1:8000/v1', baselines.url), folder);
    must((await demo.people.developer.get('/api/v1/me/runs')).items.length === 1, 'no run was handed in');
  } finally {
    baselines.stop();
    await server.stop();
  }
}

try {
  await checks.check('docs/operator.md: what it tells to type works, from top to bottom', operate);
  await checks.check('docs/model-developer.md: what it tells to type works, up to the board', sitAsTold);
} finally {
  await rm(folder, { recursive: true, force: true });
}
checks.end();
