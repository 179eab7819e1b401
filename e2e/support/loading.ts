import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";

declare global {
  interface Window {
    /** When the body accepted typing, and when a frame that shows it was out: since the start of the navigation. */
    editableMs: number | null;
    readyMs: number | null;
  }
}

/** Scripts that the browser had to have until the body accepted typing, in kB: as gzip has them, and as they came. */
export async function scriptsBeforeTyping(
  context: BrowserContext,
  articleId: string,
): Promise<{ gzipKB: number; receivedKB: number; files: string[] }> {
  const page = await context.newPage();
  await noteReady(page);
  await page.goto(`/articles/${articleId}`);
  await page.waitForFunction(() => window.readyMs);
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map((entry) => entry as PerformanceResourceTiming)
      .filter(({ name, responseEnd }) => name.endsWith(".js") && responseEnd <= (window.editableMs ?? 0))
      .map(({ name, encodedBodySize }) => ({ name, encodedBodySize })),
  );
  await page.close();
  const bodies = await Promise.all(scripts.map(async ({ name }) => (await context.request.get(name)).body()));
  return {
    gzipKB: bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1_000,
    receivedKB: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1_000,
    files: scripts.map(({ name }) => new URL(name).pathname),
  };
}

/** From the start of the navigation until a frame with the body that accepts typing is out. Milliseconds. */
export async function readyToType(
  context: BrowserContext,
  articleId: string,
  slowerTimes: number,
): Promise<number> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await noteReady(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowerTimes });
  await page.goto(`/articles/${articleId}`);
  const ready = await page.waitForFunction(() => window.readyMs);
  const readyMs = (await ready.jsonValue()) as number;
  await page.close();
  return readyMs;
}

async function noteReady(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.editableMs = null;
    window.readyMs = null;
    new MutationObserver((_changes, observer) => {
      if (!document.querySelector('[role="textbox"][aria-label="Body"][contenteditable="true"]')) return;
      observer.disconnect();
      window.editableMs = performance.now();
      requestAnimationFrame(() => {
        const afterFrame = new MessageChannel();
        afterFrame.port1.addEventListener("message", () => {
          window.readyMs = performance.now();
        });
        afterFrame.port1.start();
        afterFrame.port2.postMessage(null);
      });
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["contenteditable"],
    });
  });
}
