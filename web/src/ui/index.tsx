// What every page is made of.
export { ActionButtons, type Ask, type Asks } from './actions';
export { type Bar, Bars } from './Bars';
export { CountrySelect } from './CountrySelect';
export { CodeBlock } from './CodeBlock';
export { ConfirmDialog, ReasonDialog } from './dialogs';
export { Figures } from './Figures';
export { useFormat } from './format';
export { IntervalBar } from './IntervalBar';
export { PageHeader, StateBadge, useTitle, useTranslated } from './page';
export { address, More, type Pages, usePages } from './pages';
export { HeldFiles } from './HeldFiles';
export type { HeldFile } from './held';
export { ServerText } from './ServerText';
export { RemovedTable, type RemovedRow } from './RemovedTable';
export { Await, Empty, ErrorPanel, Loading } from './states';
