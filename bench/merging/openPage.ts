import { fileURLToPath } from "node:url";
import { type Browser, type Page } from "@playwright/test";
import { build } from "vite";
import { install } from "../install.ts";

const address = "http://localhost/";

/**
 * A page of a real browser with both contenders in it, on one copy of TipTap, ProseMirror and Yjs. Two copies of
 * Yjs complain in the console; that, like any other error of the page, fails the benchmark.
 */
export async function openPage(browser: Browser): Promise<Page> {
  install("peers");
  const result = await build({
    configFile: false,
    logLevel: "warn",
    root: fileURLToPath(new URL("page/", import.meta.url)),
    resolve: {
      dedupe: [
        "yjs",
        "lib0",
        "y-protocols",
        "@tiptap/core",
        "@tiptap/pm",
        "prosemirror-model",
        "prosemirror-state",
        "prosemirror-view",
        "prosemirror-transform",
      ],
    },
    build: {
      write: false,
      target: "es2023",
      minify: process.env.READABLE ? false : "oxc",
      lib: {
        entry: fileURLToPath(new URL("page/main.ts", import.meta.url)),
        formats: ["es"],
        fileName: "merging",
      },
    },
  });
  const [output] = [result].flat();
  if (!output || !("output" in output)) throw new Error("the page was not built");
  const [script] = output.output;
  const page = await browser.newPage();
  page.on("pageerror", (error) => fail(error.message));
  page.on("console", (message) => {
    if (/Yjs was already imported/.test(message.text())) fail(message.text());
  });
  await page.route(`${address}**`, (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: script.code })
      : route.fulfill({
          contentType: "text/html",
          // An isolated page has a clock of 5 µs instead of 100.
          headers: {
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Embedder-Policy": "require-corp",
          },
          body: '<!doctype html><style>.ProseMirror { white-space: pre-wrap }</style><script type="module" src="merging.js"></script>',
        }),
  );
  await page.goto(address);
  await page.waitForFunction(() => "merging" in window);
  if (failed) throw new Error(failed);
  return page;
}

let failed: string | null = null;
const fail = (message: string): void => {
  failed ??= message;
  console.error(message);
};
