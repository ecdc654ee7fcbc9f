// The secret of a case's first pass: made here, kept in this browser only and not readable by scripts, so that the
// same file becomes the same bytes after a closed tab. Forgotten after a week.
const DATABASE = 'medal-first-pass';
const STORE = 'keys';
const LIFE_MS = 7 * 24 * 3600 * 1000;

interface Kept {
  case_id: string;
  key: CryptoKey;
  made_at: number;
}

/** Plain HTTP from another machine has no cryptography: then there is no first pass. */
export const isPossible = (): boolean => typeof indexedDB !== 'undefined' && (globalThis.crypto?.subtle as SubtleCrypto | undefined) !== undefined;

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('indexedDB'));
  });
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'case_id' });
  return answered(request);
}

function forgetOld(store: IDBObjectStore, now: number): void {
  const walk = store.openCursor();
  walk.onsuccess = () => {
    const cursor = walk.result;
    if (!cursor) return;
    if ((cursor.value as Kept).made_at < now - LIFE_MS) cursor.delete();
    cursor.continue();
  };
}

/** The first that was stored wins: two tabs agree. */
export async function keyOf(caseId: string): Promise<CryptoKey> {
  const fresh = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const database = await opened();
  try {
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    forgetOld(store, Date.now());
    const kept = (await answered(store.get(caseId))) as Kept | undefined;
    if (kept) return kept.key;
    await answered(store.add({ case_id: caseId, key: fresh, made_at: Date.now() } satisfies Kept));
    return fresh;
  } finally {
    database.close();
  }
}
