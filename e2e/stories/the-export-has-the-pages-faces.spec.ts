import { readFile } from "node:fs/promises";
import { expect, test } from "../support/test.ts";

test("preview and file of an export are set in the page's own faces, which the file has inside it", async ({
  desk,
  browser,
}) => {
  const article = await desk.open("Schrift", { as: "Regula" });
  await article.put(article.kicker, "Tannensee");
  await article.put(article.headline, "Ein Schiff fährt wieder");
  await article.put(article.body, "Der Text");
  await article.saved();
  const download = await article.downloadHtml();
  const file = await readFile(await download.path(), "utf8");
  expect(file).not.toMatch(/(?:src|href|url)[=(]["']?(?:https?:|\/)/);

  const preview = article.page.getByRole("dialog").locator("iframe").contentFrame();
  await expect(preview.getByText("Der Text")).toBeVisible();
  const context = await browser.newContext({ offline: true });
  const alone = await context.newPage();
  await alone.setContent(file);
  for (const page of [preview.locator("html"), alone.locator("html")])
    await expect
      .poll(() =>
        page.evaluate(() => [
          ...[...document.fonts].map(({ family, style, status }) => [
            family.replaceAll('"', ""),
            style,
            status,
          ]),
          ...["h1", ".kicker"].map((part) => {
            const { fontFamily } = getComputedStyle(document.querySelector(part) as Element);
            return fontFamily.split(",")[0]?.replaceAll('"', "");
          }),
        ]),
      )
      .toEqual([
        ["Source Serif 4", "normal", "loaded"],
        ["Inter", "normal", "loaded"],
        "Source Serif 4",
        "Inter",
      ]);
  await context.close();
});
