// Which masks lie over an image and how they look.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { FIRST_LOOK, type Mask, type MaskLook } from './mask';
import { NoMask } from './no_mask';
import type { OverlayChoice, Shown } from './types';

export interface Laid {
  choice: OverlayChoice;
  mask?: Mask;
  failure?: string;
}

export interface Masks {
  choices: OverlayChoice[];
  laid: Laid | undefined;
  look: MaskLook;
  setLook: (look: MaskLook) => void;
  /** Without an address no mask. */
  lay: (url: string | undefined) => void;
}

export function useMasks(shown: Shown): Masks {
  const [url, setUrl] = useState<string>();
  const [laid, setLaid] = useState<Laid>();
  const [look, setLook] = useState<MaskLook>(FIRST_LOOK);
  const choice = useMemo(() => shown.overlays.find((one) => one.url === url), [shown, url]);
  useEffect(() => {
    setLaid(choice && { choice });
    if (!choice) return undefined;
    const abort = new AbortController();
    import('./load_mask')
      .then((loader) => loader.loadMask(choice, shown, abort.signal))
      .then(
        (mask) => !abort.signal.aborted && setLaid({ choice, mask }),
        (error: unknown) => !abort.signal.aborted && setLaid({ choice, failure: error instanceof NoMask ? error.message : 'failed' }),
      );
    return () => abort.abort();
  }, [choice, shown]);
  const lay = useCallback((next: string | undefined) => {
    setUrl(next);
    setLook(FIRST_LOOK);
  }, []);
  return { choices: shown.overlays, laid, look, setLook, lay };
}
