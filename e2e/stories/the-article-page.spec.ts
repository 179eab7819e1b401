import type { Page } from "@playwright/test";
import { gate } from "../support/gate.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

test("nothing on the page moves while a picture is on its way", async ({ desk }) => {
  const writer = await desk.open("Bild", { as: "Regula" });
  await writer.type(writer.headline, "Ein hohes Bild");
  await writer.choosePicture(await cameraPicture({ width: 1200, height: 1500 }));
  await expect(writer.figure().caption).toBeVisible();
  await writer.type(writer.body, "Unter dem Bild.");
  await writer.saved();

  const reader = (await desk.person("Emil")).context;
  const page = await reader.newPage();
  await page.addInitScript(watchShifts);
  const arrived = gate();
  await page.route("**/api/assets/**", async (route) => {
    await arrived.opened;
    await route.continue();
  });
  await page.goto(`/articles/${writer.articleId}`);
  await expect(page.getByText("Unter dem Bild.")).toBeVisible();
  const before = await page.getByText("Unter dem Bild.").boundingBox();
  await page.evaluate(() => {
    window.shifts = 0;
  });

  arrived.open();
  const image = page.locator("figure img").first();
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  expect(await page.getByText("Unter dem Bild.").boundingBox()).toEqual(before);
  expect(await page.evaluate(() => window.shifts)).toBe(0);
  const box = await image.boundingBox();
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1200 / 1500, 1);
});

test("a picture whose file is gone says so, keeps its texts, and comes back", async ({ desk }) => {
  const article = await desk.open("Bild", { as: "Regula" });
  await article.choosePicture(await cameraPicture());
  await article.type(article.figure().caption, "Der See");
  await article.saved();

  const page = await (await desk.person("Regula")).context.newPage();
  await page.route("**/api/assets/**", (route) => route.fulfill({ status: 404, body: "{}" }));
  await page.goto(`/articles/${article.articleId}`);
  await expect(page.getByText("The picture file is missing on the server.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Caption", exact: true })).toHaveText("Der See");
  await page.unroute("**/api/assets/**");
  await page.getByRole("button", { name: "Load the picture again" }).click();
  await expect(page.locator("figure img").first()).toBeVisible();
});

test("paper shows the article alone, in black, with links one can read", async ({ desk }) => {
  const article = await desk.open("Druck", { as: "Regula" });
  const { page } = article;
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
  });
  await article.setSection("News › International");
  await article.type(article.headline, "Auf Papier");
  await article.choosePicture(await cameraPicture());
  await article.type(article.figure().credit, "© Agentur/Name");
  await article.type(article.body, "Mehr im Bericht");
  await page.keyboard.press("Shift+Home");
  await article.setLink("https://example.org/bericht");
  await article.headline.focus();

  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByText("Mehr im Bericht")).toBeVisible();
  await expect(page.getByText("© Agentur/Name")).toBeVisible();
  for (const gone of [article.export, article.saveState, article.lead, article.figure().alt, article.section])
    await expect(gone).toBeHidden();
  await expect(page.getByRole("toolbar")).toBeHidden();
  await expect(page.getByRole("button")).toHaveCount(0);
  const look = await page.getByRole("article").evaluate((sheet) => {
    const of = (element: Element | null, pseudo?: string): CSSStyleDeclaration =>
      getComputedStyle(element ?? sheet, pseudo);
    return {
      ink: of(sheet).color,
      border: of(sheet).borderTopWidth,
      section: of(sheet.querySelector("[data-field=section]"), "::after").content,
      link: of(sheet.querySelector("a"), "::after").content,
      caret: of(sheet.querySelector("[data-field=headline] [contenteditable]")).boxShadow,
    };
  });
  expect(look).toEqual({
    ink: "rgb(0, 0, 0)",
    border: "0px",
    section: '"News › International"',
    link: '" (https://example.org/bericht)"',
    caret: "none",
  });
});

test("on paper a small picture stays small, and a tall one fits the sheet", async ({ desk }) => {
  const article = await desk.open("Bilder auf Papier", { as: "Regula" });
  await article.choosePicture(await cameraPicture({ width: 90, height: 60 }));
  await expect(article.figure().image).toBeVisible();
  await article.body.focus();
  await article.choosePicture(await cameraPicture({ width: 600, height: 2400 }));
  await expect(article.figure(1).image).toBeVisible();
  await article.page.emulateMedia({ media: "print" });
  const [small, tall] = await Promise.all([0, 1].map((at) => article.figure(at).image.boundingBox()));
  expect(small?.width).toBeLessThanOrEqual(90);
  expect(tall?.height).toBeLessThan(560);
  expect(tall?.height).toBeGreaterThan(500);
});

