// What every engine that shows images can do: Cornerstone (engine.ts), films (film_engine.ts), slides (slide_engine.ts).
import type { Mapping, Point } from './geometry';
import type { Ruler } from './lengths';
import type { Orientation } from './orientation';
import type { Plane } from './planes';
import type { StoredPixels } from './types';
import type { Range } from './windows';

/** Playing belongs to the engine where the browser does it. */
export interface FilmControls {
  /** When each frame begins, in microseconds. */
  times_us: number[];
  play(): Promise<void>;
  pause(): void;
  setRate(rate: number): void;
  /** Frames that are played over and over; all of them without. */
  setLoop(loop: { from: number; to: number } | undefined): void;
}

export interface Stack {
  show(index: number): Promise<void>;
  setWindow(window: { center: number; width: number }): void;
  setRange(range: Range): void;
  range(): Range | undefined;
  setInvert(invert: boolean): void;
  orient(orientation: Orientation): void;
  /** Lays the image to the left or right edge of its element. */
  align(edge: 'left' | 'right'): void;
  /** Around a point of the screen where one is given and the engine can. */
  zoomBy(factor: number, at?: Point): void;
  panBy(dx: number, dy: number): void;
  fit(): void;
  resize(): void;
  mapping(): Mapping | undefined;
  /** Where the shown image lies in the patient, if it says so. */
  plane(): Plane | undefined;
  /** What the file of the shown image says of lengths besides the spacing of the series. */
  ruler?(): Ruler;
  /** Where its rows and columns lead in the patient, as the file says. */
  patientOrientation?(): unknown;
  /** Milliseconds between frames, if the file says so. */
  frameTime_ms(): number | undefined;
  /** Of the shown frame as it is stored, once it is there; of what is shown in tiles nothing. */
  pixels?(): StoredPixels | undefined;
  loaded(): number;
  destroy(): void;
  film?: FilmControls;
}

/** What an engine tells while it shows. */
export interface StackEvents {
  onLoaded: () => void;
  /** The view moved by itself: an animation, an overview that was pressed. */
  onMoved: () => void;
  /** A film went on to this frame. */
  onFrame: (frame: number) => void;
}
