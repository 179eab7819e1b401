import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .analyze();
  return violations.map(
    (v) => `${v.id}: ${v.help} (${v.nodes.map((node) => node.target.join(" ")).join(", ")})`,
  );
}

test("sign-in, desk, article and export have no barriers that axe can see", async ({ desk }) => {
  const stranger = await (await desk.stranger()).context.newPage();
  await stranger.goto("/sign-in");
  await expect(stranger.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  expect(await barriers(stranger)).toEqual([]);

  const list = await (await desk.person("Regula")).openDesk();
  expect(await barriers(list.page)).toEqual([]);
  await list.example.click();
  const article = new ArticlePage(list.page);
  await article.ready();
  await article.saved();
  expect(await barriers(article.page)).toEqual([]);
  await article.export.click();
  await expect(article.page.getByRole("dialog")).toBeVisible();
  expect(await barriers(article.page)).toEqual([]);

  const filled = await (await desk.person("Emil")).openDesk();
  await expect(filled.page.getByRole("link", { name: /See/ })).toBeVisible();
  expect(await barriers(filled.page)).toEqual([]);
});
