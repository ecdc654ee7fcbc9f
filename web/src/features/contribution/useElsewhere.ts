// Which unfinished uploads another tab is sending, and which nobody does any more.
import { useEffect, useRef, useState } from 'react';
import { heldUploads } from './alive';

const LOOK_AGAIN_MS = 1500;

export interface Unsent {
  elsewhere: string[];
  left: string[];
}

const NONE: Unsent = { elsewhere: [], left: [] };

/** `ids` are not sent from this tab; `onEnded` is told when another tab has ended one or was closed. */
export function useElsewhere(ids: string[], onEnded: () => void): Unsent {
  const [unsent, setUnsent] = useState(NONE);
  const key = ids.join(' ');
  const ended = useRef(onEnded);
  useEffect(() => {
    ended.current = onEnded;
  });
  useEffect(() => {
    const wanted = key.split(' ').filter(Boolean);
    let before = 0;
    let isGone = false;
    const look = async () => {
      const held = await heldUploads();
      if (isGone) return;
      const elsewhere = wanted.filter((id) => held.includes(id));
      setUnsent({ elsewhere, left: wanted.filter((id) => !held.includes(id)) });
      if (elsewhere.length < before) ended.current();
      before = elsewhere.length;
    };
    void look();
    const timer = wanted.length > 0 ? setInterval(() => void look(), LOOK_AGAIN_MS) : undefined;
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [key]);
  return key ? unsent : NONE;
}
