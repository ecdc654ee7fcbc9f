// Short names for the generated schema of the server's API (npm run api).
import type { components } from './schema';

type Schemas = components['schemas'];
export type Me = Schemas['ApiMe'];
export type CampaignSummary = Schemas['ApiCampaignSummary'];
export type Campaign = Schemas['ApiCampaignView'];
export type CampaignProgress = Schemas['ApiCampaignProgress'];
export type ProblemRow = Schemas['ApiProblemListRow'];
export type Problem = Schemas['ApiProblemView'];
export type ProblemDraft = Schemas['CampaignProblemDraft'];
export type Translated = Record<string, string>;
