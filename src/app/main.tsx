import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/source-serif-4/opsz.css";
import "@fontsource-variable/source-serif-4/opsz-italic.css";
import "../ui/pagesFace.css";
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/firstPaint.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { watchSignOut } from "../session/signOut.ts";
import { Announcer, Arrivals, startTheme, Toasts, TooltipLayer, whenLoadedAndIdle } from "../ui/index.ts";
import { fetchFilesAhead } from "./fetchFilesAhead.ts";
import { prepareOtherLanguages, startLanguage } from "./language/index.ts";
import { goToSignIn } from "./leave.ts";
import { createQueryClient, sessionQuery } from "./queries.ts";
import { Pages, preparePage } from "./routes.tsx";
import { tellServer } from "./tellServer.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element #root");

watchSignOut(goToSignIn);
startTheme((theme) => tellServer("theme", theme));
const queries = createQueryClient();
// Who it is and what they came for are asked for while the words of the page are on their way.
void queries.prefetchQuery(sessionQuery);
const isArticle = location.pathname.startsWith("/articles/");
preparePage(isArticle ? "article" : "other");
await startLanguage(isArticle ? "writing" : "all");

root.removeAttribute("aria-busy");
const app = (
  <StrictMode>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Arrivals>
          <Pages />
        </Arrivals>
      </BrowserRouter>
      <Toasts />
      <TooltipLayer />
      <Announcer />
    </QueryClientProvider>
  </StrictMode>
);
// A render in pieces lets a press through; the article's page has nothing to press yet and is there sooner in one.
if (isArticle) createRoot(root).render(app);
else startTransition(() => createRoot(root).render(app));

if (!isArticle)
  whenLoadedAndIdle(() => {
    void fetchFilesAhead();
    prepareOtherLanguages();
  });
