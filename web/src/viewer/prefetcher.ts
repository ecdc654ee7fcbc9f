// Fills Cornerstone's cache around the shown frame.
import { cache, imageLoader } from '@cornerstonejs/core';
import { nextToLoad, orderAround, toForget } from './prefetch';

const LOADS_AT_ONCE = 3;

/** Loads outwards from the shown frame, a few at a time, and lets go of what is far away. */
export class Prefetcher {
  private readonly known = new Set<number>();
  private readonly done = new Set<number>();
  private order: number[] = [];
  private active = 0;
  private stopped = false;

  constructor(
    private readonly ids: string[],
    private readonly limit: number,
    private readonly onLoaded: () => void,
  ) {}

  loaded(): number {
    return this.done.size;
  }

  around(current: number): void {
    this.known.add(current);
    this.done.add(current);
    this.order = orderAround(current, this.ids.length, this.limit);
    for (const index of toForget(this.order, this.done)) this.forget(index);
    this.fill();
  }

  stop(): void {
    this.stopped = true;
    for (const index of [...this.done]) this.forget(index);
  }

  private forget(index: number): void {
    this.known.delete(index);
    this.done.delete(index);
    const id = this.ids[index];
    if (id && cache.getImageLoadObject(id)) cache.removeImageLoadObject(id, { force: true });
  }

  private fill(): void {
    while (!this.stopped && this.active < LOADS_AT_ONCE) {
      const index = nextToLoad(this.order, this.known);
      const id = index === undefined ? undefined : this.ids[index];
      if (index === undefined || id === undefined) return;
      this.known.add(index);
      this.active += 1;
      void this.load(index, id);
    }
  }

  private async load(index: number, id: string): Promise<void> {
    try {
      await imageLoader.loadAndCacheImage(id);
      this.done.add(index);
    } catch {
      // Only a frame ahead of its time: showing it later tries again and reports what is wrong.
    }
    this.active -= 1;
    if (this.stopped) return this.forget(index);
    this.onLoaded();
    this.fill();
  }
}
