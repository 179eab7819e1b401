import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/source-serif-4/opsz.css";
import "@fontsource-variable/source-serif-4/opsz-italic.css";
import "../ui/tokens.css";
import "../ui/base.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { Announcer, startTheme, ToastProvider } from "../ui/index.ts";
import { startLanguage } from "./language/index.ts";
import { createQueryClient } from "./queries.ts";
import { prepareArticlePage, routes } from "./routes.tsx";

startTheme();
startLanguage();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element #root");

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={createQueryClient()}>
        <ToastProvider>
          <RouterProvider router={createBrowserRouter(routes)} />
        </ToastProvider>
        <Announcer />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);

const whenIdle = globalThis.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 1000));
addEventListener("load", () => whenIdle(prepareArticlePage), { once: true });
