import { ArticlePage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

test("an admin deletes an article in the trash for good; who was to bring words is given them back", async ({
  desk,
}) => {
  await desk.headlines("Hochwasser", "Stadtfest", "Seilbahn");
  const regula = await desk.person("Regula");
  const list = await regula.openDesk();
  await list.article("Hochwasser").click();
  const article = new ArticlePage(list.page);
  await article.ready();
  await regula.goOffline();
  await article.type(article.body, "Im Tunnel geschrieben.");

  const chief = await (await desk.person("admin")).openDesk();
  const { page } = chief;
  for (const headline of ["Hochwasser", "Stadtfest", "Seilbahn"]) {
    await expect(chief.article(headline)).toBeVisible();
    await expect(page.getByText(/^In this article/)).toHaveCount(0);
    await chief.moveToTrash(headline);
    await expect(chief.article(headline)).toBeHidden();
  }
  await page.getByRole("link", { name: "Trash", exact: true }).click();
  await expect(page.getByText(/^Will be deleted for good on \d+ \w+ \d{4}/)).toHaveCount(3);
  await page.getByRole("button", { name: "Delete for good: “Hochwasser”" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("Delete “Hochwasser” for good?");
  await question.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Delete for good: “Hochwasser”" }).click();
  await question.getByRole("button", { name: "Delete for good" }).click();
  await expect(chief.article("Hochwasser")).toBeHidden();
  await expect(page.getByText("“Hochwasser” was deleted for good.")).toBeVisible();

  await regula.goOnline();
  const given = article.page.getByRole("alertdialog", { name: "Some of your words were not accepted" });
  await expect(given).toContainText("This article was deleted for good before they reached the server.");
  await expect(given.getByRole("textbox", { name: "Your words" })).toHaveValue(/Im Tunnel geschrieben\./);
  await given.getByRole("button", { name: "I've copied them" }).click();
  await expect(article.page.getByText("This article was deleted for good.")).toBeVisible();
  await article.page.getByRole("link", { name: "Back to the desk" }).click();

  await page.getByRole("button", { name: "Empty the trash" }).click();
  await expect(question).toContainText("2 articles go");
  await question.getByRole("button", { name: "Empty the trash" }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
});

test("deleting for good says who has the article open", async ({ desk }) => {
  await desk.headlines("Hochwasser");
  const regula = await (await desk.person("Regula Rot")).openDesk();
  await regula.article("Hochwasser").click();
  await new ArticlePage(regula.page).ready();

  const chief = await (await desk.person("admin")).openDesk();
  const { page } = chief;
  const question = page.getByRole("alertdialog");
  await expect(page.getByText("In this article: Regula Rot")).toHaveCount(1);
  await chief.moveToTrash("Hochwasser");
  await question.getByRole("button", { name: "Move to trash" }).click();
  await page.getByRole("link", { name: "Trash", exact: true }).click();
  await page.getByRole("button", { name: "Delete for good: “Hochwasser”" }).click();
  await expect(question).toContainText(
    "Regula Rot has this article open. This deletes the article with everything",
  );
  await question.getByRole("button", { name: "Cancel" }).click();
  await regula.page.getByRole("link", { name: "Desk" }).click();
  await expect(page.getByText("In this article: Regula Rot")).toHaveCount(0);
  await page.getByRole("button", { name: "Delete for good: “Hochwasser”" }).click();
  await expect(question).toContainText("This deletes the article with everything");
  await expect(question).not.toContainText("has this article open");
});

test("an editor restores from the trash and deletes nothing for good", async ({ desk }) => {
  await desk.headlines("Hochwasser");
  const list = await (await desk.person("Emil")).openDesk();
  await expect(list.article("Hochwasser")).toBeVisible();
  await list.moveToTrash("Hochwasser");
  await list.page.getByRole("link", { name: "Trash", exact: true }).click();
  await expect(list.article("Hochwasser")).toBeVisible();
  await expect(list.page.getByRole("button", { name: /for good|Empty the trash/ })).toHaveCount(0);
});

test("a new article in which nobody wrote goes when it is left, and its address says so", async ({
  desk,
}) => {
  const emil = await (await desk.person("Emil")).openDesk();
  const list = await (await desk.person("Regula")).openDesk();
  const { page } = list;
  await list.newArticle.click();
  const article = new ArticlePage(page);
  await article.ready();
  await expect(emil.article("Untitled")).toBeVisible();
  await page.reload();
  await article.ready();
  const address = page.url();
  await page.getByRole("link", { name: "Desk", exact: true }).click();
  await expect(list.newArticle).toBeVisible();
  await expect(list.article("Untitled")).toHaveCount(0);
  await expect(emil.article("Untitled")).toHaveCount(0);
  await page.goto(address);
  await expect(page.getByText("This article was deleted for good.")).toBeVisible();
  await page.getByRole("link", { name: "Back to the desk" }).click();

  await list.newArticle.click();
  await article.ready();
  await article.type(article.body, "Ein Wort");
  await article.page.getByRole("link", { name: "Desk", exact: true }).click();
  await expect(list.article("Untitled")).toBeVisible();
  await list.article("Untitled").click();
  await expect(article.body).toHaveText("Ein Wort");
});

test("an empty article stays while a picture waits to be sent there", async ({ desk }) => {
  const list = await (await desk.person("Regula")).openDesk();
  const { page } = list;
  await list.newArticle.click();
  const article = new ArticlePage(page);
  await article.ready();
  let held = true;
  await page.route("**/api/articles/*/assets", (route) => (held ? route.abort() : route.continue()));
  const asked = page.waitForRequest("**/api/articles/*/assets");
  await article.choosePicture(await cameraPicture());
  await asked;
  await page.getByRole("link", { name: "Desk", exact: true }).click();
  held = false;
  await page.getByRole("button", { name: "Open the article" }).click();
  await article.ready();
  await expect(article.figure().image).toBeVisible();
  await article.saved();
});
