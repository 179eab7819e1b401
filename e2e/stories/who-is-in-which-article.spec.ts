import { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("the desk says who is in which article, once for all their tabs, until they leave", async ({ desk }) => {
  const regula = await desk.open("Hochwasser", { as: "Regula Rot" });
  await regula.type(regula.headline, "Hochwasser im Tal");
  await regula.saved();
  const emil = await (await desk.person("Emil")).openDesk();
  const row = emil.page.getByRole("listitem").filter({ has: emil.article("Hochwasser im Tal") });
  await expect(row.getByText("In this article: Regula Rot")).toHaveCount(1);
  await expect(row.getByText("RR", { exact: true })).toHaveCount(1);
  const second = new ArticlePage(await regula.page.context().newPage());
  await second.page.goto(regula.page.url());
  await second.ready();
  await regula.page.close();
  await expect(row.getByText("In this article: Regula Rot")).toHaveCount(1);
  await second.page.getByRole("link", { name: "Desk" }).click();
  await expect(second.page.getByRole("link", { name: "Hochwasser im Tal" })).toBeVisible();
  await expect(row.getByText(/^In this article/)).toHaveCount(0);

  // Oneself in another tab is nobody else.
  const own = new ArticlePage(await emil.page.context().newPage());
  await own.page.goto(`/articles/${await desk.articleId("Hochwasser")}`);
  await own.ready();
  await expect(second.page.getByText("In this article: Emil")).toHaveCount(1);
  await expect(row.getByText(/^In this article/)).toHaveCount(0);
});

test("moving an article to the trash asks when somebody else is in it, on the desk and in the article", async ({
  desk,
}) => {
  await desk.headlines("Hochwasser", "Stadtfest");
  const emil = await (await desk.person("Emil")).openDesk();
  const regula = await (await desk.person("Regula Rot")).openDesk();
  await regula.article("Hochwasser").click();
  const open = new ArticlePage(regula.page);
  await open.ready();
  const question = emil.page.getByRole("alertdialog", { name: "Move “Hochwasser” to the trash?" });

  await expect(emil.page.getByText("In this article: Regula Rot")).toHaveCount(1);
  await emil.article("Hochwasser").focus();
  await emil.page.keyboard.press("Delete");
  await expect(question).toContainText("Regula Rot has this article open.");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(emil.article("Hochwasser")).toBeFocused();
  await emil.moveToTrash("Hochwasser");
  await question.getByRole("button", { name: "Move to trash" }).click();
  await expect(emil.article("Hochwasser")).toBeHidden();
  await expect(open.page.getByText("Emil moved this article to the trash.")).toBeVisible();
  await emil.page.getByRole("button", { name: "Undo" }).click();
  await expect(emil.article("Hochwasser")).toBeVisible();
  await open.ready();

  await emil.article("Hochwasser").click();
  const second = new ArticlePage(emil.page);
  await second.ready();
  await expect(second.page.getByRole("button", { name: /^Go to Regula Rot/ })).toBeVisible();
  await second.page.getByRole("button", { name: "More", exact: true }).click();
  await second.page.getByRole("menuitem", { name: "Move to trash" }).click();
  await expect(question).toContainText("Regula Rot has this article open.");
  await question.getByRole("button", { name: "Move to trash" }).click();
  await expect(open.headline).not.toBeEditable();
  await emil.moveToTrash("Stadtfest");
  await expect(emil.article("Stadtfest")).toBeHidden();
});

test.describe("on a touch screen", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });

  test("a row's menu holds what moves its article to the trash and back", async ({ desk }) => {
    await desk.headlines("Hochwasser", "Stadtfest");
    const list = await (await desk.person("Emil")).openDesk();
    const { page } = list;
    await expect(list.article("Hochwasser")).toBeVisible();
    await expect(page.getByRole("button", { name: /to the trash/ })).toHaveCount(0);
    await page.getByRole("button", { name: "Actions for “Hochwasser”" }).tap();
    await page.getByRole("menuitem", { name: "Move to trash" }).tap();
    await expect(list.article("Hochwasser")).toBeHidden();
    await page.getByRole("link", { name: "Trash", exact: true }).tap();
    await page.getByRole("button", { name: "Actions for “Hochwasser”" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Restore" }).press("Enter");
    await expect(list.article("Hochwasser")).toBeHidden();
    await page.getByRole("link", { name: "Articles", exact: true }).tap();
    await list.article("Hochwasser").press("Delete");
    await expect(list.article("Hochwasser")).toBeHidden();
  });
});
