// What can be done to which kind of image. The server decides the same (src/contribution/redaction_rules.cpp).
import type { Scope, Size, Style, Subject } from './regions';
import type { Detail } from './types';

const FEWEST_SLICES = 8;
const SCANS = ['CT', 'MR', 'PT'];

/** Whose face can be cut out. */
export function isVolume({ asset, frames, modality }: Detail): boolean {
  return asset.kind === 'nifti_volume' || (frames.length >= FEWEST_SLICES && SCANS.includes(modality ?? ''));
}

/** Films and volumes are one file with many frames. */
export const sizeOf = ({ asset, columns, rows }: Detail): Size => ({ columns, rows, frames: asset.frames });

/** What is shown in tiles is not there as a whole to take means of. */
export const stylesFor = ({ pyramid }: Detail): Style[] => (pyramid ? ['fill'] : ['fill', 'block', 'blur']);

/** What to say where a search found nothing: whether there was one, and how far it went. */
export function wordForNothing({ asset }: Detail, subject: Subject): string {
  if (asset.kind === 'nifti_volume') return 'not_searched';
  if (asset.kind !== 'slide') return `nothing_found_${subject}`;
  return subject === 'text' ? 'nothing_found_slide' : 'not_searched';
}

/** Text on a film or a series stands still; in a volume the slices before and behind show something else. */
export const firstScopeFor = ({ asset }: Detail): Scope => (asset.kind === 'nifti_volume' ? 'frame' : 'all');
