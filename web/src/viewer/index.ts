export { ImageFirst } from './ImageFirst';
export { ImageViewer } from './ImageViewer';
export { StudyViewer } from './StudyViewer';
export { cornersOnScreen, toImage } from './geometry';
export type { Box, Mapping, Point } from './geometry';
export type { SeriesChoice } from './hanging';
export type { AssetDetail, ImageViewerProps, Interval, PictureEditor, StageView, StoredPixels, ViewerTool } from './types';
export { warmViewer } from './warm';
