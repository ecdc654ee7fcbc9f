// The shapes of the contribution API (src/contribution/views.h).
import type { Box } from '../../viewer';

export type Texts = Record<string, string>;
export type Terms = Record<string, string[]>;

export interface PersonRef {
  id: string;
  display_name: string;
  institution: string;
}

export interface Campaign {
  id: string;
  slug: string;
  title: Texts;
  taxonomy: { axes: { key: string; label: Texts; required: boolean; terms: { key: string; label: Texts }[] }[] };
  rubric: { criteria: { key: string; label: Texts }[] };
  policy: { licences: string[]; consent_statements: { key: string; text: Texts }[] };
}

export interface Page<Row> {
  items: Row[];
  next?: string;
}

export type ConsentBasis = 'patient_consent' | 'ethics_waiver' | 'public_data' | 'synthetic';
export type Sex = 'female' | 'male' | 'other' | 'unknown';

export interface CaseDraft {
  label: string;
  problem_id?: string;
  clinical_context: string;
  age_band?: string;
  sex?: Sex;
  site_name: string;
  country: string;
  terms: Terms;
  licence: string;
  consent: { basis: ConsentBasis; statements: string[] };
}

export interface Check {
  id: string;
  kind: 'deidentification' | 'burned_in_text' | 'quality' | 'duplicate' | 'text_identifiers' | 'face';
  verdict: 'pass' | 'warn' | 'block';
  message: string;
  evidence: unknown;
  cleared?: boolean;
  code?: string;
}

export interface Asset {
  id: string;
  kind: 'dicom_series' | 'raster' | 'nifti_volume' | 'video' | 'slide';
  modality?: string;
  description?: string;
  frames: number;
  rows: number;
  columns: number;
  bytes: number;
  thumbnail_url: string;
}

export interface Upload {
  id: string;
  size_bytes: number;
  received_bytes: number;
  state: 'receiving' | 'complete' | 'processed' | 'refused';
  refusal?: { code: string; message: string; hint: string };
}

export interface HistoryEntry {
  at: string;
  actor_name: string;
  action: string;
  reason?: string;
}

export interface RemovedElement {
  tag: string;
  keyword: string;
  action: string;
  reason: string;
  count: number;
}

export interface Case extends CaseDraft {
  id: string;
  campaign_id: string;
  author: PersonRef;
  state: 'draft' | 'processing' | 'needs_attention' | 'ready' | 'withdrawn';
  uploads: Upload[];
  assets: Asset[];
  checks: Check[];
  removed: RemovedElement[];
  progress?: { done: number; total: number };
  items: { id: string; stem: string; state: string }[];
  history: HistoryEntry[];
  sent_back_at?: string;
  allowed_actions: string[];
}

/** The server has the last word; this decides whether the way there is shown. */
export const mayChangeCase = (one: Case, me: string | undefined) => one.author.id === me && ['draft', 'needs_attention'].includes(one.state);
export const mayChangeItem = (item: Item, me: string | undefined) => item.author.id === me && ['draft', 'in_revision'].includes(item.state);

export interface CaseRow {
  id: string;
  label: string;
  state: string;
  country: string;
  updated_at: string;
}

export interface ItemRow {
  id: string;
  case_id: string;
  stem: string;
  answer_type: AnswerType;
  state: string;
  author: PersonRef;
  version: number;
  updated_at: string;
}

export type AnswerType = 'single_choice' | 'number' | 'short_text' | 'box';

export type AnswerSpec =
  | { type: 'single_choice'; options: { key: string; text: string }[] }
  | { type: 'number'; unit: string }
  | { type: 'short_text'; max_characters: number }
  | { type: 'box'; asset_id: string; instruction: string };

export type Answer =
  | { type: 'single_choice'; option: string }
  | { type: 'number'; value: number; unit: string }
  | { type: 'short_text'; text: string }
  | { type: 'box'; boxes: Box[] };

export type Reference =
  | { type: 'single_choice'; option: string }
  | { type: 'number'; value: number; unit: string; tolerance: number; tolerance_kind: 'absolute' | 'relative' }
  | { type: 'short_text'; canonical: string; synonyms: string[]; codes: { system: string; code: string }[] }
  | { type: 'box'; boxes: Box[]; iou_threshold: number };

export const REFERENCE_STANDARDS = [
  'histopathology',
  'surgical_finding',
  'laboratory',
  'genetic',
  'follow_up',
  'registry',
  'interventional',
  'multi_expert_consensus',
  'single_expert',
  'physical_measurement',
  'synthetic_ground_truth',
] as const;

export interface ItemDraft {
  problem_id?: string;
  stem: string;
  language: string;
  answer_spec: AnswerSpec;
  reference: Reference;
  rationale: string;
  reference_standard: string;
  reference_note: string;
  difficulty_note: string;
  asset_ids: string[];
}

export interface Item extends Omit<ItemDraft, 'reference' | 'rationale' | 'reference_note' | 'difficulty_note' | 'asset_ids'> {
  id: string;
  case_id: string;
  campaign_id: string;
  author: PersonRef;
  version: number;
  state: string;
  answer_type: AnswerType;
  reference?: Reference;
  rationale?: string;
  reference_note?: string;
  difficulty_note?: string;
  assets: Asset[];
  checks: Check[];
  history: HistoryEntry[];
  allowed_actions: string[];
}
