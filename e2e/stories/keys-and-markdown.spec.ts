import type { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

const blocksOf = (article: ArticlePage): Promise<[string, string][]> =>
  article.body
    .locator("[data-style]")
    .evaluateAll((blocks) =>
      blocks.map(
        (block) =>
          [(block as HTMLElement).dataset.style ?? "", (block as HTMLElement).innerText.trim()] as [
            string,
            string,
          ],
      ),
    );

test("every key of the documentation does what it says, for a colleague too", async ({ desk }) => {
  const anna = await desk.open("Tasten", { as: "Regula" });
  const beat = await desk.open("Tasten", { as: "Emil" });
  const { keyboard } = anna.page;
  const keys: [string, string, string][] = [
    ["ControlOrMeta+Alt+1", "heading", "Titel"],
    ["ControlOrMeta+Alt+2", "subheading", "Zwischentitel"],
    ["ControlOrMeta+Shift+7", "number", "Nummer"],
    ["ControlOrMeta+Shift+8", "bullet", "Punkt"],
    ["ControlOrMeta+Shift+b", "quote", "Zitat"],
    ["ControlOrMeta+Alt+0", "paragraph", "Absatz"],
  ];
  await anna.body.focus();
  for (const [index, [key, , text]] of keys.entries()) {
    if (index > 0) {
      await keyboard.press("Enter");
      await keyboard.press("ControlOrMeta+Alt+0");
    }
    await keyboard.press(key);
    await keyboard.type(text);
  }
  const expected = keys.map(([, style, text]) => [style, text]);
  await expect.poll(() => blocksOf(anna)).toEqual(expected);
  await expect.poll(() => blocksOf(beat)).toEqual(expected);

  await keyboard.press("Enter");
  await keyboard.type("normal ");
  await keyboard.press("ControlOrMeta+b");
  await keyboard.type("fett");
  await keyboard.press("ControlOrMeta+b");
  await keyboard.type(" und ");
  await keyboard.press("ControlOrMeta+i");
  await keyboard.type("kursiv");
  await keyboard.press("ControlOrMeta+i");
  await keyboard.type(" Ende");
  for (const article of [anna, beat]) {
    await expect(article.body.locator("strong")).toHaveText(["fett"]);
    await expect(article.body.locator("em")).toHaveText(["kursiv"]);
    await expect(article.body).toContainText("normal fett und kursiv Ende");
  }
});

test("Markdown-style beginnings turn into styles", async ({ desk }) => {
  const anna = await desk.open("Markdown", { as: "Regula" });
  const beat = await desk.open("Markdown", { as: "Emil" });
  const { keyboard } = anna.page;
  await anna.body.focus();
  for (const [index, text] of ["# Titel", "## Zwischentitel", "> Zitat", "- Punkt", "1. Nummer"].entries()) {
    if (index > 0) {
      await keyboard.press("Enter");
      await keyboard.press("ControlOrMeta+Alt+0");
    }
    await keyboard.type(text);
  }
  const expected = [
    ["heading", "Titel"],
    ["subheading", "Zwischentitel"],
    ["quote", "Zitat"],
    ["bullet", "Punkt"],
    ["number", "Nummer"],
  ];
  await expect.poll(() => blocksOf(anna)).toEqual(expected);
  await expect.poll(() => blocksOf(beat)).toEqual(expected);
});

test("a line break stays inside its paragraph", async ({ desk }) => {
  const anna = await desk.open("Umbruch", { as: "Regula" });
  const beat = await desk.open("Umbruch", { as: "Emil" });
  await anna.type(anna.body, "oben");
  await anna.page.keyboard.press("Shift+Enter");
  await anna.page.keyboard.type("unten");
  await expect.poll(() => blocksOf(beat)).toEqual([["paragraph", "oben\nunten"]]);
});

test("a link takes web, mail and phone addresses and refuses scripts", async ({ desk }) => {
  const anna = await desk.open("Link", { as: "Regula" });
  await anna.type(anna.body, "Bericht");
  await anna.page.keyboard.press("ControlOrMeta+a");
  await anna.setLink("javascript:alert(1)", { refused: true });
  await expect(anna.body.locator("a")).toHaveCount(0);
  await anna.page.keyboard.press("Escape");
  await anna.body.focus();
  await anna.page.keyboard.press("ControlOrMeta+a");
  await anna.setLink("https://www.example.org/bericht");
  await expect(anna.body.locator("a")).toHaveAttribute("href", "https://www.example.org/bericht");
});
