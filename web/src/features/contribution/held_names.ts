// The names of files that were refused or held back, where this tab sent them; see upload_names.ts.
import { useEffect, useMemo } from 'react';
import type { HeldFile } from '../../ui';
import type { Case } from './types';
import { forgetUploadNames, type UploadNames, uploadNamesOf } from './upload_names';

function heldIds(checks: Case['checks']): Set<string> {
  const held = checks.flatMap((check) => (check.evidence as { held?: HeldFile[] } | null)?.held ?? []);
  return new Set(held.flatMap((file) => file.upload_id ?? []));
}

/** Once the case has left processing, only what was held back or is still to be processed keeps its name. */
export function useHeldNames(one: Pick<Case, 'id' | 'state' | 'checks' | 'uploads'>): UploadNames {
  useEffect(() => {
    if (one.state === 'processing') return;
    const held = heldIds(one.checks);
    const done = new Set(one.uploads.filter((upload) => upload.state === 'processed' || upload.state === 'refused').map((upload) => upload.id));
    forgetUploadNames(one.id, (id) => one.state !== 'withdrawn' && (held.has(id) || !done.has(id)));
  }, [one]);
  return useMemo(() => uploadNamesOf(one.id), [one]);
}
