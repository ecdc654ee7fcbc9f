// Which engine shows what: each comes in its own lazy chunk.
import { addressOfFrame, countOf } from './frames';
import type { Stack, StackEvents } from './stack';
import type { Shown } from './types';
import { loadEngine } from './warm';

function inputOf(shown: Shown) {
  const { rows, columns } = shown;
  if (shown.stack) {
    const { url, cut } = shown.stack;
    const urls = Array.from({ length: countOf(shown) }, (_, index) => `${url}#${cut}/${index}`);
    return { kind: 'volume' as const, urls, rows, columns };
  }
  const kind = shown.asset.kind === 'raster' ? ('picture' as const) : ('dicom' as const);
  return { kind, urls: shown.frames.map((frame) => addressOfFrame(shown, frame)), rows, columns };
}

type Opener = (element: HTMLDivElement, events: StackEvents) => Promise<Stack>;

/** Loads the engine; whether there is still an element to show in is looked at afterwards. */
export async function engineFor(shown: Shown): Promise<Opener> {
  if (shown.film) {
    const { openFilm } = await import('./film_engine');
    return (element, events) => openFilm(element, shown, events);
  }
  if (shown.pyramid) {
    const { openSlide } = await import('./slide_engine');
    return (element, events) => openSlide(element, shown, events);
  }
  const { openStack } = await loadEngine();
  return (element, events) => openStack(element, inputOf(shown), events.onLoaded);
}
