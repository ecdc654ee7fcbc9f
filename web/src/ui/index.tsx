// What every page is made of.
export { ActionButtons, type Ask, type Asks } from './actions';
export { ConfirmDialog, ReasonDialog } from './dialogs';
export { PageHeader, StateBadge, useTitle, useTranslated } from './page';
export { Await, Empty, ErrorPanel, Loading } from './states';
