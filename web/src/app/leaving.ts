// Whoever comes next at this browser finds nothing of the person before: neither images nor headers nor answers in the memory of a
// page. A page forgets for certain only by being loaded anew, so that is what happens, in every tab.
import { claimUploadNames, forgetAllUploadNames } from '../features/contribution/upload_names';

interface Told {
  /** Nobody where someone has left. */
  person: string | undefined;
}

let known: string | undefined;
let others: BroadcastChannel | undefined;

/** A page that the browser kept as it was left belongs to whoever left it. */
export function watchForOthers(): void {
  others = new BroadcastChannel('medal-person');
  others.onmessage = ({ data }: MessageEvent<Told>) => {
    if (known !== undefined && data.person !== known) window.location.reload();
  };
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) window.location.reload();
  });
}

/** True where this page was another person's: it must not go on as it is. */
export function isSomeoneElse(person: string): boolean {
  return known !== undefined && known !== person;
}

export function noteWhoIsHere(person: string): void {
  if (known === person) return;
  claimUploadNames(person);
  known = person;
  others?.postMessage({ person } satisfies Told);
}

export function leave(): void {
  forgetAllUploadNames();
  others?.postMessage({ person: undefined } satisfies Told);
  window.location.replace('/');
}
