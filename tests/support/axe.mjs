// Faults of accessibility that axe calls serious or critical (WCAG 2.1, A and AA) on one page of the site.
import { createRequire } from 'node:module';
import path from 'node:path';

const packages = createRequire(path.join(import.meta.dirname, '../../web/package.json'));
const { default: AxeBuilder } = packages('@axe-core/playwright');

/** Of the page as it stands; one line a fault, naming where. */
export async function faultsHere(page, place = 'here') {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
  return violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${place}: ${one.id} at ${one.nodes.slice(0, 2).map((node) => node.target.join(' ')).join(' and ')}`);
}

/** Waits until the page has its heading and nothing loads any more. */
export async function seriousFaults(page, url, place) {
  await page.goto(url + place);
  await page.locator('h1').first().waitFor();
  await page.locator('.mantine-Loader-root').first().waitFor({ state: 'detached' });
  return faultsHere(page, place);
}
