import { gzipSync } from "node:zlib";
import type { BrowserContext } from "@playwright/test";

declare global {
  interface Window {
    readyMs: number | null;
  }
}

/** Scripts that the browser loads until the body accepts typing, in kB: as gzip has them, and as they came. */
export async function scriptsBeforeTyping(
  context: BrowserContext,
  articleId: string,
): Promise<{ gzipKB: number; receivedKB: number; files: number }> {
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  let receivedBytes = 0;
  const scripts = new Set<string>();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  devtools.on("Network.responseReceived", ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.add(requestId);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) receivedBytes += encodedDataLength;
  });
  page.on("response", (response) => {
    if (/javascript/.test(response.headers()["content-type"] ?? "")) bodies.push(response.body());
  });
  await page.goto(`/articles/${articleId}`);
  await page.getByRole("textbox", { name: "Body", exact: true }).waitFor();
  // Counted up to here: what comes later is no longer in anybody's way.
  const before = { files: bodies.length, receivedKB: receivedBytes / 1_000 };
  const loaded = await Promise.all(bodies.slice(0, before.files));
  await page.close();
  const gzipBytes = loaded.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  return { gzipKB: gzipBytes / 1_000, ...before };
}

/** From the start of the navigation until a frame with the body that accepts typing is out. Milliseconds. */
export async function readyToType(
  context: BrowserContext,
  articleId: string,
  slowerTimes: number,
): Promise<number> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await page.addInitScript(() => {
    window.readyMs = null;
    new MutationObserver((_changes, observer) => {
      if (!document.querySelector('[role="textbox"][aria-label="Body"][contenteditable="true"]')) return;
      observer.disconnect();
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
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowerTimes });
  await page.goto(`/articles/${articleId}`);
  const ready = await page.waitForFunction(() => window.readyMs);
  const readyMs = (await ready.jsonValue()) as number;
  await page.close();
  return readyMs;
}
