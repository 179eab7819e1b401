import type { ReactNode } from "react";
import type { RouteObject } from "react-router";
import { later } from "../ui/index.ts";
import { BrokenPage } from "./BrokenPage.tsx";
import { SignedIn } from "./SignedIn.tsx";

const loadArticlePage = () => import("../features/article/ArticlePage.tsx");

/** Every page but the article's: small together, and on the way to an article nobody waits for them. */
const loadPages = () => import("./pages.tsx");
type Pages = Awaited<ReturnType<typeof loadPages>>;
const page =
  (name: { [Name in keyof Pages]: Pages[Name] extends () => ReactNode ? Name : never }[keyof Pages]) =>
  async () => ({ Component: (await loadPages())[name] });

const VisitorMenu = later(() => loadPages().then((pages) => pages.VisitorMenu));

/** Brings the editor's code while nobody waits for it. */
export const prepareArticlePage = (): void =>
  void loadArticlePage()
    .then(({ loadTools }) => loadTools())
    .catch(() => {});

export const routes: RouteObject[] = [
  {
    errorElement: <BrokenPage />,
    // Nothing for the moment until the page's code is here.
    hydrateFallbackElement: <></>,
    children: [
      { path: "/sign-in", lazy: page("SignIn") },
      { path: "/invitation/:token", lazy: page("InvitationWithToken") },
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
            lazy: page("ShellWithScroll"),
            children: [
              { path: "/", lazy: page("Desk") },
              { path: "/people", lazy: page("People") },
              { path: "/account", lazy: page("Account") },
              { path: "*", lazy: page("NotFoundPage") },
            ],
          },
        ],
      },
    ],
  },
];
