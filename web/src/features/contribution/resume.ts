// Going on with an upload of a closed tab: the same file is known by its name, its size and a hash of its first bytes.
import { Upload, type PreviousUpload } from 'tus-js-client';

const HEAD_BYTES = 1024 * 1024;

/** One-way, and another one in each case; `pass` names the first pass that the bytes went through, or nothing. Where the browser has no hashing (plain HTTP) no file is known again. */
export async function fingerprintOf(file: File, caseId: string, pass = ''): Promise<string> {
  const hashing = crypto.subtle as SubtleCrypto | undefined;
  if (!hashing) return `medal-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  const about = JSON.stringify([caseId, file.name, file.size, ...(pass ? [pass] : [])]);
  const bytes = await new Blob([about, file.slice(0, HEAD_BYTES)]).arrayBuffer();
  const digest = await hashing.digest('SHA-256', bytes);
  return `medal-${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** What an earlier visit began with this file, if the server still waits for the rest. */
export async function begunBefore(upload: Upload, left: () => string[]): Promise<PreviousUpload | undefined> {
  const known = await upload.findPreviousUploads().catch(() => []);
  const ids = left();
  return known.find((one) => ids.some((id) => one.uploadUrl?.endsWith(id)));
}

async function isBegun(file: File, caseId: string, left: string[], pass: string): Promise<boolean> {
  const upload = new Upload(file, { endpoint: '/files', fingerprint: () => fingerprintOf(file, caseId, pass) });
  return (await begunBefore(upload, () => left)) !== undefined;
}

/** Splits what a person chose into files that were begun before, as they are or after the first pass, and others. */
export async function sortOut(files: File[], caseId: string, left: string[], pass: string): Promise<{ begun: File[]; begunCleaned: File[]; others: File[] }> {
  const sorted = { begun: [] as File[], begunCleaned: [] as File[], others: [] as File[] };
  for (const file of files) {
    if (await isBegun(file, caseId, left, '')) sorted.begun.push(file);
    else if (await isBegun(file, caseId, left, pass)) sorted.begunCleaned.push(file);
    else sorted.others.push(file);
  }
  return sorted;
}

/** Drops what this browser kept about uploads that were discarded. */
export function forget(ids: string[]): void {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith('tus::'));
  for (const key of kept) {
    if (ids.some((id) => localStorage.getItem(key)?.includes(id))) localStorage.removeItem(key);
  }
}
