import type { BrowserContext, Page } from "@playwright/test";

/** A fast typist's pace. */
const paceMs = 90;
const warmUp = 20;

declare global {
  interface Window {
    paints: { paintMs: number; workMs: number }[];
  }
}

/** Of each key, in milliseconds. */
export interface Paints {
  /** From the key to the end of the frame that shows it: it waits for the screen's next frame. */
  paintMs: number[];
  /** Of that, from the key to the end of its handlers. */
  workMs: number[];
}

/**
 * Types at the caret and measures from the key event's own time (when the browser received the key) to the first task
 * after the next animation frame, when style, layout and paint of that frame are done. That task goes before the page's
 * own ones, which wait for the end of the frame too.
 */
export async function typeAndPaint(page: Page, keys: number): Promise<Paints> {
  // No named functions in here: the transpiler would wrap them in a helper that the page does not have.
  await page.evaluate(() => {
    window.paints = [];
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        const entry = { paintMs: Number.NaN, workMs: Number.NaN };
        window.paints.push(entry);
        // The last event of a key that writes; behind the page's own listeners, and what they left for a microtask.
        addEventListener(
          "input",
          () =>
            queueMicrotask(() => {
              entry.workMs = performance.now() - timeStamp;
            }),
          { once: true },
        );
        requestAnimationFrame(() => {
          void scheduler.postTask(
            () => {
              entry.paintMs = performance.now() - timeStamp;
            },
            { priority: "user-blocking" },
          );
        });
      },
      { capture: true },
    );
  });
  for (let i = 0; i < warmUp + keys; i++) {
    // No multiple of a frame, so that the keys fall anywhere in it.
    await page.keyboard.press(i % 6 === 5 ? "Space" : "n");
    await page.waitForTimeout(paceMs + ((i * 7) % 17));
  }
  await page.waitForFunction((n) => window.paints.filter(({ paintMs }) => paintMs > 0).length >= n, keys);
  const measured = (await page.evaluate(() => window.paints)).slice(warmUp);
  return { paintMs: measured.map(({ paintMs }) => paintMs), workMs: measured.map(({ workMs }) => workMs) };
}

/** The article's page, with the caret in the middle of the text. */
export async function openAtMiddle(context: BrowserContext, articleId: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`/articles/${articleId}`);
  const body = page.getByRole("textbox", { name: "Body", exact: true });
  await body.waitFor();
  const paragraphs = body.locator('[data-style="paragraph"]');
  const middle = paragraphs.nth(Math.floor((await paragraphs.count()) / 2));
  await middle.scrollIntoViewIfNeeded();
  await middle.click();
  return page;
}

/**
 * The least a browser needs for it: the same words and pictures in a page that is nothing but a text the browser
 * lets people write in.
 */
export async function openBare(context: BrowserContext, articlePage: Page): Promise<Page> {
  const blocks = await articlePage
    .getByRole("textbox", { name: "Body", exact: true })
    .evaluate((body) =>
      [...body.querySelectorAll("[data-style], img")].map((block) =>
        block instanceof HTMLImageElement ? { picture: block.src } : { text: block.textContent },
      ),
    );
  const page = await context.newPage();
  await page.goto("/healthz");
  await page.evaluate((content) => {
    const text = document.createElement("div");
    text.contentEditable = "true";
    for (const { picture, text: words } of content as { picture?: string; text?: string }[]) {
      const block = document.createElement("p");
      if (picture) block.append(Object.assign(new Image(640, 360), { src: picture }));
      else block.textContent = words ?? "";
      text.append(block);
    }
    document.body.replaceChildren(text);
  }, blocks);
  const middle = page.locator("p").nth(Math.floor(blocks.length / 2));
  await middle.scrollIntoViewIfNeeded();
  await middle.click();
  return page;
}
