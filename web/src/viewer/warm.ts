// Cornerstone and its decoders take longer to start than an image takes to come: pages that will probably show one start
// them when nothing else is to be done.
const WAIT_MS = 2000;

let engine: Promise<typeof import('./engine')> | undefined;

/** Cornerstone, loaded once. */
export function loadEngine(): Promise<typeof import('./engine')> {
  engine ??= import('./engine').catch((error: unknown) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

export function warmViewer(): () => void {
  const warm = () => void loadEngine().then((loaded) => loaded.start(), () => undefined);
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(warm, WAIT_MS / 4);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(warm, { timeout: WAIT_MS });
  return () => cancelIdleCallback(handle);
}
