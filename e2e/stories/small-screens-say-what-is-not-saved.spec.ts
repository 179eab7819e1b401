import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

const screens = [
  { name: "a phone", width: 390, height: 844 },
  { name: "a small phone", width: 360, height: 640 },
  { name: "a page magnified to 200 per cent", width: 640, height: 400 },
  { name: "a page magnified to 400 per cent", width: 320, height: 225 },
  { name: "a low, wide window", width: 1280, height: 500 },
];

/** Ends in the middle of the body, far from the article's bar. */
async function writeFarDown(article: ArticlePage): Promise<void> {
  await article.body.focus();
  for (let line = 1; line <= 30; line++) {
    await article.page.keyboard.insertText(`Zeile ${line} des Berichts`);
    await article.page.keyboard.press("Enter");
  }
  await article.caretAfter("Zeile 20");
  await article.page.keyboard.type("!");
  await article.saved();
}

/** Whether these words stand in the window, whole and in front of everything else. */
const inSight = (page: Page, words: string): Promise<boolean> =>
  page.evaluate((wanted) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement: element, nodeValue } = texts.currentNode;
      if (!element || nodeValue !== wanted) continue;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      const shows = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      const front = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (inside && shows && element.contains(front)) return true;
    }
    return false;
  }, words);

const topOfLine = (article: ArticlePage): Promise<number> =>
  article
    .blocks("paragraph")
    .filter({ hasText: "Zeile 20" })
    .evaluate((line) => line.getBoundingClientRect().top);

const wider = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include("header").analyze();
  return violations.map(({ id, help }) => `${id}: ${help}`);
}

for (const { name, ...viewport } of screens)
  test(`on ${name}, whoever writes far down sees that the line is gone, and the text stays where it is`, async ({
    desk,
  }) => {
    const article = await desk.open("Klein", { as: "Regula" });
    const { page } = article;
    await page.setViewportSize(viewport);
    await writeFarDown(article);
    expect(await inSight(page, "Offline")).toBe(false);

    const regula = await desk.person("Regula");
    const before = await topOfLine(article);
    await regula.goOffline();
    await expect.poll(() => inSight(page, "Offline")).toBe(true);
    expect(Math.abs((await topOfLine(article)) - before)).toBeLessThan(1);
    expect(await wider(page)).toBe(0);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await barriers(page), colorScheme).toEqual([]);
    }

    await regula.goOnline();
    await article.saved();
    expect(await inSight(page, "Offline")).toBe(false);
  });

test("on a phone, whoever writes far down sees that the session has ended and that words are not saved, also in German", async ({
  desk,
}) => {
  const article = await desk.open("Abgemeldet", { as: "Regula" });
  const { page } = article;
  await page.setViewportSize({ width: 360, height: 640 });
  await writeFarDown(article);
  const { context } = await desk.person("Regula");
  await context.request.post("/api/auth/sign-out", { data: {} });
  await expect.poll(() => inSight(page, "Signed out")).toBe(true);
  await article.caretAfter("Zeile 20");
  await page.keyboard.type("?");
  await expect.poll(() => inSight(page, "Not saved")).toBe(true);

  const other = await context.newPage();
  await other.goto("/sign-in");
  await other.getByRole("radio", { name: "Deutsch" }).click();
  await expect.poll(() => inSight(page, "Nicht gespeichert")).toBe(true);
  expect(await wider(page)).toBe(0);
});

for (const { name, ...viewport } of screens)
  test(`on ${name}, whoever reads far down sees that the line is gone, and the text stays where it is`, async ({
    desk,
  }) => {
    const writer = await desk.open("Gelesen", { as: "Regula" });
    await writeFarDown(writer);
    const guest = await desk.open("Gelesen", { as: "Gisela", role: "guest" });
    const { page } = guest;
    await page.setViewportSize(viewport);
    const line = guest.blocks("paragraph").filter({ hasText: "Zeile 20" });
    await line.evaluate((far) => far.scrollIntoView({ block: "center" }));
    expect(await inSight(page, "Offline")).toBe(false);

    const gisela = await desk.person("Gisela");
    const before = await topOfLine(guest);
    await gisela.goOffline();
    await expect.poll(() => inSight(page, "Offline")).toBe(true);
    expect(Math.abs((await topOfLine(guest)) - before)).toBeLessThan(1);
    expect(await wider(page)).toBe(0);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await barriers(page), colorScheme).toEqual([]);
    }

    await gisela.goOnline();
    await expect.poll(() => inSight(page, "Offline")).toBe(false);
  });
