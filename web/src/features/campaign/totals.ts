import type { CampaignProgress } from '../../api/types';

const HIDDEN = new Set(['draft', 'withdrawn']);
const total = (counts: Record<string, number>): number => Object.entries(counts).filter(([state]) => !HIDDEN.has(state)).reduce((sum, [, count]) => sum + count, 0);

/** What a campaign has so far; drafts and what was withdrawn do not count. */
export const totalsOf = (progress: CampaignProgress) => ({
  problems: total(progress.problems), cases: total(progress.cases), items: total(progress.items), reviews: progress.reviews_done,
  contributors: progress.contributors, countries: Object.keys(progress.countries).length,
});
