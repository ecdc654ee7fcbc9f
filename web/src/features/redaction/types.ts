// The shapes of redaction (src/contribution/redaction_types.h), and what the editor needs of a case.
import type { AssetDetail } from '../../viewer';
import type { Area, Region, Subject } from './regions';

export interface FoundBox extends Area {
  asset_id: string;
  frame: number;
  /** Of a face that is seen for a while. */
  last_frame?: number;
  text_class?: 'identifier' | 'text' | 'marker';
  confidence: number;
  is_painted_over: boolean;
}

export interface Check {
  id: string;
  kind: string;
  verdict: 'pass' | 'warn' | 'block';
  message: string;
  evidence: { boxes?: FoundBox[]; with_face?: number } | null;
  cleared?: boolean;
}

export interface Case {
  id: string;
  author: { id: string };
  label: string;
  state: string;
  checks: Check[];
  progress?: { done: number; total: number };
  allowed_actions: string[];
}

export type Detail = AssetDetail & { asset: { sha256: string; frames: number; columns: number; rows: number } };

export interface Redaction {
  id: string;
  asset_id: string;
  person_name: string;
  kind: 'regions' | 'deface' | 'dismissal';
  state: 'working' | 'preview' | 'confirmed' | 'done' | 'discarded' | 'expired' | 'failed';
  regions: Omit<Region, 'id'>[];
  reason: string;
  frames_changed: number;
  failure?: string;
  pictures: { name: string; before_url: string; after_url: string }[];
  voxels_removed: number;
  created_at: string;
  expires_at?: string;
}

/** A box that a search found, with what became of it. */
export interface Found extends Area {
  key: string;
  frame: number;
  lastFrame: number;
  subject: Subject;
  textClass?: FoundBox['text_class'];
  confidence: number;
  isPainted: boolean;
  /** Who says that it hides nothing. */
  dismissedBy?: string;
}

const SUBJECTS: Record<string, Subject> = { burned_in_text: 'text', face: 'face' };

export function foundIn(one: Case, assetId: string, redactions: Redaction[]): Found[] {
  const dismissals = redactions.filter((entry) => entry.kind === 'dismissal' && entry.asset_id === assetId);
  return one.checks.flatMap((check) => {
    const subject = SUBJECTS[check.kind];
    if (!subject) return [];
    return (check.evidence?.boxes ?? [])
      .filter((box) => box.asset_id === assetId)
      .map((box, index) => ({
        key: `${check.kind}-${index}`,
        frame: box.frame,
        lastFrame: box.last_frame ?? box.frame,
        x: box.x,
        y: box.y,
        width: box.width,
        height: box.height,
        subject,
        textClass: box.text_class,
        confidence: box.confidence,
        isPainted: box.is_painted_over,
        dismissedBy: dismissals.find((entry) => entry.regions.some((region) => isSame(region, box)))?.person_name,
      }));
  });
}

function isSame(region: Omit<Region, 'id'>, box: FoundBox): boolean {
  return region.frame_from === box.frame && region.x === box.x && region.y === box.y && region.width === box.width && region.height === box.height;
}
