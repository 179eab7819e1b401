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
