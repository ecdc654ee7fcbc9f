// Something large that comes in parts, and another try where it did not come.
import { useEffect, useState } from 'react';

export interface Loading<Whole> {
  whole: Whole | undefined;
  /** As `load` tells it; 0 at first. */
  part: number;
  failure: { error: unknown } | undefined;
  again: () => void;
}

/** `load` is called again where it is another. */
export function useLoad<Whole>(load: (onPart: (part: number) => void, signal: AbortSignal) => Promise<Whole>): Loading<Whole> {
  const [part, setPart] = useState(0);
  const [whole, setWhole] = useState<Whole>();
  const [failure, setFailure] = useState<{ error: unknown }>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    load(setPart, abort.signal).then(setWhole, (error: unknown) => {
      if (!abort.signal.aborted) setFailure({ error });
    });
    return () => abort.abort();
  }, [load, attempt]);
  const again = () => {
    setFailure(undefined);
    setPart(0);
    setAttempt(attempt + 1);
  };
  return { whole, part, failure, again };
}
