export { LeaderboardPage } from './LeaderboardPage';
export { ReleasePage } from './ReleasePage';
export { ReleasesPage } from './ReleasesPage';
