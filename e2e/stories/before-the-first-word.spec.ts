import type { Locator } from "@playwright/test";
import { gate } from "../support/gate.ts";
import { scriptsBeforeTyping } from "../support/loading.ts";
import { expect, test } from "../support/test.ts";

const mostKB = 294;
/**
 * With some 850 bytes of headers, what a server sends before it waits for the browser's first answer: ten packets of 1,460
 * bytes (RFC 6928). One byte more takes another way there and back until a page shows anything.
 */
const mostSheetBytes = 13_740;

test(`at most ${mostKB} kB of code have to be there before one can write, and no page but the article's needs the editor, nor the desk what opens over it`, async ({
  desk,
}) => {
  const { context } = await desk.person("Regula Keller");
  const { gzipKB, files } = await scriptsBeforeTyping(context, await desk.articleId("Gewicht"));
  expect(files.join(" ")).toContain("/ArticlePage-");
  expect(gzipKB, files.join(" ")).toBeLessThanOrEqual(mostKB);

  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByRole("button", { name: "New article" })).toBeVisible();
  // What is fetched ahead of time is not run.
  const run = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>(
        "script[src], link[rel=modulepreload]",
      ),
    ].map((element) => ("href" in element ? element.href : element.src)),
  );
  expect(run.join(" ")).toContain("/pages-");
  expect(run.filter((file) => /\/(ArticlePage|editor|popups)-/.test(file))).toEqual([]);
});

test("the sheet comes with the server's first packets", async ({ desk }) => {
  const { context } = await desk.person("Regula Keller");
  const page = await context.newPage();
  await page.goto("/");
  const href = await page.locator("link[rel=stylesheet]:not([media])").getAttribute("href");
  const answer = await context.request.get(href ?? "", { headers: { "accept-encoding": "br" } });
  expect(answer.headers()["content-encoding"]).toBe("br");
  expect(Number(answer.headers()["content-length"])).toBeLessThanOrEqual(mostSheetBytes);
});

test("a page begins in the theme that was chosen, before any code runs", async ({ desk }) => {
  const { context } = await desk.person("Regula Keller");
  const first = await context.newPage();
  await first.emulateMedia({ colorScheme: "light" });
  await first.goto("/account");
  await first.getByRole("radio", { name: "Dark" }).click();

  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: "light" });
  await page.route("**/*.js", () => {});
  await page.goto("/", { waitUntil: "commit" });
  const ground = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await expect.poll(ground).toBe("rgb(19, 18, 17)");
});

for (const [path, person] of [
  ["/sign-in", null],
  ["/", "Regula Keller"],
] as const)
  test(`the masthead of ${path} shows before any code has come, and stays where it is`, async ({
    desk,
    newsroom,
    browser,
  }) => {
    const context =
      person === null
        ? await browser.newContext({ baseURL: newsroom.url })
        : (await desk.person(person)).context;
    const page = await context.newPage();
    const measured = gate();
    await page.route("**/*.js", async (route) => {
      await measured.opened;
      await route.continue();
    });
    await page.goto(path, { waitUntil: "commit" });
    const masthead = page.getByText("Foureyes", { exact: true });
    // Until its sheet has come, a page can be asked, but shows nothing.
    await expect(page.locator("#first")).toHaveCSS("position", "absolute");
    await expect(masthead).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    const before = await masthead.boundingBox();
    measured.open();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("#first")).toHaveCount(0);
    expect(await masthead.boundingBox()).toEqual(before);
    await page.close();
    if (person === null) await context.close();
  });

for (const viewport of [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
])
  test(`at ${viewport.width} pixels an article says that it is being opened before any code has come, and its bar stays where it is`, async ({
    desk,
  }) => {
    const id = await desk.articleId("Langsam");
    const { context } = await desk.person("Regula Keller");
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    const code = gate();
    await page.route("**/*.js", async (route) => {
      await code.opened;
      await route.continue();
    });
    const text = gate();
    await page.routeWebSocket(/\/sync\//, async (line) => {
      await text.opened;
      line.connectToServer();
    });
    await page.goto(`/articles/${id}`, { waitUntil: "commit" });
    const first = page.locator("#first");
    await expect(first).toHaveCSS("position", "absolute");
    await expect(first.getByText("The article is being opened…")).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    const places = (words: Locator, within: Locator) =>
      Promise.all([words.boundingBox(), within.locator("svg").first().boundingBox()]);
    const before = await places(first.getByText("The article is being opened…"), first);

    code.open();
    const heading = page.getByRole("heading", { level: 1 });
    const back = page.getByRole("link", { name: "Desk" });
    await expect(heading).toHaveText("The article is being opened…");
    expect(await places(heading, back)).toEqual(before);

    text.open();
    await expect(page.getByRole("textbox", { name: "Body", exact: true })).toBeEditable();
    await expect(first).toHaveCount(0);
    expect(await back.locator("svg").boundingBox()).toEqual(before[1]);
    await page.close();
  });
