// The shapes of the curation API (src/curation/views.h).
import type { Answer, AnswerSpec, AnswerType, Asset, ItemRow, PersonRef, Reference, Sex } from '../contribution/types';

export type Recommendation = 'accept' | 'revise' | 'reject';

export interface ReviewRow {
  id: string;
  item_id: string;
  reviewer: PersonRef;
  stem: string;
  answer_type: AnswerType;
  state: string;
  invited_at: string;
  due_on: string;
  recommendation?: Recommendation;
  blind_correct?: boolean;
  scores?: Record<string, number>;
  comment?: string;
}

export interface Criterion {
  key: string;
  label: Record<string, string>;
  help: Record<string, string>;
  lowest: number;
  highest: number;
}

export interface Review {
  id: string;
  state: string;
  item: {
    id: string;
    stem: string;
    language: string;
    answer_spec: AnswerSpec;
    assets: Asset[];
    clinical_context: string;
    age_band?: string;
    sex?: Sex;
    reference_standard: string;
  };
  blind?: { answer: Answer; confidence: number; answered_at: string };
  revealed?: { reference: Reference; rationale: string; blind_correct: boolean; blind_score: number };
  rubric: Criterion[];
  scores?: Record<string, number>;
  recommendation?: Recommendation;
  comment?: string;
  due_on: string;
  allowed_actions: string[];
}

export interface Scoring {
  scores: Record<string, number>;
  recommendation: Recommendation;
  comment: string;
}

export interface EligibleReviewer {
  person: PersonRef;
  eligible: boolean;
  reason?: string;
  open_reviews: number;
}

export interface DeskRow {
  item: ItemRow;
  reviews: { state: string; reviewer_name: string; recommendation?: Recommendation; blind_correct?: boolean }[];
  ready_to_decide: boolean;
}
