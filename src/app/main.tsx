import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/source-serif-4/opsz.css";
import "@fontsource-variable/source-serif-4/opsz-italic.css";
import "../ui/tokens.css";
import "../ui/base.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { Announcer, startTheme, Toasts, TooltipLayer } from "../ui/index.ts";
import { prepareOtherLanguages, startLanguage } from "./language/index.ts";
import { createQueryClient, sessionQuery } from "./queries.ts";
import { prepareArticlePage, routes } from "./routes.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element #root");

startTheme();
const queries = createQueryClient();
// Who it is and what they came for are asked for while the words of the page are on their way.
void queries.prefetchQuery(sessionQuery);
const router = createBrowserRouter(routes);
await startLanguage();

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
      <Toasts />
      <TooltipLayer />
      <Announcer />
    </QueryClientProvider>
  </StrictMode>,
);

const whenIdle = globalThis.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 1000));
const prepareRest = (): void => {
  prepareArticlePage();
  prepareOtherLanguages();
};
if (document.readyState === "complete") whenIdle(prepareRest);
else addEventListener("load", () => whenIdle(prepareRest), { once: true });
