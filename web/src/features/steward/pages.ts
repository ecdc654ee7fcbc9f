export { StewardPage } from './StewardPage';
