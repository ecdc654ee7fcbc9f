import { MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { ApiError } from '../api/client';
import { HomePage } from '../features/home/HomePage';
import { Loading } from '../ui';
import { BrokenPage, LostPage } from './LostPage';
import { Shell } from './Shell';
import { styleNonce, theme } from './theme';

/**
 * An ended session is seen by what is read next: from then on the pages treat the person as a stranger. A deed that fails
 * for it leaves the page as it is, so that nothing that was typed is lost.
 */
function noteEndedSession(error: Error): void {
  if (error instanceof ApiError && error.problem.status === 401) queries.setQueryData(['me'], null);
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteEndedSession }),
  defaultOptions: { queries: { retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.problem.status >= 500 || error.problem.status === 0), refetchOnWindowFocus: false } },
});

const account = () => import('../features/account/pages');
const problems = () => import('../features/problems/pages');
const exam = () => import('../features/release/pages');
const campaign = () => import('../features/campaign/pages');
const evaluation = () => import('../features/evaluation/pages');
const admin = () => import('../features/admin/pages');
const contribution = () => import('../features/contribution/pages');
const redaction = () => import('../features/redaction/pages');
const curation = () => import('../features/curation/pages');
const steward = () => import('../features/steward/pages');

const SignInPage = lazy(async () => ({ default: (await account()).SignInPage }));
const SignUpPage = lazy(async () => ({ default: (await account()).SignUpPage }));
const VerifyPage = lazy(async () => ({ default: (await account()).VerifyPage }));
const ResetPage = lazy(async () => ({ default: (await account()).ResetPage }));
const AccountPage = lazy(async () => ({ default: (await account()).AccountPage }));
const ProblemsPage = lazy(async () => ({ default: (await problems()).ProblemsPage }));
const ProblemPage = lazy(async () => ({ default: (await problems()).ProblemPage }));
const NewProblemPage = lazy(async () => ({ default: (await problems()).NewProblemPage }));
const EditProblemPage = lazy(async () => ({ default: (await problems()).EditProblemPage }));
const CampaignPage = lazy(async () => ({ default: (await campaign()).CampaignPage }));
const EditCampaignPage = lazy(async () => ({ default: (await campaign()).EditCampaignPage }));
const RunsPage = lazy(async () => ({ default: (await evaluation()).RunsPage }));
const RunPage = lazy(async () => ({ default: (await evaluation()).RunPage }));
const ReleasesPage = lazy(async () => ({ default: (await exam()).ReleasesPage }));
const ReleasePage = lazy(async () => ({ default: (await exam()).ReleasePage }));
const LeaderboardPage = lazy(async () => ({ default: (await exam()).LeaderboardPage }));
const AdminPage = lazy(async () => ({ default: (await admin()).AdminPage }));
const ContributionsPage = lazy(async () => ({ default: (await contribution()).ContributionsPage }));
const NewCasePage = lazy(async () => ({ default: (await contribution()).NewCasePage }));
const CasePage = lazy(async () => ({ default: (await contribution()).CasePage }));
const NewItemPage = lazy(async () => ({ default: (await contribution()).NewItemPage }));
const EditCasePage = lazy(async () => ({ default: (await contribution()).EditCasePage }));
const RedactPage = lazy(async () => ({ default: (await redaction()).RedactPage }));
const EditItemPage = lazy(async () => ({ default: (await contribution()).EditItemPage }));
const ItemPage = lazy(async () => ({ default: (await contribution()).ItemPage }));
const ReviewQueuePage = lazy(async () => ({ default: (await curation()).ReviewQueuePage }));
const ReviewPage = lazy(async () => ({ default: (await curation()).ReviewPage }));
const StewardPage = lazy(async () => ({ default: (await steward()).StewardPage }));
const DeskPage = lazy(async () => ({ default: (await curation()).DeskPage }));

const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <BrokenPage />,
    children: [
      { path: '/', element: <HomePage /> },
      { path: '/sign-in', element: <SignInPage /> },
      { path: '/sign-up', element: <SignUpPage /> },
      { path: '/verify', element: <VerifyPage /> },
      { path: '/reset', element: <ResetPage /> },
      { path: '/account/:part?', element: <AccountPage /> },
      { path: '/problems', element: <ProblemsPage /> },
      { path: '/problems/new', element: <NewProblemPage /> },
      { path: '/problems/:id', element: <ProblemPage /> },
      { path: '/problems/:id/edit', element: <EditProblemPage /> },
      { path: '/campaign', element: <CampaignPage /> },
      { path: '/campaigns/:slug', element: <CampaignPage /> },
      { path: '/campaigns/:slug/edit', element: <EditCampaignPage /> },
      { path: '/runs', element: <RunsPage /> },
      { path: '/runs/:id', element: <RunPage /> },
      { path: '/releases', element: <ReleasesPage /> },
      { path: '/releases/:id', element: <ReleasePage /> },
      { path: '/leaderboard', element: <LeaderboardPage /> },
      { path: '/leaderboard/:id', element: <LeaderboardPage /> },
      { path: '/admin/:part?', element: <AdminPage /> },
      { path: '/contribute', element: <ContributionsPage /> },
      { path: '/contribute/new', element: <NewCasePage /> },
      { path: '/contribute/cases/:id', element: <CasePage /> },
      { path: '/contribute/cases/:id/edit', element: <EditCasePage /> },
      { path: '/contribute/cases/:id/items/new', element: <NewItemPage /> },
      { path: '/contribute/cases/:id/redact/:assetId', element: <RedactPage /> },
      { path: '/items/:id', element: <ItemPage /> },
      { path: '/items/:id/edit', element: <EditItemPage /> },
      { path: '/reviews', element: <ReviewQueuePage /> },
      { path: '/reviews/:id', element: <ReviewPage /> },
      { path: '/desk', element: <DeskPage /> },
      { path: '/steward', element: <StewardPage /> },
      { path: '*', element: <LostPage /> },
    ],
  },
]);

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queries}>
        <Suspense fallback={<Loading />}>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
