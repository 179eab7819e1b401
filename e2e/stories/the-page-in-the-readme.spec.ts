import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

const shown = fileURLToPath(new URL("../../docs/screenshots/article.png", import.meta.url));

test.use({ viewport: { width: 1280, height: 1360 }, deviceScaleFactor: 1, colorScheme: "light" });

/** SCREENSHOTS=1 renews the picture in the README; otherwise it is only made when missing. */
test("two people on the example article, as the README shows it", async ({ desk }, info) => {
  const list = await (await desk.person("Regula")).openDesk();
  await list.example.click();
  const article = new ArticlePage(list.page);
  await article.ready();
  const colleague = await desk.person("Emil");
  const other = await colleague.openArticle(article.articleId);
  await other.lead.focus();
  await other.page.keyboard.press("ControlOrMeta+End");
  await other.page.keyboard.type(" ");
  await other.page.keyboard.press("Backspace");
  await expect(article.page.locator(".caret")).toHaveCount(1);
  await expect
    .poll(() => article.figure().image.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await article.saved();
  await article.page.mouse.move(0, 0);
  await article.page.evaluate(() => document.fonts.ready);
  const picture = info.outputPath("article.png");
  await article.page.screenshot({ path: picture });
  if (process.env.SCREENSHOTS === "1" || !existsSync(shown)) await copyFile(picture, shown);
});