for (const [what, viewport] of [
  ["a desk", { width: 1280, height: 720 }],
  ["a phone", { width: 390, height: 700 }],
] as const)
  test(`on ${what} narrow pictures stand in the middle, and the tools of a tall one stay in reach`, async ({
    desk,
  }) => {
    const article = await desk.open("Hochformat", { as: "Regula" });
    const { page } = article;
    await page.setViewportSize(viewport);
    await article.choosePicture(await cameraPicture({ width: 90, height: 60 }));
    await expect(article.figure().image).toBeVisible();
    await article.body.focus();
    await article.choosePicture(await cameraPicture({ width: 600, height: 1800 }));
    const { image } = article.figure(1);
    await expect(image).toBeVisible();
    const column = await article.body.boundingBox();
    for (const narrow of [article.figure().image, image]) {
      const box = await narrow.boundingBox();
      if (!box || !column) throw new Error("nothing to measure");
      expect(Math.abs(box.x + box.width / 2 - (column.x + column.width / 2))).toBeLessThan(2);
      expect(box.width).toBeLessThan(column.width * 0.7);
    }

    // Its upper half is above the window's edge.
    await image.evaluate((element) => {
      const { top, height } = element.getBoundingClientRect();
      scrollBy({ top: top + height / 2, behavior: "instant" });
    });
    await image.hover({ position: { x: 5, y: 400 } });
    const remove = article.body.getByRole("button", { name: "Remove picture" });
    await expect(remove).toBeInViewport({ ratio: 1 });
    // Playwright does not press what something else covers.
    await remove.click({ timeout: 10_000 });
    await expect(article.body.getByRole("figure")).toHaveCount(0);
  });

test("a page that breaks keeps its words and says how to go on", async ({ desk }) => {
  const article = await desk.open("Panne", { as: "Regula" });
  const { page } = article;
  await article.type(article.body, "Vor der Panne.");
  await page.evaluate(() => {
    Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
      get() {
        throw new Error("broken on purpose");
      },
    });
  });
  await article.type(article.body, " Die letzten Worte.");
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await article.saved();
  await page.getByRole("button", { name: "Copy article text" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("Die letzten Worte.");
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(article.body).toHaveText("Vor der Panne. Die letzten Worte.");
});

test("language and appearance change over the open article", async ({ desk }) => {
  const article = await desk.open("Sprache", { as: "Regula" });
  const { page } = article;
  await article.type(article.headline, "Bleibt stehen");
  const choose = async (menu: RegExp, choice: string): Promise<void> => {
    await page.getByRole("button", { name: menu }).click();
    await page.getByRole("menuitemradio", { name: choice, exact: true }).click();
    await page.keyboard.press("Escape");
  };
  await choose(/^Account: Regula/, "Dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await choose(/^Account: Regula/, "Deutsch");
  await expect(page.getByRole("textbox", { name: "Titel", exact: true })).toHaveText("Bleibt stehen");
  await choose(/^Konto: Regula/, "English");
  await expect(article.headline).toHaveText("Bleibt stehen");
});

for (const [what, width, height] of [
  ["a phone", 360, 740],
  ["a page magnified to 200 %", 640, 450],
] as const)
  test(`${what} reaches every tool and scrolls one way only`, async ({ desk }) => {
    const article = await desk.open("Eng", { as: "Regula" });
    const { page } = article;
    await page.setViewportSize({ width, height });
    await article.type(article.headline, "Donaudampfschifffahrtsgesellschaftskapitän");
    await article.type(article.body, `Ein Wort: ${"lang".repeat(60)}`);
    for (const tool of await page.getByRole("toolbar").getByRole("button").all()) {
      await tool.scrollIntoViewIfNeeded();
      await expect(tool).toBeInViewport({ ratio: 1 });
    }
    await expect(article.export).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

declare global {
  interface Window {
    shifts: number;
  }
}

function watchShifts(): void {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += (entry as unknown as { value: number }).value;
  }).observe({ type: "layout-shift", buffered: true });
}
