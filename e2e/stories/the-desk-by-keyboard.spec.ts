import { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("the desk goes by keyboard: to the search, from article to article, into the trash and back", async ({
  desk,
}) => {
  await desk.headlines("Erster", "Zweiter", "Dritter");
  const list = await (await desk.person("Emil")).openDesk();
  const { page } = list;
  await expect(list.article("Dritter")).toBeVisible();
  await page.keyboard.press("/");
  await expect(list.search).toBeFocused();
  await list.article("Dritter").focus();
  await page.keyboard.press("End");
  await expect(list.article("Erster")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(list.article("Zweiter")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(list.article("Zweiter")).toBeHidden();
  await expect(list.article("Erster")).toBeFocused();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(list.article("Zweiter")).toBeVisible();
  await list.article("Zweiter").press("Enter");
  await expect(page.getByRole("textbox", { name: "Headline", exact: true })).toHaveText("Zweiter");
});

test("«?» lists the desk's keys, but types where one writes", async ({ desk }) => {
  const list = await (await desk.person("Emil")).openDesk();
  const { page } = list;
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.example).toBeVisible();
  await page.keyboard.press("?");
  await expect(sheet.getByText("Next / previous article")).toBeVisible();
  // The page behind it keeps still.
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("/");
  await page.keyboard.type("Wer?");
  await expect(list.search).toHaveValue("Wer?");
  await expect(sheet).toBeHidden();
});

test("a desk without a line says so and catches up by itself", async ({ desk }) => {
  const emil = await desk.person("Emil");
  const list = await emil.openDesk();
  await expect(list.example).toBeVisible();
  await emil.goOffline();
  await expect(list.page.getByText("No connection to the server")).toBeVisible();
  const regula = await desk.open("Neues", { as: "Regula" });
  await regula.type(regula.headline, "Während der Pause");
  await regula.saved();
  await emil.goOnline();
  await expect(list.article("Während der Pause")).toBeVisible();
  await expect(list.page.getByText("No connection to the server")).toBeHidden();
});

test("the keyboard goes along into an article and comes back to its line on the desk", async ({ desk }) => {
  await desk.headlines("Erster", "Zweiter", "Dritter");
  const list = await (await desk.person("Emil")).openDesk();
  const { page } = list;
  const main = page.getByRole("main");
  const article = new ArticlePage(page);
  await expect(list.article("Zweiter")).toBeVisible();
  await expect(page.locator("body")).toBeFocused();

  await list.article("Zweiter").click();
  await article.ready();
  await expect(main).toBeFocused();
  await page.getByRole("link", { name: "Desk", exact: true }).click();
  await expect(list.article("Zweiter")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await article.ready();
  await expect(main).toBeFocused();
  await page.goBack();
  await expect(list.article("Erster")).toBeFocused();

  await page.keyboard.press("Enter");
  await article.ready();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Move to trash" }).click();
  await expect(list.newArticle).toBeVisible();
  await expect(list.article("Erster")).toBeHidden();
  await expect(main).toBeFocused();

  await list.newArticle.click();
  await expect(article.headline).toBeFocused();
  await article.page.reload();
  await article.type(article.headline, "Vierter");
  await article.saved();
  await article.page.reload();
  await article.ready();
  await expect(page.locator("body")).toBeFocused();
});
