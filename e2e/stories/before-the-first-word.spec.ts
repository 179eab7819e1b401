import { scriptsBeforeTyping } from "../support/loading.ts";
import { expect, test } from "../support/test.ts";

const mostKB = 285;

test(`at most ${mostKB} kB of code have to be there before one can write, and no page but the article's needs the editor`, async ({
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
  expect(run.filter((file) => /\/(ArticlePage|editor)-/.test(file))).toEqual([]);
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
    let letThrough = (): void => {};
    const measured = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route("**/*.js", async (route) => {
      await measured;
      await route.continue();
    });
    await page.goto(path, { waitUntil: "commit" });
    const masthead = page.getByText("Foureyes", { exact: true });
    // Until its sheet has come, a page can be asked, but shows nothing.
    await expect(page.locator("#first")).toHaveCSS("position", "absolute");
    await expect(masthead).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    const before = await masthead.boundingBox();
    letThrough();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("#first")).toHaveCount(0);
    expect(await masthead.boundingBox()).toEqual(before);
    await page.close();
    if (person === null) await context.close();
  });
