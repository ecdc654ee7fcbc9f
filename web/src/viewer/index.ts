export { ImageViewer } from './ImageViewer';
export { StudyViewer } from './StudyViewer';
export type { Box } from './geometry';
export type { SeriesChoice } from './hanging';
export type { ImageViewerProps, Interval, ViewerTool } from './types';
export { warmViewer } from './warm';
