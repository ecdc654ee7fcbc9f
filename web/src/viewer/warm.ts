// Cornerstone and its decoders take longer to start than an image takes to come: pages that will probably show one start
// them when nothing else is to be done.
const WAIT_MS = 2000;

export function warmViewer(): () => void {
  const warm = () => void import('./engine').then((engine) => engine.start(), () => undefined);
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(warm, WAIT_MS / 4);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(warm, { timeout: WAIT_MS });
  return () => cancelIdleCallback(handle);
}
