import type { Page } from "@playwright/test";
import { gate } from "../support/gate.ts";
import { expect, test } from "../support/test.ts";

const sizes = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1280, height: 900 },
  { width: 1920, height: 1080 },
];

/** Holds every script back, and then what the page asks for, until each is let through. */
async function slowLine(page: Page): Promise<{ letCode(): void; letAnswers(): void }> {
  const [code, answers] = [gate(), gate()];
  await page.route("**/*.js", async (route) => {
    await code.opened;
    await route.continue();
  });
  await page.route("**/api/articles?**", async (route) => {
    await answers.opened;
    await route.continue();
  });
  await page.routeWebSocket(/\/sync\//, async (line) => {
    await answers.opened;
    line.connectToServer();
  });
  return { letCode: code.open, letAnswers: answers.open };
}

for (const viewport of sizes) {
  test(`at ${viewport.width} pixels the desk's lines are grey before any code has come, and stay where they are`, async ({
    desk,
  }) => {
    await desk.headlines("See steigt");
    const page = await (await desk.person("Regula")).context.newPage();
    await page.setViewportSize(viewport);
    const { letCode, letAnswers } = await slowLine(page);
    await page.goto("/", { waitUntil: "commit" });
    await expect(page.locator("#root")).toHaveAttribute("aria-busy", "true");
    const first = page.locator("#first .first-lines i");
    await expect(first.first()).toHaveCSS("display", "block");
    await expect(page.locator("#first .first-lines")).toHaveCSS("opacity", "1");
    await page.evaluate(() => document.fonts.ready);
    const title = page.locator("#first .first-page p");
    const before = { line: await first.first().boundingBox(), title: await title.boundingBox() };

    letCode();
    const skeleton = page.locator("[aria-busy=true] [data-line]");
    await expect(skeleton.first()).toBeVisible();
    await expect(page.locator("#first")).toHaveCount(0);
    await expect(page.locator("#root")).not.toHaveAttribute("aria-busy");
    await expect(page.getByText("Loading…")).toBeAttached();
    const line = await skeleton.first().boundingBox();
    expect(Math.abs((line?.y ?? 0) - (before.line?.y ?? 0))).toBeLessThanOrEqual(1);
    expect(line?.height).toBe(before.line?.height);
    const heading = await page.getByRole("heading", { name: "Desk", level: 1 }).boundingBox();
    expect(heading?.x).toBe(before.title?.x);

    letAnswers();
    const row = page.getByRole("listitem").first();
    await expect(row).toBeVisible();
    const here = await row.boundingBox();
    expect(Math.abs((here?.y ?? 0) - (line?.y ?? 0))).toBeLessThanOrEqual(1);
    await page.close();
  });

  test(`at ${viewport.width} pixels an article's paper shows before any code has come, and stays where it is`, async ({
    desk,
  }) => {
    const page = await (await desk.person("Regula")).context.newPage();
    await page.setViewportSize(viewport);
    const { letCode, letAnswers } = await slowLine(page);
    await page.goto(`/articles/${await desk.articleId("Langsam")}`, { waitUntil: "commit" });
    const first = page.locator("#first .first-sheet");
    await expect(first).toHaveCSS("display", "grid");
    await expect(first).toHaveCSS("opacity", "1");
    const before = await first.boundingBox();

    letCode();
    await expect(page.locator("main[aria-busy=true]")).toBeVisible();
    letAnswers();
    const sheet = page.getByRole("article");
    await expect(sheet).toBeVisible();
    await expect(page.locator("#first")).toHaveCount(0);
    const here = await sheet.boundingBox();
    expect([here?.x, here?.width]).toEqual([before?.x, before?.width]);
    expect(Math.abs((here?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(1);
    await page.close();
  });
}

test("a browser without scripts is told, and shows nothing grey", async ({ desk, browser, newsroom }) => {
  const { context } = await desk.person("Regula");
  const still = await browser.newContext({
    baseURL: newsroom.url,
    javaScriptEnabled: false,
    extraHTTPHeaders: {
      cookie: (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; "),
    },
  });
  const page = await still.newPage();
  await page.goto("/");
  await expect(page.locator("noscript")).toBeVisible();
  await expect(page.locator("#first .first-page")).toBeHidden();
  await still.close();
});
