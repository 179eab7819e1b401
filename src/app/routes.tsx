import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { later } from "../ui/index.ts";
import { PageBoundary } from "./BrokenPage.tsx";
import { fetchFilesAhead } from "./fetchFilesAhead.ts";
import { loadRestOfWords, prepareOtherLanguages } from "./language/index.ts";
import { SignedIn } from "./SignedIn.tsx";

const loadArticlePage = () => import("../features/article/ArticlePage.tsx");

/** Every page but the article's: small together, and on the way to an article nobody waits for them. */
const loadPages = async () => {
  const [pages] = await Promise.all([import("./pages.tsx"), loadRestOfWords()]);
  return pages;
};
type Pages = Awaited<ReturnType<typeof loadPages>>;
const page = (
  name: { [Name in keyof Pages]: Pages[Name] extends () => ReactNode ? Name : never }[keyof Pages],
) => later(() => loadPages().then((pages) => pages[name]), { onFailure: "throw" });

const Account = page("Account");
const Desk = page("Desk");
const InvitationWithToken = page("InvitationWithToken");
const NewPasswordWithToken = page("NewPasswordWithToken");
const NotFoundPage = page("NotFoundPage");
const People = page("People");
const ShellWithScroll = page("ShellWithScroll");
const SignIn = page("SignIn");
// It comes with the tools, once one can write: the moment for the other languages, and for what else one may ask for.
const VisitorMenu = later(async () => {
  const pages = await loadPages();
  prepareOtherLanguages();
  void fetchFilesAhead();
  return pages.VisitorMenu;
});
const ArticlePage = later(() => loadArticlePage().then((all) => all.ArticlePage), { onFailure: "throw" });

/** Asks for the page's code before anything is shown. */
export function preparePage(page: "article" | "other"): void {
  if (page === "article") ArticlePage.prepare();
  else SignIn.prepare();
}

export const Pages = () => (
  <PageBoundary>
    <Routes>
      <Route path="/sign-in" element={<SignIn />} />
      <Route path="/invitation/:token" element={<InvitationWithToken />} />
      <Route path="/new-password/:token" element={<NewPasswordWithToken />} />
      <Route element={<SignedIn stay />}>
        <Route path="/articles/:id" element={<ArticlePage accountMenu={<VisitorMenu />} />} />
      </Route>
      <Route element={<SignedIn />}>
        <Route element={<ShellWithScroll />}>
          <Route path="/" element={<Desk />} />
          <Route path="/people" element={<People />} />
          <Route path="/account" element={<Account />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Route>
    </Routes>
  </PageBoundary>
);
