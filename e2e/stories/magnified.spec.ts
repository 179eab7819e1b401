import { type Page } from "@playwright/test";
import { ArticlePage, DeskPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

/** What 1280 × 900 becomes for somebody who magnifies the page: at 200 and at 400 per cent. */
const magnified = [
  { width: 640, height: 450 },
  { width: 320, height: 225 },
];

async function isUsable(page: Page): Promise<void> {
  for (const size of magnified) {
    await page.setViewportSize(size);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider, `${page.url()} at ${size.width} px`).toBeLessThanOrEqual(0);
  }
}

test("magnified to 400 per cent, no page scrolls sideways, and the text can still be seen while it is written", async ({
  desk,
}) => {
  const stranger = await (await desk.stranger()).context.newPage();
  await stranger.goto("/sign-in");
  await expect(stranger.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await isUsable(stranger);

  const list = await (await desk.person("admin")).openDesk();
  await list.example.click();
  const article = new ArticlePage(list.page);
  await article.ready();
  await isUsable(article.page);
  await article.body.focus();
  await article.page.keyboard.press("ControlOrMeta+End");
  await article.page.keyboard.type("!");
  const last = article.body.locator(":scope > p, :scope > [data-style]").last();
  await expect(last).toBeInViewport();

  await article.page.keyboard.press("F1");
  await expect(article.page.getByRole("dialog")).toBeVisible();
  await isUsable(article.page);
  await article.page.keyboard.press("Escape");
  await article.export.click();
  await expect(article.page.getByRole("dialog")).toBeVisible();
  await isUsable(article.page);

  for (const address of ["/", "/people", "/account"]) {
    await list.page.goto(address);
    await expect(list.page.getByRole("heading", { level: 1 })).toBeVisible();
    await isUsable(list.page);
  }
  await new DeskPage(list.page).open();
});

test("on a phone the role of each person is shown whole", async ({ desk }) => {
  const admin = await desk.person("admin");
  await desk.person("Emil");
  const page = await admin.context.newPage();
  await page.goto("/people");
  const role = page.getByRole("combobox").first();
  await expect(role).toBeVisible();
  for (const width of [320, 360, 390]) {
    await page.setViewportSize({ width, height: 700 });
    const { shown, longest } = await role.evaluate((select: HTMLSelectElement) => {
      const style = getComputedStyle(select);
      const text = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
      text.font = style.font;
      const widths = Array.from(select.options, ({ label }) => text.measureText(label).width);
      const inside = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
      return { shown: select.clientWidth - inside, longest: Math.max(...widths) };
    });
    expect(shown, `at ${width} px`).toBeGreaterThanOrEqual(longest);
    await isUsable(page);
  }
});
