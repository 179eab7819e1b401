import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
import { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("new articles, changed headlines and the trash show on a colleague's desk without a reload", async ({
  desk,
}) => {
  const emil = await (await desk.person("Emil")).openDesk();
  const regula = await (await desk.person("Regula")).openDesk();
  await regula.newArticle.click();
  const article = new ArticlePage(regula.page);
  await article.ready();
  await expect(emil.article("Untitled")).toBeVisible();
  await article.type(article.headline, "Gemeinderat vertagt Entscheid");
  await article.type(article.kicker, "Altstadt");
  await expect(emil.article("Gemeinderat vertagt Entscheid")).toBeVisible();
  await expect(emil.page.getByText("Altstadt")).toBeVisible();
  await expect(emil.article("Untitled")).toBeHidden();

  await emil.moveToTrash("Gemeinderat vertagt Entscheid");
  // Regula is in it.
  await emil.page.getByRole("alertdialog").getByRole("button", { name: "Move to trash" }).click();
  await expect(emil.article("Gemeinderat vertagt Entscheid")).toBeHidden();
  await expect(article.headline).not.toBeEditable();
  await emil.restore("Gemeinderat vertagt Entscheid");
  await expect(article.headline).toBeEditable();
  await emil.open();
  await expect(emil.article("Gemeinderat vertagt Entscheid")).toBeVisible();
});

test("many new articles leave the list as long as it was, and scrolling brings each once", async ({
  desk,
}) => {
  const { request } = (await desk.person("Regula")).context;
  const made: string[] = [];
  const make = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) {
      const article = (await (await request.post("/api/articles", { data: {} })).json()) as ArticleSummary;
      made.unshift(article.id);
    }
  };
  await make(40);
  const { page } = await (await desk.person("Emil")).openDesk();
  const rows = page.locator("[data-article]");
  const ids = (): Promise<(string | null)[]> =>
    rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-article")));
  const link = (id: string | undefined) => page.locator(`[data-article="${id}"] a`).first();
  await expect(rows).toHaveCount(40);
  await make(160);
  await expect.poll(ids).toEqual(made.slice(0, 100));

  await link(made[0]).focus();
  await page.keyboard.press("End");
  await expect.poll(ids).toEqual(made);
  await expect(link(made[99])).toBeFocused();
  await page.keyboard.press("End");
  await expect(link(made[199])).toBeFocused();
  const last = made[199];
  await make(3);
  await expect.poll(ids).toEqual(made);
  await expect(link(last)).toBeFocused();
});

test("the desk finds articles by their words", async ({ desk }) => {
  const one = await desk.open("eins", { as: "Regula" });
  await one.type(one.headline, "Hochwasser im Tal");
  await one.type(one.body, "Die Feuerwehr pumpt Keller aus.");
  const two = await desk.open("zwei", { as: "Regula" });
  await two.type(two.headline, "Stadtfest abgesagt");
  await one.saved();
  await two.saved();
  const list = await (await desk.person("Emil")).openDesk();
  await list.search.fill("feuerwehr");
  await expect(list.article("Hochwasser im Tal")).toBeVisible();
  await expect(list.article("Stadtfest abgesagt")).toBeHidden();
  await list.search.fill("");
  await expect(list.article("Stadtfest abgesagt")).toBeVisible();
});

test("the desk claims nothing of words that it has no answer to yet", async ({ desk }) => {
  const article = await desk.open("eins", { as: "Regula" });
  await article.type(article.headline, "Hochwasser im Tal");
  await article.saved();
  const list = await (await desk.person("Emil")).openDesk();
  const { page, search } = list;
  await search.fill("zzzz");
  await expect(page.getByText("Nothing found")).toBeVisible();
  const answer = new Promise<() => void>((held) => {
    void page.route("**/api/articles?*hochwasser*", (route) => held(() => void route.continue()));
  });
  await search.fill("hochwasser");
  const letThrough = await answer;
  await expect(page.getByText("Nothing found")).toBeHidden();
  letThrough();
  await expect(list.article("Hochwasser im Tal")).toBeVisible();
});

test("an article comes back to the list when the server does not take it into the trash", async ({
  desk,
  newsroom,
}) => {
  const article = await desk.open("eins", { as: "Regula" });
  await article.type(article.headline, "Hochwasser im Tal");
  await article.saved();
  const list = await (await desk.person("Emil")).openDesk();
  await expect(list.article("Hochwasser im Tal")).toBeVisible();
  await newsroom.kill();
  await list.moveToTrash("Hochwasser im Tal");
  await expect(
    list.page
      .getByRole("status")
      .filter({ hasText: /server|connection/i })
      .first(),
  ).toBeVisible();
  await expect(list.article("Hochwasser im Tal")).toBeVisible();
});

test("the empty desk offers an example article with every part", async ({ desk }) => {
  const list = await (await desk.person("Regula")).openDesk();
  await list.example.click();
  const article = new ArticlePage(list.page);
  await article.ready();
  for (const field of [
    article.kicker,
    article.headline,
    article.lead,
    article.byline,
    article.dateline,
    article.source,
    article.contact,
  ])
    await expect(field).not.toHaveText("");
  await expect(article.section).not.toHaveValue("");
  await expect(article.figure().caption).not.toHaveText("");
  await expect(article.figure().credit).not.toHaveText("");
  await expect(article.body.locator("[data-style=quote]")).toHaveCount(1);
  await expect(article.body).toContainText("«");
  await expect
    .poll(() => article.figure().image.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await article.saved();
});
