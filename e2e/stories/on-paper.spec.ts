import type { Locator, Page, TestInfo } from "@playwright/test";
import { beyondTheEdge, fixedOnPaper, layOut, partedWords, whiteOf } from "../support/paper.ts";
import { animation, cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

/**
 * Widths in CSS pixels, 96 to the inch. Chromium asks media queries of the whole sheet, and lays out between the margins:
 * A4 with ours (`@page`), A4 and US Letter with the browser's usual ones, A4 across without any.
 */
const papers = [
  { sheet: 794, between: 643 },
  { sheet: 794, between: 717 },
  { sheet: 816, between: 739 },
  { sheet: 1123, between: 1123 },
];

/** Looks at the page as it is printed, on several kinds of paper and in both themes. */
async function expectGoodPrint(page: Page, name: string, info: TestInfo): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const { sheet, between } of papers) {
      await page.setViewportSize({ width: sheet, height: 986 });
      await page.emulateMedia({ media: "print", colorScheme });
      await layOut(page, `${between}px`);
      const what = `${name}, ${between} of ${sheet} pixels, ${colorScheme}`;
      expect.soft(await fixedOnPaper(page), what).toEqual([]);
      expect.soft(await partedWords(page), what).toEqual([]);
      expect.soft(await beyondTheEdge(page), what).toBeLessThanOrEqual(0);
      const image = await page.screenshot({ fullPage: true });
      await info.attach(what, { body: image, contentType: "image/png" });
      expect.soft(await whiteOf(image), `${what}: white`).toBeGreaterThan(0.5);
    }
  await layOut(page, "");
  // A link that is drawn is one of the file's, on every sheet that it stands on.
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect.soft(pdf.match(/\/URI \([^)]*#content\)/g) ?? [], `${name}: the link past the head`).toEqual([]);
  await page.emulateMedia({ media: null, colorScheme: null });
}

test("an article is printed without anything of the page around it", async ({ desk }, info) => {
  const article = await desk.open("Druck", { as: "Regula" });
  const { page } = article;
  await article.type(article.headline, "Nach zwölf Jahren fährt wieder ein Schiff über den See");
  await article.body.focus();
  for (let at = 1; at <= 40; at++) {
    await page.keyboard.insertText(`Absatz ${at}: Der Pegel steigt weiter an, und die Brücke ist zu.`);
    await page.keyboard.press("Enter");
  }
  await article.caretAfter("Absatz 2");
  await article.choosePicture(await animation());
  await expect(page.getByText("stands still here")).toBeVisible();
  await article.caretAfter("Absatz 5");
  await page.route("**/assets", (route) => route.abort());
  await article.choosePicture(await cameraPicture());
  await expect(page.getByRole("alert")).toBeVisible();
  await page.keyboard.press("Tab");
  await expectGoodPrint(page, "article", info);
});

test("the desk, the trash and every other page are printed as what they say", async ({
  desk,
  newsroom,
}, info) => {
  await desk.headlines("Die Brücke ist zu", "Nach zwölf Jahren fährt wieder ein Schiff über den See");
  const { context } = await desk.person("admin");
  const page = await context.newPage();
  for (const [path, ready] of [
    ["/", page.getByRole("link", { name: "Die Brücke ist zu" })],
    ["/?trash=1", page.getByText("The trash is empty")],
    ["/people", page.getByText("Regula", { exact: true })],
    ["/account", page.getByRole("heading", { level: 1 })],
    ["/nothing-here", page.getByRole("heading", { level: 1 })],
  ] as const) {
    await page.goto(path);
    await expect(ready.first()).toBeVisible();
    await expectGoodPrint(page, path, info);
  }
  await page.goto("/");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Die Brücke ist zu" })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  // Paper does not keep up with the time.
  const row = page.getByRole("listitem").filter({ hasText: "Die Brücke ist zu" });
  const now = await page.evaluate(() => new Date().toLocaleDateString("en-GB", { dateStyle: "medium" }));
  const printed = (text: Locator): Promise<string> =>
    text.evaluate((element: HTMLElement) => element.innerText + getComputedStyle(element, "::after").content);
  expect(await printed(row.locator("time"))).toMatch(new RegExp(`^"${now}, \\d\\d:\\d\\d"$`));
  expect(await printed(page.getByRole("heading", { level: 2 }))).toMatch(/^"\w+, \d+ \w+ \d{4}"$/);
  await expect(page.getByRole("searchbox")).toHaveCount(0);

  const stranger = await (await desk.stranger()).context.newPage();
  await stranger.goto(`${newsroom.url}/sign-in`);
  await expect(stranger.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expectGoodPrint(stranger, "/sign-in", info);
});
