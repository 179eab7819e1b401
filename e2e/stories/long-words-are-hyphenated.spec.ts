import type { Locator } from "@playwright/test";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

test.use({ viewport: { width: 360, height: 740 } });

const compound = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenanspruch";

test("long words are hyphenated in the article's language, on the page and in the export; names and addresses are not", async ({
  desk,
}) => {
  const article = await desk.open("Silben", { as: "Regula" });
  const { page } = article;
  for (const text of [article.headline, article.lead, article.body]) await article.put(text, compound);
  await article.put(article.byline, "Von Anna-Katharina Oberhofer-Brandenberger");
  await article.choosePicture(await cameraPicture());
  const { caption } = article.figure();
  await article.put(caption, compound);

  const hyphens = (text: Locator): Promise<[hyphens: string, limits: string, language: string | null]> =>
    text.evaluate((element) => {
      const { hyphens, hyphenateLimitChars } = getComputedStyle(element) as CSSStyleDeclaration & {
        hyphenateLimitChars: string;
      };
      return [hyphens, hyphenateLimitChars, element.closest("[lang]")?.getAttribute("lang") ?? null];
    });
  const inGerman = ["auto", "10 4 4", "de-CH"];
  for (const text of [article.headline, article.lead, article.body, caption])
    expect(await hyphens(text)).toEqual(inGerman);
  for (const text of [article.byline, article.dateline, article.source, article.contact])
    expect((await hyphens(text))[0]).toBe("manual");

  await article.saved();
  const list = await (await desk.person("Regula")).openDesk();
  await expect(list.article(compound)).toHaveAttribute("lang", "de-CH");
  expect(await hyphens(list.article(compound))).toEqual(inGerman);

  await article.export.click();
  const preview = page.getByRole("dialog").locator("iframe").contentFrame();
  for (const part of ["h1", ".lead", "main article > p", "figcaption .caption"])
    expect(await hyphens(preview.locator(part))).toEqual(inGerman);
  for (const part of [".byline", "footer"])
    expect((await hyphens(preview.locator(part).first()))[0]).toBe("manual");
  // What no dictionary knows breaks anyway.
  const wider = await preview.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
  expect(wider).toBe(0);
});
