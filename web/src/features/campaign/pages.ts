export { CampaignPage } from './CampaignPage';
export { EditCampaignPage } from './EditCampaignPage';
