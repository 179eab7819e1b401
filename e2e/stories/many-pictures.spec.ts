import * as Y from "yjs";
import { addMedia, bodyText, fieldText, mediaText } from "../../src/domain/article/document.ts";
import { newFigure } from "../../src/domain/article/flatText.ts";
import { handInPath } from "../../src/domain/protocol/sync.ts";
import { expect, test } from "../support/test.ts";

const count = 230;

test("an article with hundreds of pictures makes their editors where one looks, and prints them", async ({
  desk,
}) => {
  const article = await desk.open("Bildstrecke", { as: "Anna" });
  const { page } = article;
  const id = new URL(page.url()).pathname.split("/").at(-1) as string;
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let i = count; i > 0; i--) {
      addMedia(doc, `m${i}`, "0".repeat(64));
      (mediaText(doc, `m${i}`, "caption") as Y.Text).insert(0, `Bild der Strecke ${i}`);
      bodyText(doc).insertEmbed(0, newFigure({ id: `f${i}`, media: `m${i}`, moves: 0 }));
    }
    fieldText(doc, "lead").insert(0, "Die Strecke.");
  });
  const answer = await page.request.post(handInPath(id), {
    headers: { "content-type": "application/octet-stream" },
    data: Buffer.from(Y.encodeStateAsUpdate(doc)),
  });
  expect(answer.status()).toBeLessThan(300);

  const figures = article.body.getByRole("figure");
  await expect(figures).toHaveCount(count);
  const captions = article.body.getByRole("textbox", { name: "Caption" });
  await expect.poll(() => captions.count()).toBeGreaterThanOrEqual(30);
  expect(await captions.count()).toBeLessThan(80);

  const far = figures.nth(150);
  await expect(far.getByRole("group")).toContainText("Bild der Strecke 151");
  await expect(far.getByRole("textbox")).toHaveCount(0);
  await far.scrollIntoViewIfNeeded();
  for (const name of ["Caption", "Credit", "Picture source", "Alternative text"])
    await expect(far.getByRole("textbox", { name })).toBeVisible();
  await far.getByRole("textbox", { name: "Caption" }).click();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await expect(far).toContainText("Bild der Strecke 151!");

  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(article.body.locator("[data-label]").first()).toBeAttached();
  expect(await figures.nth(199).locator("[data-label]").count()).toBe(4);
  await expect(figures.nth(count - 1)).toContainText(`Bild der Strecke ${count}`);
});
