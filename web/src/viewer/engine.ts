// The only place that talks to Cornerstone: one stack in one element. It comes in its own lazy chunk.
import { cache, Enums, imageLoader, init as startCore, RenderingEngine, type Types } from '@cornerstonejs/core';
import { init as startDicom } from '@cornerstonejs/dicom-image-loader';
import { mappingFrom, type Mapping } from './geometry';
import { framesThatFit, nextToLoad, orderAround, toForget } from './prefetch';
import { registerWebImages, webImageId } from './web_image';
import { rangeOf, type Range } from './windows';

const CACHE_BYTES = 192 * 1024 * 1024;
const LOADS_AT_ONCE = 3;

export interface StackInput {
  kind: 'dicom' | 'picture';
  urls: string[];
  rows: number;
  columns: number;
}

export interface Stack {
  show(index: number): Promise<void>;
  setWindow(window: { center: number; width: number }): void;
  setRange(range: Range): void;
  range(): Range | undefined;
  setInvert(invert: boolean): void;
  zoomBy(factor: number): void;
  panBy(dx: number, dy: number): void;
  fit(): void;
  resize(): void;
  mapping(): Mapping | undefined;
  loaded(): number;
  destroy(): void;
}

let started = false;
let engines = 0;

function start(): void {
  if (started) return;
  startCore();
  startDicom({ maxWebWorkers: 2 });
  registerWebImages();
  cache.setMaxCacheSize(CACHE_BYTES * 2);
  started = true;
}

/** Loads outwards from the shown frame, a few at a time, and lets go of what is far away. */
class Prefetcher {
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

function currentMapping(viewport: Types.IStackViewport): Mapping | undefined {
  const data = viewport.getImageData()?.imageData;
  if (!data) return undefined;
  const at = (column: number, row: number) => {
    const world = data.indexToWorld?.([column - 0.5, row - 0.5, 0]) as Types.Point3;
    const [x, y] = viewport.worldToCanvas(world);
    return { x, y };
  };
  return mappingFrom(at(0, 0), at(1, 0), at(0, 1));
}

function controlsOf(viewport: Types.IStackViewport, engine: RenderingEngine) {
  const setRange = (voiRange: Range) => {
    viewport.setProperties({ voiRange });
    viewport.render();
  };
  return {
    setRange,
    setWindow: (window: { center: number; width: number }) => setRange(rangeOf(window)),
    range: () => viewport.getProperties().voiRange,
    setInvert(invert: boolean) {
      viewport.setProperties({ invert });
      viewport.render();
    },
    zoomBy(factor: number) {
      viewport.setZoom(Math.min(Math.max(viewport.getZoom() * factor, 0.2), 40));
      viewport.render();
    },
    panBy(dx: number, dy: number) {
      const [x, y] = viewport.getPan();
      viewport.setPan([x + dx, y + dy]);
      viewport.render();
    },
    fit() {
      viewport.resetCamera();
      viewport.render();
    },
    resize() {
      engine.resize(true, true);
    },
    mapping: () => currentMapping(viewport),
  };
}

export async function openStack(element: HTMLDivElement, input: StackInput, onLoaded: () => void): Promise<Stack> {
  start();
  engines += 1;
  const engine = new RenderingEngine(`medal-${engines}`);
  const viewportId = `medal-view-${engines}`;
  engine.enableElement({ viewportId, element, type: Enums.ViewportType.STACK, defaultOptions: { background: [0, 0, 0] } });
  const viewport = engine.getViewport(viewportId) as Types.IStackViewport;
  const ids = input.urls.map((url) => (input.kind === 'dicom' ? `wadouri:${url}` : webImageId(url)));
  const bytesPerPixel = input.kind === 'dicom' ? 4 : 3;
  const limit = framesThatFit(CACHE_BYTES, input.rows, input.columns, bytesPerPixel);
  const prefetcher = new Prefetcher(ids, limit, onLoaded);
  let isSet = false;
  return {
    ...controlsOf(viewport, engine),
    async show(index) {
      if (isSet) await viewport.setImageIdIndex(index);
      else await viewport.setStack(ids, index);
      isSet = true;
      viewport.render();
      prefetcher.around(index);
    },
    loaded: () => prefetcher.loaded(),
    destroy() {
      prefetcher.stop();
      engine.destroy();
    },
  };
}
