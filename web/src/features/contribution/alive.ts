// Uploads of one tab are known to the others as long as it lives: it holds a lock for each, which ends with the tab whatever
// happens to it. Where the browser has no locks (plain HTTP), tabs do not know of each other.
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;
const PREFIX = 'medal-upload-';

/** Call what comes back when it is no longer sent from here. */
export function holdUpload(id: string): () => void {
  let release = () => {};
  const ended = new Promise<void>((resolve) => {
    release = resolve;
  });
  void locks()?.request(PREFIX + id, () => ended);
  return release;
}

/** Ids of the uploads that any tab of this browser holds, this one included. */
export async function heldUploads(): Promise<string[]> {
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.map((one) => one.name ?? '').filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** Does nothing where a tab holds it. */
export async function whileNobodyHolds(id: string, act: () => Promise<unknown>): Promise<void> {
  const manager = locks();
  if (!manager) await act();
  else await manager.request(PREFIX + id, { ifAvailable: true }, async (lock) => (lock ? act() : undefined));
}
