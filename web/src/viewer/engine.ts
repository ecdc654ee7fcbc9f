// The only place that talks to Cornerstone: one stack in one element. It comes in its own lazy chunk.
import { cache, Enums, getShouldUseCPURendering, init as startCore, metaData, RenderingEngine, setUseCPURendering, type Types } from '@cornerstonejs/core';
import { init as startDicom, wadouri } from '@cornerstonejs/dicom-image-loader';
import { mappingFrom, type Mapping } from './geometry';
import type { Orientation } from './orientation';
import type { Plane, Vector } from './planes';
import { framesThatFit } from './prefetch';
import { Prefetcher } from './prefetcher';
import { forgetWebImages, registerWebImages, webImageId } from './web_image';
import { isDrawnBySoftware } from './software_gl';
import type { Stack } from './stack';
import { registerVolumeImages, volumeImageId } from './volume_image';
import { rangeOf, type Range } from './windows';
import { storedPixels } from './stored_pixels';

const MEBIBYTE = 1024 * 1024;
const HELD_BYTES = 192 * MEBIBYTE;
/** 500 slices of 512 x 512 and 16 bits, decoded and as they came, where the machine has 8 GiB or more. */
const HELD_BYTES_LARGE = 640 * MEBIBYTE;

/** Frames of DICOM files, pictures, or slices of a volume that is already here. */
export interface StackInput {
  kind: 'dicom' | 'picture' | 'volume';
  urls: string[];
  rows: number;
  columns: number;
}

let started = false;
let engines = 0;

// Cornerstone takes '/frames/3' in a name for frame 3 of ONE object and gives all of them the geometry of the
// first; ours are files of their own, so their names are spelt otherwise and the address put back.
export const dicomImageId = (url: string): string => `wadouri:${url.replace('/frames/', '/one-of/')}`;
const addressOf = (name: string): string => name.replace('/one-of/', '/frames/');

function heldBytes(): number {
  const { deviceMemory = 4 } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory >= 8 ? HELD_BYTES_LARGE : HELD_BYTES;
}

/** Loads nothing but gets Cornerstone and its decoders going. */
export function start(): void {
  if (started) return;
  startCore();
  setUseCPURendering(isDrawnBySoftware());
  startDicom({ maxWebWorkers: 2, open: (request, url) => request.open('get', addressOf(url), true) });
  registerWebImages();
  registerVolumeImages();
  cache.setMaxCacheSize(heldBytes() * 2);
  started = true;
}

/** Nothing of what was shown stays in memory: for when a person leaves. */
export function forgetAll(): void {
  cache.purgeCache();
  wadouri.dataSetCacheManager.purge();
  forgetWebImages();
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

/** Where a loaded image lies in the patient, if it says so. */
export function planeOf(imageId: string): Plane | undefined {
  const module = metaData.get('imagePlaneModule', imageId) as Partial<Types.ImagePlaneModule> | undefined;
  if (!module?.rowCosines || !module.columnCosines || !module.imagePositionPatient || !module.frameOfReferenceUID) return undefined;
  return {
    frameOfReference: module.frameOfReferenceUID,
    position: [...module.imagePositionPatient] as Vector,
    row: [...module.rowCosines] as Vector,
    column: [...module.columnCosines] as Vector,
    columnSpacing: module.columnPixelSpacing || 1,
    rowSpacing: module.rowPixelSpacing || 1,
    columns: module.columns ?? 0,
    rows: module.rows ?? 0,
  };
}

/** Cornerstone's own setPan takes canvas pixels for millimetres where it draws without WebGL. */
function moveBy(viewport: Types.IStackViewport, dx: number, dy: number): void {
  if (getShouldUseCPURendering()) {
    const { clientWidth, clientHeight } = viewport.element;
    viewport.setCamera({ focalPoint: viewport.canvasToWorld([clientWidth / 2 - dx, clientHeight / 2 - dy]) });
  } else {
    const [x, y] = viewport.getPan();
    viewport.setPan([x + dx, y + dy]);
  }
  viewport.render();
}

function laidTo(edge: 'left' | 'right', viewport: Types.IStackViewport, input: StackInput): void {
  const mapping = currentMapping(viewport);
  if (!mapping) return;
  const { origin, u, v } = mapping;
  const ends = [origin.x, origin.x + u.x * input.columns, origin.x + v.x * input.rows, origin.x + u.x * input.columns + v.x * input.rows];
  moveBy(viewport, edge === 'left' ? -Math.min(...ends) : viewport.element.clientWidth - Math.max(...ends), 0);
}

function controlsOf(viewport: Types.IStackViewport, engine: RenderingEngine, input: StackInput) {
  /** The zoom at which the whole image is seen: 1 with WebGL, without it the pixels of the screen for one of the image. */
  let fitted: number | undefined;
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
    orient({ isMirrored, degrees }: Orientation) {
      // Mirrored while upright, then turned: Cornerstone mirrors a turned image along the wrong axis.
      const displayArea = viewport.getDisplayArea();
      viewport.setViewPresentation({ displayArea, rotation: 0 });
      viewport.setCamera({ flipHorizontal: isMirrored });
      viewport.setViewPresentation({ displayArea, rotation: degrees });
      viewport.render();
    },
    align: (edge: 'left' | 'right') => laidTo(edge, viewport, input),
    zoomBy(factor: number) {
      fitted ??= viewport.getZoom();
      viewport.setZoom(Math.min(Math.max(viewport.getZoom() * factor, 0.2 * fitted), 40 * fitted));
      viewport.render();
    },
    panBy: (dx: number, dy: number) => moveBy(viewport, dx, dy),
    fit() {
      viewport.resetCamera();
      fitted = viewport.getZoom();
      viewport.render();
    },
    resize() {
      engine.resize(true, true);
    },
    mapping: () => currentMapping(viewport),
    pixels: () => storedPixels(viewport),
    plane: () => (input.kind !== 'picture' ? planeOf(viewport.getCurrentImageId()) : undefined),
    frameTime_ms: () => (metaData.get('cineModule', viewport.getCurrentImageId()) as { frameTime?: number } | undefined)?.frameTime,
  };
}

export async function openStack(element: HTMLDivElement, input: StackInput, onLoaded: () => void): Promise<Stack> {
  start();
  engines += 1;
  const engine = new RenderingEngine(`medal-${engines}`);
  const viewportId = `medal-view-${engines}`;
  engine.enableElement({ viewportId, element, type: Enums.ViewportType.STACK, defaultOptions: { background: [0, 0, 0] } });
  const viewport = engine.getViewport(viewportId) as Types.IStackViewport;
  const ids = input.urls.map((url) => ({ dicom: dicomImageId, picture: webImageId, volume: volumeImageId })[input.kind](url));
  // A DICOM frame is held twice: as it came and decoded.
  const bytesPerPixel = input.kind === 'picture' ? 3 : 4;
  const limit = framesThatFit(heldBytes(), input.rows, input.columns, bytesPerPixel);
  const prefetcher = new Prefetcher(ids, limit, onLoaded);
  let isSet = false;
  return {
    ...controlsOf(viewport, engine, input),
    async show(index) {
      if (isSet) await viewport.setImageIdIndex(index);
      else {
        await viewport.setStack(ids, index);
        viewport.render();
      }
      isSet = true;
      prefetcher.around(index);
    },
    loaded: () => prefetcher.loaded(),
    destroy() {
      prefetcher.stop();
      // An image that still comes is drawn by Cornerstone without a look whether there is anything to draw on.
      viewport.render = () => undefined;
      engine.destroy();
    },
  };
}
