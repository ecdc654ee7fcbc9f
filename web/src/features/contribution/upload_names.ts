// Which file an upload was, for as long as a person may have to be told. Names may hold identifiers: they stay in this tab
// of the browser (its session storage), are sent nowhere, and go at sign-out, with the person, and once the server took the
// file.
const PREFIX = 'medal-upload-names:';
/** Whose they are; no case is called so. */
const OWNER = `${PREFIX}of`;

export type UploadNames = Record<string, string>;

export function uploadIdOf(address: string | null): string | undefined {
  return address?.split('?')[0]?.split('/').findLast((part) => part !== '');
}

export function uploadNamesOf(caseId: string): UploadNames {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(PREFIX + caseId) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

function store(caseId: string, names: UploadNames): void {
  try {
    if (Object.keys(names).length === 0) sessionStorage.removeItem(PREFIX + caseId);
    else sessionStorage.setItem(PREFIX + caseId, JSON.stringify(names));
  } catch {
    // Full, or forbidden: the page falls back to numbers.
  }
}

export function keepUploadName(caseId: string, uploadId: string, name: string): void {
  store(caseId, { ...uploadNamesOf(caseId), [uploadId]: name });
}

export function forgetUploadNames(caseId: string, isKept: (uploadId: string) => boolean): void {
  store(caseId, Object.fromEntries(Object.entries(uploadNamesOf(caseId)).filter(([id]) => isKept(id))));
}

/** A tab outlives its page: names that another person's left are none of this one's. */
export function claimUploadNames(person: string): void {
  if (sessionStorage.getItem(OWNER) !== person) forgetAllUploadNames();
  sessionStorage.setItem(OWNER, person);
}

/** At sign-out, and where the session turns out to have ended. */
export function forgetAllUploadNames(): void {
  const keys = Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index));
  for (const key of keys) if (key?.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
