import type { Box, Point } from './geometry';
import type { Plane } from './planes';

export type ViewerTool = 'scroll' | 'window' | 'pan' | 'zoom' | 'length' | 'box';

/** GET /api/v1/assets/{asset_id}. */
export interface AssetDetail {
  asset: { id: string; kind: 'dicom_series' | 'raster'; modality?: string; description?: string };
  rows: number;
  columns: number;
  spacing_mm?: { row: number; column: number; slice?: number };
  modality?: string;
  windows: { name: string; center: number; width: number }[];
  /** All frames of one file have the same bytes; `frame_in_file` says which one is meant. */
  frames: { index: number; url: string; frame_in_file?: number; z_mm?: number }[];
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
  /** What they are called in the picture; absent: the reference. */
  referenceName?: string;
  /** Which frame is shown at first. */
  initialFrame?: number;
  /** CSS height of the picture. */
  height?: string;
  /** Beside another image: to which edge it is laid and whether it is mirrored at first. */
  align?: 'left' | 'right';
  isMirrored?: boolean;
  /** Told whenever another image is shown. */
  onPlane?: (plane: Plane | undefined) => void;
  /** Where other shown images lie: their lines are drawn. */
  otherPlanes?: Plane[];
}
