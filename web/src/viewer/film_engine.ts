// A film as a stack: every frame can be gone to exactly, by the server's list of when each begins; the browser decodes.
import { frameAt, momentOf } from './film_times';
import { besideMedia } from './frames';
import type { FilmControls, Stack, StackEvents } from './stack';
import type { Shown, StoredPixels } from './types';
import { cssMatrix, FITTED, mappingOf, zoomed, type Size, type View } from './view_matrix';

interface Loop {
  from: number;
  to: number;
}

async function timesOf(shown: Shown): Promise<number[]> {
  const response = await fetch(besideMedia(shown.media_url, 'frame-times'), { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return ((await response.json()) as { times_us: number[] }).times_us;
}

function newVideo(element: HTMLDivElement, shown: Shown): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  video.disablePictureInPicture = true;
  video.src = shown.media_url;
  Object.assign(video.style, { position: 'absolute', top: '0', left: '0', width: `${shown.columns}px`, height: `${shown.rows}px`, maxWidth: 'none', transformOrigin: '0 0', objectFit: 'fill', pointerEvents: 'none' });
  element.append(video);
  return video;
}

const once = (video: HTMLVideoElement, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    video.addEventListener(name, () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new Error(video.error?.message || 'video')), { once: true });
  });

/** Goes to frames one after the other; of many wishes only the last is fulfilled. */
class Seeker {
  private wanted: number | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly times_us: number[],
  ) {}

  goTo(frame: number): Promise<void> {
    this.wanted = frame;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.wanted !== undefined) {
      const moment = momentOf(this.times_us, this.wanted);
      this.wanted = undefined;
      if (Math.abs(this.video.currentTime - moment) < 1e-6) continue;
      const seeked = once(this.video, 'seeked');
      this.video.currentTime = moment;
      await seeked;
    }
  }
}

function controlsOf(video: HTMLVideoElement, times_us: number[], seeker: Seeker, events: StackEvents) {
  let loop: Loop | undefined;
  let request = 0;
  let shown = 0;
  const again = () => {
    video.currentTime = momentOf(times_us, loop?.from ?? 0);
    void video.play();
  };
  const look: VideoFrameRequestCallback = (_now, { mediaTime }) => {
    request = video.requestVideoFrameCallback(look);
    if (video.paused) return;
    shown = frameAt(times_us, mediaTime);
    events.onFrame(shown);
    if (loop && (shown >= loop.to || shown < loop.from)) again();
  };
  request = video.requestVideoFrameCallback(look);
  video.addEventListener('ended', again);
  const film: FilmControls = {
    times_us,
    play: () => video.play(),
    pause() {
      if (video.paused) return;
      video.pause();
      // The clock may have run on past the picture that was last shown: it is set back to that.
      void seeker.goTo(shown);
    },
    setRate(rate) {
      video.playbackRate = rate;
    },
    setLoop(next) {
      loop = next;
    },
  };
  const stop = () => {
    video.cancelVideoFrameCallback(request);
    video.removeEventListener('ended', again);
  };
  return { film, stop };
}

/** The picture that is seen now, in the pixels that boxes are counted in. */
function pixelsOf(video: HTMLVideoElement, { columns, rows }: Shown, isInverted: boolean): StoredPixels | undefined {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  context.drawImage(video, 0, 0, columns, rows);
  const values = context.getImageData(0, 0, columns, rows).data;
  return { columns, rows, channels: 4, values, slope: 1, intercept: 0, photometric: 'RGB', bitsStored: 8, isNative: false, isInverted };
}

export async function openFilm(element: HTMLDivElement, shown: Shown, events: StackEvents): Promise<Stack> {
  const video = newVideo(element, shown);
  const [times_us] = await Promise.all([timesOf(shown), once(video, 'loadeddata')]).catch((error: unknown) => {
    video.remove();
    throw error;
  });
  const image: Size = { width: shown.columns, height: shown.rows };
  const screen = (): Size => ({ width: element.clientWidth, height: element.clientHeight });
  const seeker = new Seeker(video, times_us);
  const { film, stop } = controlsOf(video, times_us, seeker, events);
  let view: View = FITTED;
  let isInverted = false;
  const draw = (next: View) => {
    view = next;
    video.style.transform = cssMatrix(mappingOf(view, image, screen()));
  };
  draw(view);
  return {
    film,
    show: (index) => seeker.goTo(index),
    setWindow: () => undefined,
    setRange: () => undefined,
    range: () => undefined,
    setInvert(invert) {
      isInverted = invert;
      video.style.filter = invert ? 'invert(1)' : '';
    },
    orient: (orientation) => draw({ ...view, orientation }),
    align: () => undefined,
    zoomBy: (factor, at) => draw(zoomed(view, factor, screen(), at)),
    panBy: (dx, dy) => draw({ ...view, pan: { x: view.pan.x + dx, y: view.pan.y + dy } }),
    fit: () => draw({ ...FITTED, orientation: view.orientation }),
    resize: () => draw(view),
    mapping: () => mappingOf(view, image, screen()),
    pixels: () => pixelsOf(video, shown, isInverted),
    plane: () => undefined,
    frameTime_ms: () => undefined,
    loaded: () => times_us.length,
    destroy() {
      stop();
      video.pause();
      video.removeAttribute('src');
      video.load();
      video.remove();
    },
  };
}
