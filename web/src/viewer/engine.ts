// The only place that talks to Cornerstone: one stack in one element. It comes in its own lazy chunk.
import { cache, Enums, getShouldUseCPURendering, init as startCore, metaData, RenderingEngine, setUseCPURendering, type Types } from '@cornerstonejs/core';
import { init as startDicom } from '@cornerstonejs/dicom-image-loader';
import { detectorSpacingOf } from './detector';
import { mappingFrom, toImage, toScreen, type Mapping } from './geometry';
import { UPRIGHT, type Orientation } from './orientation';
import type { Plane, Vector } from './planes';
import { framesThatFit } from './prefetch';
import { Prefetcher } from './prefetcher';
import { registerWebImages, webImageId } from './web_image';
import { isDrawnBySoftware } from './software_gl';
import type { Stack } from './stack';
import { regionsOf } from './ultrasound';
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
  let orientation = UPRIGHT;
  let size = { width: viewport.element.clientWidth, height: viewport.element.clientHeight };
  /** Mirrored while upright, then turned: Cornerstone mirrors a turned image along the wrong axis. */
  const orient = ({ isMirrored, degrees }: Orientation) => {
    const displayArea = viewport.getDisplayArea();
    viewport.setViewPresentation({ displayArea, rotation: 0 });
    viewport.setCamera({ flipHorizontal: isMirrored });
    viewport.setViewPresentation({ displayArea, rotation: degrees });
    orientation = { isMirrored, degrees };
  };
  /** The whole image, mirrored and turned as it was: Cornerstone's reset would put it upright. */
  const fit = () => {
    viewport.resetCamera();
    orient(orientation);
    fitted = viewport.getZoom();
  };
  /** What was in the middle stays there, as far enlarged as before; Cornerstone's own way takes pixels for millimetres. */
  const resize = () => {
    const { clientWidth: width, clientHeight: height } = viewport.element;
    if (width === size.width && height === size.height) return;
    const before = currentMapping(viewport);
    const middle = before && toImage(before, { x: size.width / 2, y: size.height / 2 });
    const factor = fitted === undefined ? 1 : viewport.getZoom() / fitted;
    size = { width, height };
    engine.resize(true, false);
    fit();
    if (factor !== 1) viewport.setZoom(viewport.getZoom() * factor);
    const now = currentMapping(viewport);
    const at = now && middle && toScreen(now, middle);
    if (at) moveBy(viewport, width / 2 - at.x, height / 2 - at.y);
  };
  const setRange = (voiRange: Range) => {
    viewport.setProperties({ voiRange });
    viewport.render();
  };
  /** The shown file's elements by their keywords. */
  const said = () => (input.kind === 'dicom' ? (metaData.get('naturalized', viewport.getCurrentImageId()) as Record<string, unknown> | undefined) : undefined);
  return {
    setRange,
    setWindow: (window: { center: number; width: number }) => setRange(rangeOf(window)),
    range: () => viewport.getProperties().voiRange,
    setInvert(invert: boolean) {
      viewport.setProperties({ invert });
      viewport.render();
    },
    orient(next: Orientation) {
      orient(next);
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
      fit();
      viewport.render();
    },
    resize,
    mapping: () => currentMapping(viewport),
    pixels: () => storedPixels(viewport),
    plane: () => (input.kind !== 'picture' ? planeOf(viewport.getCurrentImageId()) : undefined),
    ruler: () => ({ detector_mm: detectorSpacingOf(said()), regions: regionsOf(said()) }),
    patientOrientation: () => said()?.PatientOrientation,
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
