import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../support/test.ts";

test("bad news in passing is read out, stays for everybody until closed, and gives the keyboard back", async ({
  desk,
}) => {
  const { page, newArticle } = await (await desk.person("Regula")).openDesk();
  await page.route("**/api/articles", (route) =>
    route.request().method() === "POST" ? route.fulfill({ status: 500, body: "" }) : route.fallback(),
  );
  await newArticle.focus();
  await page.keyboard.press("Enter");
  const words = "Something went wrong on the server.";
  await expect(page.getByRole("alert")).toContainText(words);
  const news = page.getByRole("alertdialog", { name: words });
  await expect(news).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  await page.keyboard.press("F6");
  await page.keyboard.press("Tab");
  await expect(news).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(news.getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(news).toBeHidden();
  await expect(newArticle).toBeFocused();
});
