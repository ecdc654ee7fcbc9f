// A slide or a large picture as a stack of one image, in tiles by OpenSeadragon. It comes in its own lazy chunk.
import OpenSeadragon from 'openseadragon';
import { besideMedia } from './frames';
import { mappingFrom, type Mapping } from './geometry';
import { overviewSize } from './overview_size';
import type { Stack, StackEvents } from './stack';
import type { Shown } from './types';

/** The server cuts few tiles at a time: what is asked for beyond that would be turned away. */
const TILES_AT_ONCE = 4;
const TRIES = 5;
const TRY_AGAIN_MS = 600;
const MOST_SCREEN_PIXELS = 8;

/** OpenSeadragon counts levels from the coarsest; ours begin with the full picture. */
function tilesOf(shown: Shown): OpenSeadragon.TileSourceOptions & Pick<OpenSeadragon.TileSource, 'getTileUrl'> {
  const { tile_px, levels } = shown.pyramid ?? { tile_px: 512, levels: [] };
  const maxLevel = levels.length - 1;
  return {
    width: shown.columns,
    height: shown.rows,
    tileWidth: tile_px,
    tileHeight: tile_px,
    tileOverlap: 0,
    minLevel: 0,
    maxLevel,
    getTileUrl: (level: number, column: number, row: number) => besideMedia(shown.media_url, `tiles/${maxLevel - level}/${column}/${row}`),
  };
}

/** OpenSeadragon adds a style without the nonce that the site's policy asks for; where one is there already it does not. */
function keepStyleOut(): void {
  const name = 'data-openseadragon-mobile-css';
  if (document.querySelector(`style[${name}]`)) return;
  const style = document.createElement('style');
  style.setAttribute(name, 'none');
  style.nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
  document.head.append(style);
}

function newViewer(element: HTMLDivElement, shown: Shown): OpenSeadragon.Viewer {
  keepStyleOut();
  return new OpenSeadragon.Viewer({
    element,
    tileSources: tilesOf(shown),
    drawer: 'canvas',
    showNavigationControl: false,
    showNavigator: true,
    navigatorPosition: 'BOTTOM_RIGHT',
    ...overviewSize(element.clientWidth, shown),
    navigatorOpacity: 1,
    navigatorBackground: '#000',
    navigatorBorderColor: '#868e96',
    // Seen on stained tissue and on black.
    navigatorDisplayRegionColor: '#ffd43b',
    navigatorRotate: true,
    navigatorAutoFade: false,
    // Pointers and keys are the viewer's own, the same for every kind of image.
    mouseNavEnabled: false,
    tabIndex: '' as unknown as number,
    animationTime: 0.4,
    imageLoaderLimit: TILES_AT_ONCE,
    tileRetryMax: TRIES,
    tileRetryDelay: TRY_AGAIN_MS,
    maxImageCacheCount: 300,
    maxZoomPixelRatio: MOST_SCREEN_PIXELS,
    minZoomImageRatio: 0.8,
    visibilityRatio: 0.2,
    preserveImageSizeOnResize: true,
  });
}

const opened = (viewer: OpenSeadragon.Viewer): Promise<void> =>
  new Promise((resolve, reject) => {
    viewer.addOnceHandler('tile-drawn', () => resolve());
    viewer.addOnceHandler('open-failed', () => reject(new Error('open')));
    viewer.addOnceHandler('tile-load-failed', () => reject(new Error('tile')));
  });

/** Far corners and not one pixel, so that rounding does not grow with the slide. */
function currentMapping(viewer: OpenSeadragon.Viewer, shown: Shown): Mapping | undefined {
  const image = viewer.world.getItemAt(0) as OpenSeadragon.TiledImage | undefined;
  if (!image) return undefined;
  const width = viewer.element.clientWidth;
  const isMirrored = viewer.viewport.getFlip();
  const at = (x: number, y: number) => {
    const point = image.imageToViewerElementCoordinates(new OpenSeadragon.Point(x, y));
    return { x: isMirrored ? width - point.x : point.x, y: point.y };
  };
  const { origin, u, v } = mappingFrom(at(0, 0), at(shown.columns, 0), at(0, shown.rows));
  return { origin, u: { x: u.x / shown.columns, y: u.y / shown.columns }, v: { x: v.x / shown.rows, y: v.y / shown.rows } };
}

export async function openSlide(element: HTMLDivElement, shown: Shown, events: StackEvents): Promise<Stack> {
  const host = document.createElement('div');
  Object.assign(host.style, { position: 'absolute', inset: '0' });
  element.append(host);
  const viewer = newViewer(host, shown);
  const close = () => {
    viewer.destroy();
    host.remove();
  };
  await opened(viewer).catch((error: unknown) => {
    close();
    throw error;
  });
  viewer.addHandler('update-viewport', events.onMoved);
  const { viewport } = viewer;
  const sideways = (dx: number) => (viewport.getFlip() ? -dx : dx);
  return {
    show: () => Promise.resolve(),
    setWindow: () => undefined,
    setRange: () => undefined,
    range: () => undefined,
    setInvert(invert) {
      host.style.filter = invert ? 'invert(1)' : '';
    },
    orient({ isMirrored, degrees }) {
      viewport.setFlip(isMirrored);
      viewport.setRotation(isMirrored ? -degrees : degrees, true);
    },
    align: () => undefined,
    zoomBy(factor, at) {
      const x = at && viewport.getFlip() ? host.clientWidth - at.x : at?.x;
      const fixed = at && x !== undefined ? viewport.pointFromPixel(new OpenSeadragon.Point(x, at.y), true) : undefined;
      viewport.zoomBy(factor, fixed);
      viewport.applyConstraints();
    },
    panBy(dx, dy) {
      viewport.panBy(viewport.deltaPointsFromPixels(new OpenSeadragon.Point(-sideways(dx), -dy), true), true);
      viewport.applyConstraints(true);
    },
    fit() {
      viewport.goHome(true);
    },
    resize: () => undefined,
    mapping: () => currentMapping(viewer, shown),
    plane: () => undefined,
    frameTime_ms: () => undefined,
    loaded: () => 1,
    destroy: close,
  };
}
