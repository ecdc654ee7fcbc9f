// Each attack is one check: what must be answered, and that the server answers others at once afterwards.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scenariosOf } from '../contract/scenario.mjs';
import { Player } from '../contract/player.mjs';
import { startPostgres, whyNoPostgres } from '../support/postgres.mjs';
import { Checks, must, Server } from '../support/server.mjs';
import { attackByOthers } from './others.mjs';
import { attackBySize } from './size.mjs';
import { attackByShape } from './shape.mjs';
import { attackBySlowness } from './slow.mjs';
import { attackByText } from './text.mjs';
import { attackUploads } from './uploads.mjs';

const SETUP = `
== people
@campaign examples/campaign/medal-2026.json
@person contributor carla@medal.test "Carla Contri" "Ospedale Nord" IT
@person other dev@medal.test "Dev Patel" "Pune Imaging Institute" IN
contributor POST /api/v1/campaigns/medal-2026/cases
| {"label": "Phantom", "clinical_context": "", "site_name": "Ospedale Nord", "country": "IT",
|  "terms": {"modality": ["ct"], "anatomy": ["liver"], "task": ["characterisation"]}, "licence": "CC-BY-4.0",
|  "consent": {"basis": "synthetic", "statements": ["right_to_share", "deidentified", "withdrawal"]}}
201
$case = .id
contributor POST /api/v1/campaigns/medal-2026/problems
| {"title": "A draft that nobody else may see", "decision_supported": "", "current_practice": "", "unmet_need": "",
|  "affected_population": "", "target_performance": "", "reference_feasibility": "", "equity": "", "terms": {},
|  "references": [], "coauthors": []}
201
$problem = .id
`;

const folder = await mkdtemp(path.join(tmpdir(), 'medal-hostile-'));
const checks = new Checks();

async function makeSite() {
  const site = path.join(folder, 'site');
  await mkdir(site);
  await writeFile(path.join(site, 'index.html'), '<!doctype html><title>MEDAL</title>');
  await writeFile(path.join(folder, 'secret.txt'), 'outside of the site');
  return site;
}

/** Runs attacks on a fresh server; every check ends with a question that must be answered. */
async function attack(name, env, attacks) {
  const settings = [`server.web_folder=${await site}`];
  const server = await new Server(path.join(folder, name), { env, settings }).start();
  const player = new Player({ server });
  const check = (what, act) => checks.check(`${name}: ${what}`, async () => {
    await act();
    must((await player.ask('stranger', 'GET', '/readyz')).status === 200, 'the server is not ready afterwards');
    must((await player.ask('contributor', 'GET', '/api/v1/me')).status === 200, 'the server does not answer afterwards');
  });
  try {
    for (const scenario of scenariosOf('setup', SETUP)) await player.play(scenario);
    for (const one of attacks) await one({ server, player, check, secretFile: path.join(folder, 'secret.txt') });
  } finally {
    await server.stop();
  }
}

const site = makeSite();
try {
  await attack('sqlite', {}, [attackByShape, attackByText, attackUploads, attackByOthers, attackBySize, attackBySlowness]);
  if (whyNoPostgres()) {
    checks.skip('postgres', whyNoPostgres());
  } else {
    const postgres = await startPostgres();
    try {
      await attack('postgres', { MEDAL_DATABASE_URL: postgres.url }, [attackByText, attackByOthers]);
    } finally {
      await postgres.stop();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
checks.end();
