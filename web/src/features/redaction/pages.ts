export { RedactPage } from './RedactPage';
