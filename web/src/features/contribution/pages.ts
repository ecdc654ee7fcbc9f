export { CasePage } from './CasePage';
export { ContributionsPage } from './ContributionsPage';
export { ItemPage } from './ItemPage';
export { NewCasePage } from './NewCasePage';
export { NewItemPage } from './NewItemPage';
