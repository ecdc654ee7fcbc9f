// What a check found, as its evidence says it (src/contribution: text_boxes.h, face_check.h, held_back.h,
// duplicate_evidence.h). Evidence is free JSON to the interface, so it is looked at before it is believed.
import type { HeldFile } from '../../ui';
import type { Box } from '../../viewer';

export interface TextBox extends Box {
  asset_id: string;
  text_class: 'identifier' | 'text' | 'marker';
  confidence: number;
  is_painted_over: boolean;
}

export interface TextEvidence {
  boxes: TextBox[];
  more: number;
  pictures_not_searched: number;
}

export interface FaceEvidence {
  with_face: number;
  undecided: number;
  highest_confidence: number;
}

export interface FilesEvidence {
  files: number;
  written: number;
  refused: number;
  quarantined: number;
  held?: HeldFile[];
  more?: number;
}

export interface DuplicateHit {
  asset_id: string;
  frame: number;
  likeness: 'same_pixels' | 'similar';
  distance_bits: number;
  other_case_id?: string;
  other_asset_id?: string;
  other_frame?: number;
  is_own: boolean;
  data_set?: string;
  entry?: string;
}

export interface FieldEvidence {
  field: string;
  kinds: string[];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export function textEvidence(evidence: unknown): TextEvidence | undefined {
  return isObject(evidence) && Array.isArray(evidence.boxes) ? (evidence as unknown as TextEvidence) : undefined;
}

export function faceEvidence(evidence: unknown): FaceEvidence | undefined {
  return isObject(evidence) && typeof evidence.with_face === 'number' ? (evidence as unknown as FaceEvidence) : undefined;
}

export function filesEvidence(evidence: unknown): FilesEvidence | undefined {
  return isObject(evidence) && typeof evidence.quarantined === 'number' ? (evidence as unknown as FilesEvidence) : undefined;
}

export function duplicateHits(evidence: unknown): { hits: DuplicateHit[]; more: number } | undefined {
  if (!isObject(evidence) || !Array.isArray(evidence.hits)) return undefined;
  return { hits: evidence.hits as DuplicateHit[], more: typeof evidence.more === 'number' ? evidence.more : 0 };
}

export function fieldEvidence(evidence: unknown): FieldEvidence | undefined {
  return isObject(evidence) && typeof evidence.field === 'string' && Array.isArray(evidence.kinds) ? (evidence as unknown as FieldEvidence) : undefined;
}

interface Finding {
  verdict: 'pass' | 'warn' | 'block';
  cleared?: boolean;
}

/** What a steward has to look at, the gravest first, and the rest. */
export function openFirst<T extends Finding>(checks: T[]): { open: T[]; rest: T[] } {
  const isOpen = (check: T) => check.verdict !== 'pass' && !check.cleared;
  const rank = (check: T) => (check.verdict === 'block' ? 0 : 1);
  return { open: checks.filter(isOpen).sort((a, b) => rank(a) - rank(b)), rest: checks.filter((check) => !isOpen(check)) };
}

/** All text boxes of the open and closed findings that lie on one image. */
export function boxesOn(assetId: string, checks: { evidence: unknown }[]): TextBox[] {
  return checks.flatMap((check) => textEvidence(check.evidence)?.boxes ?? []).filter((box) => box.asset_id === assetId);
}
