// axe-core on every page, as who may see it, in light and dark: nothing serious or critical.
import { createRequire } from 'node:module';
import path from 'node:path';
import { Person } from '../../examples/demo/client.mjs';
import { PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { launch, sitDown } from '../support/browser.mjs';
import { startDemoServer } from '../support/demo_server.mjs';
import { Checks, must, root } from '../support/server.mjs';

const axe = createRequire(path.join(root, 'web/package.json')).resolve('axe-core');
const checks = new Checks();
const demo = await startDemoServer();
let browser;

async function places() {
  const organizer = await new Person(demo.url).signIn(PEOPLE.organizer.email, PASSWORD);
  const contributor = await new Person(demo.url).signIn(PEOPLE.contributor1.email, PASSWORD);
  const panellist = await new Person(demo.url).signIn(PEOPLE.panel1.email, PASSWORD);
  const campaign = (await organizer.get('/api/v1/campaigns')).items[0];
  const below = `/api/v1/campaigns/${campaign.id}`;
  const problem = (await organizer.get(`${below}/problems`)).items[0];
  const one = (await contributor.get(`${below}/cases?mine=true`)).items[0];
  const item = (await contributor.get(`${below}/items?mine=true`)).items[0];
  const review = (await panellist.get('/api/v1/me/reviews')).items[0];
  const release = (await organizer.get('/api/v1/releases')).items[0];
  const run = (await organizer.get(`/api/v1/releases/${release.id}/runs`)).items[0];
  return {
    stranger: ['/', '/sign-in', '/sign-up', '/reset', '/problems', `/problems/${problem.id}`, '/campaign', '/releases', `/releases/${release.id}`, '/leaderboard', '/runs', '/no-such-page'],
    contributor1: ['/account', '/account/security', '/account/tokens', '/account/conflicts', '/problems/new', '/contribute', '/contribute/new', `/contribute/cases/${one.id}`, `/contribute/cases/${one.id}/items/new`, `/items/${item.id}`],
    panel1: ['/reviews', `/reviews/${review.id}`],
    chair: ['/desk'],
    organizer: [`/campaigns/${campaign.slug}/edit`, `/runs/${run.id}`, '/admin'],
    admin: ['/admin', '/admin/people', '/admin/jobs', '/admin/events', '/admin/server'],
  };
}

/** "rule: how many, the first place" of what is serious or critical. */
async function findings(page) {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
      .map((one) => `${one.id}: ${one.nodes.length}, ${one.nodes[0].target.join(' ')} (${one.nodes[0].any[0]?.message ?? one.help})`);
  });
}

async function settled(page) {
  await page.locator('h1').first().waitFor();
  // A page that asks again and again is never idle.
  await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => {});
}

try {
  browser = await launch();
  for (const [who, pages] of Object.entries(await places())) {
    for (const scheme of ['light', 'dark']) {
      const person = await sitDown(browser, demo.url, { colorScheme: scheme, bypassCSP: true });
      if (who !== 'stranger') await person.signIn(PEOPLE[who].email, PASSWORD);
      for (const place of pages) {
        await checks.check(`${place.replace(/[0-9a-f-]{36}/g, '…')} as ${who}, ${scheme}: nothing serious for axe`, async () => {
          await person.go(place);
          await settled(person.page);
          const found = await findings(person.page);
          must(found.length === 0, found.join('; '));
        });
      }
      await person.close();
    }
  }
} catch (error) {
  await checks.check('the pages are visited', () => { throw error; });
} finally {
  await browser?.close();
  await demo.end();
}
checks.end();
