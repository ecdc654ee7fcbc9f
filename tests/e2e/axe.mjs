// axe-core on every page, as who may see it, in light and dark: nothing serious or critical.
import { Person } from '../../examples/demo/client.mjs';
import { PASSWORD, PEOPLE } from '../../examples/demo/story.mjs';
import { seriousFaults } from '../support/axe.mjs';
import { launch, sitDown } from '../support/browser.mjs';
import { startDemoServer } from '../support/demo_server.mjs';
import { Checks, must } from '../support/server.mjs';

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
    contributor1: ['/account', '/account/security', '/account/tokens', '/account/conflicts', '/problems/new', '/contribute', '/contribute/new', `/contribute/cases/${one.id}`, `/contribute/cases/${one.id}/edit`, `/contribute/cases/${one.id}/items/new`, `/items/${item.id}`, `/items/${item.id}/edit`],
    panel1: ['/reviews', `/reviews/${review.id}`],
    chair: ['/desk'],
    steward: ['/steward'],
    organizer: [`/campaigns/${campaign.slug}/edit`, `/runs/${run.id}`, '/admin'],
    admin: ['/admin', '/admin/people', '/admin/jobs', '/admin/events', '/admin/server'],
  };
}

try {
  browser = await launch();
  for (const [who, pages] of Object.entries(await places())) {
    for (const scheme of ['light', 'dark']) {
      const person = await sitDown(browser, demo.url, { colorScheme: scheme, bypassCSP: true });
      if (who !== 'stranger') await person.signIn(PEOPLE[who].email, PASSWORD);
      for (const place of pages) {
        await checks.check(`${place.replace(/[0-9a-f-]{36}/g, '…')} as ${who}, ${scheme}: nothing serious for axe`, async () => {
          const found = await seriousFaults(person.page, demo.url, place);
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
