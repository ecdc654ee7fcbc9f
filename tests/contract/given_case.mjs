// A server with one case whose images are ready, for suites that look at them with clients of others.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { scenariosOf } from './scenario.mjs';

/** Plays the scenarios up to the first about the images of a case. */
export async function giveCase(player) {
  for (const name of ['01-accounts.scn', '02-campaign.scn', '03-cases.scn']) {
    const text = await readFile(path.join(import.meta.dirname, name), 'utf8');
    const scenarios = scenariosOf(name, text);
    const end = scenarios.findIndex((one) => one.name.startsWith('Its images are seen'));
    for (const scenario of end < 0 ? scenarios : scenarios.slice(0, end)) await player.play(scenario);
  }
}
