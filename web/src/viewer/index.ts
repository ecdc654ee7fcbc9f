export { ImageViewer } from './ImageViewer';
export type { Box } from './geometry';
export type { ImageViewerProps, ViewerTool } from './types';
