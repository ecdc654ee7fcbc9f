export { DeskPage } from './DeskPage';
export { ReviewPage } from './ReviewPage';
export { ReviewQueuePage } from './ReviewQueuePage';
