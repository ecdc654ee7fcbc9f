export { CasePage } from './CasePage';
export { ContributionsPage } from './ContributionsPage';
export { ItemPage } from './ItemPage';
export { EditCasePage, NewCasePage } from './CaseFormPages';
export { EditItemPage, NewItemPage } from './ItemFormPages';
