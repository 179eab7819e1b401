import type { RouteObject } from "react-router";
import { ScrollRestoration } from "react-router";
import { BrokenPage } from "./BrokenPage.tsx";
import { NotFoundPage } from "./NotFoundPage.tsx";
import { Account, Desk, InvitationWithToken, People, SignIn, VisitorMenu } from "./pages.tsx";
import { Shell } from "./Shell.tsx";
import { SignedIn } from "./SignedIn.tsx";

const loadArticlePage = () => import("../features/article/ArticlePage.tsx");

/** Brings the editor's code while nobody waits for it. */
export const prepareArticlePage = (): void => void loadArticlePage().catch(() => {});

export const routes: RouteObject[] = [
  {
    errorElement: <BrokenPage />,
    // Nothing for the moment until the page's code is here.
    hydrateFallbackElement: <></>,
    children: [
      { path: "/sign-in", element: <SignIn /> },
      { path: "/invitation/:token", element: <InvitationWithToken /> },
      {
        element: <SignedIn stay />,
        children: [
          {
            path: "/articles/:id",
            lazy: async () => {
              const { ArticlePage } = await loadArticlePage();
              return { element: <ArticlePage accountMenu={<VisitorMenu />} /> };
            },
          },
        ],
      },
      {
        element: <SignedIn />,
        children: [
          {
            element: (
              <>
                <Shell />
                <ScrollRestoration />
              </>
            ),
            children: [
              { path: "/", element: <Desk /> },
              { path: "/people", element: <People /> },
              { path: "/account", element: <Account /> },
              { path: "*", element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
];
