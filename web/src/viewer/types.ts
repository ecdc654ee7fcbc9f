import type { Box, Mapping, Point } from './geometry';
import type { Plane } from './planes';
import type { Cut } from './volume';

export type ViewerTool = 'scroll' | 'window' | 'pan' | 'zoom' | 'length' | 'box';

/** GET /api/v1/assets/{asset_id}. */
export interface AssetDetail {
  asset: { id: string; kind: 'dicom_series' | 'raster' | 'nifti_volume' | 'video' | 'slide'; modality?: string; description?: string };
  rows: number;
  columns: number;
  spacing_mm?: { row: number; column: number; slice?: number };
  modality?: string;
  windows: { name: string; center: number; width: number }[];
  /** All frames of one file have the same bytes; `frame_in_file` says which one is meant. */
  frames: { index: number; url: string; frame_in_file?: number; z_mm?: number }[];
  /** The file that the browser shows or plays. */
  media_url: string;
  pyramid?: { tile_px: number; levels: { width: number; height: number; downsample: number }[] };
  film?: { frames: number; duration_s: number; codec: string; is_reencoded: boolean };
  volume?: VolumeGrid;
  /** Masks that can be laid over it. */
  overlays: OverlayChoice[];
}

export interface VolumeGrid {
  size: number[];
  /** Volumes one after the other. */
  times: number;
  /** Centre of the first voxel and the three steps, LPS in mm; empty where the header does not say. */
  place_mm: number[];
  is_label_map: boolean;
}

export interface OverlayChoice {
  id: string;
  kind: 'dicom_series' | 'nifti_volume';
  description?: string;
  url: string;
}

/** One plane of a volume that is read in the browser, as a stack. */
export interface VolumeStack {
  /** Of the bytes, with their version. */
  url: string;
  cut: Cut;
  times: number;
  /** Of the volume, turned to the axes of the body. */
  size: { columns: number; rows: number; slices: number };
}

/** What StackView shows: the description of an asset, or one plane of its volume. */
export interface Shown extends AssetDetail {
  stack?: VolumeStack;
}

export interface Measure {
  frame: number;
  from: Point;
  to: Point;
}

/** What is being drawn with the pointer down. */
export interface Draft {
  tool: 'length' | 'box';
  from: Point;
  to: Point;
}

/** Frames from and to, both of them in it, and when they begin. */
export interface Interval {
  from: number;
  to: number;
  start_s: number;
  end_s: number;
}

/** The shown frame as it is stored, and how it is brought to the screen. */
export interface StoredPixels {
  columns: number;
  rows: number;
  channels: number;
  values: ArrayLike<number>;
  /** value = slope * stored + intercept */
  slope: number;
  intercept: number;
  photometric: string;
  bitsStored: number;
  /** Numbers of colours or brightness lie in the file as the photometric interpretation says, not decoded to RGB. */
  isNative: boolean;
  /** What is filled gets this stored value; without it black, as the photometric interpretation says. */
  dark?: number;
  range?: { lower: number; upper: number };
  isInverted: boolean;
}

/** What is on the stage, for whoever edits on it. */
export interface StageView {
  frame: number;
  mapping: Mapping;
  pixels: () => StoredPixels | undefined;
}

/** For pages that edit on the picture: the box tool hands over each box, and what is drawn lies over the picture. */
export interface PictureEditor {
  onDraw: (box: Box) => void;
  overlay: (view: StageView) => React.ReactNode;
  onFrame: (frame: number, goTo: (frame: number) => void) => void;
}

export interface ImageViewerProps {
  /** '/api/v1/assets/ID' */
  assetUrl: string;
  /** What is offered besides scrolling, window, pan, zoom and length: 'box' for answers. */
  tools?: ViewerTool[];
  initialBoxes?: Box[];
  /** Called with all boxes whenever one is drawn, changed or removed. */
  onAnswer?: (boxes: Box[]) => void;
  /** Shown dashed and named, not changeable: the reference after the blind answer. */
  referenceBoxes?: Box[];
  editor?: PictureEditor;
  /** What they are called in the picture; absent: the reference. */
  referenceName?: string;
  /** Which frame is shown at first. */
  initialFrame?: number;
  /** What it is called in the picture; absent: its description. */
  title?: string;
  /** CSS height of the picture. */
  height?: string;
  /** Beside another image: to which edge it is laid and whether it is mirrored at first. */
  align?: 'left' | 'right';
  isMirrored?: boolean;
  /** Told whenever another image is shown. */
  onPlane?: (plane: Plane | undefined) => void;
  /** Told of the part of a film that is marked, for answers that are an interval. */
  onInterval?: (interval: Interval | undefined) => void;
  /** Where other shown images lie: their lines are drawn. */
  otherPlanes?: Plane[];
}
