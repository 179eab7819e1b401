import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

test("an article is copied for a CMS with the addresses of its pictures, and as plain text", async ({
  desk,
}) => {
  const article = await desk.open("Fähre", { as: "Regula" });
  await article.type(article.headline, "Die Fähre kehrt zurück");
  await article.type(article.body, "Am Sonntag fährt sie wieder.");
  await article.choosePicture(await cameraPicture());
  await expect(article.figure().image).toHaveAttribute("src", /^\/api\/assets\//);
  await article.saved();
  const { page } = article;
  await article.export.click();
  const copied = (type: string): Promise<string> =>
    page.evaluate(async (wanted) => {
      const [item] = await navigator.clipboard.read();
      return item?.types.includes(wanted) ? (await item.getType(wanted)).text() : "";
    }, type);

  await page.getByRole("button", { name: /^Copy HTML for CMS/ }).click();
  await expect(page.getByText("Copied. Paste it into your CMS.")).toBeVisible();
  const html = await copied("text/html");
  expect(html).toContain("Am Sonntag fährt sie wieder.");
  expect(html).toMatch(/<img[^>]+src="http:\/\/[^"]+\/api\/assets\//);
  expect(html).not.toContain("base64");

  // Those addresses are behind the sign-in.
  await expect(page.getByText("addresses that only people signed in here can see")).toBeVisible();

  await page.getByRole("button", { name: /^Copy HTML without pictures/ }).click();
  await expect(page.getByText("addresses that only people signed in here can see")).toBeHidden();
  await expect(page.getByText("Copied. Paste it into your CMS.")).toBeVisible();
  expect(await copied("text/html")).toBe(html.replace(/<figure[\s\S]*?<\/figure>\n/, ""));

  await page.getByRole("button", { name: /^Copy text/ }).click();
  await expect(page.getByText("Text copied.")).toBeVisible();
  expect(await copied("text/html")).toBe("");
  const plain = await copied("text/plain");
  expect(plain).toContain("Die Fähre kehrt zurück");
  expect(plain).toContain("Am Sonntag fährt sie wieder.");
  expect(plain).not.toContain("<");
});
