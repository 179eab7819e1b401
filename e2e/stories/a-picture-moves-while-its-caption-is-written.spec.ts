import type { Locator } from "@playwright/test";
import type { ArticlePage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

const inBody = (article: ArticlePage): Locator => article.body.getByRole("figure");
const lead = (article: ArticlePage): Locator => article.page.getByRole("figure", { name: "Lead picture" });
const caption = (figure: Locator): Locator => figure.getByRole("textbox", { name: "Caption" });
const press = (figure: Locator, button: string): Promise<void> =>
  figure.getByRole("button", { name: button }).click();

test("whoever writes a caption writes on while a colleague moves the picture [M34]", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Verschoben");
  await anna.body.focus();
  for (const words of ["Eins.", "Zwei.", "Drei."]) {
    await anna.page.keyboard.insertText(words);
    await anna.page.keyboard.press("Enter");
  }
  await anna.caretAfter("Zwei.");
  await anna.choosePicture(await cameraPicture());
  await expect(inBody(ben)).toHaveCount(1);
  await caption(inBody(anna)).focus();
  await anna.page.keyboard.type("Am ");
  for (const [words, button] of [
    ["frühen ", "Move up"],
    ["Morgen ", "Move up"],
    ["am ", "Move down"],
    ["See", "Move down"],
  ] as const) {
    const where = (article: ArticlePage): Promise<number> =>
      inBody(article).evaluate((figure) => [...(figure.parentElement?.children ?? [])].indexOf(figure));
    const before = await where(anna);
    await press(inBody(ben), button);
    await expect.poll(() => where(anna)).not.toBe(before);
    await expect(caption(inBody(anna))).toBeFocused();
    await anna.page.keyboard.type(words);
  }
  for (const article of [anna, ben])
    await expect(caption(inBody(article))).toHaveText("Am frühen Morgen am See");

  // It becomes the lead picture, and one of the text again.
  await press(inBody(ben), "Make lead picture");
  await expect(caption(lead(anna))).toBeFocused();
  await anna.page.keyboard.type(", gestern");
  await press(lead(ben), "Move into the text");
  await expect(caption(inBody(anna))).toBeFocused();
  await anna.page.keyboard.type(" früh");
  await expect(caption(inBody(ben))).toHaveText("Am frühen Morgen am See, gestern früh");
  await anna.keeps(async (page) => {
    await expect(caption(inBody(page))).toHaveText("Am frühen Morgen am See, gestern früh");
  });
});

test("whoever writes a caption is told that a colleague removed the picture, and gets it back with the words [M34]", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Entfernt");
  await anna.type(anna.body, "Ein Absatz.");
  await anna.choosePicture(await cameraPicture());
  await anna.type(caption(inBody(anna)), "Der See am Mor");
  await expect(caption(inBody(ben))).toHaveText("Der See am Mor");
  await press(inBody(ben), "Remove picture");
  const told = anna.page.getByText("A colleague removed the picture whose caption you were writing.").first();
  await expect(told).toBeVisible();
  // She sees that further keys go nowhere, and goes on from there by keyboard.
  await expect(anna.page.getByRole("dialog", { name: /A colleague removed the picture/ })).toBeFocused();
  await anna.page.keyboard.press("Tab");
  await expect(anna.page.getByRole("button", { name: "Put the picture back" })).toBeFocused();
  await anna.page.keyboard.press("Enter");
  await expect(caption(inBody(anna))).toBeFocused();
  await anna.page.keyboard.type("gen");
  for (const article of [anna, ben]) await expect(caption(inBody(article))).toHaveText("Der See am Morgen");

  // Who removes one, or takes its coming back, knows it.
  await press(inBody(anna), "Remove picture");
  await expect(inBody(ben)).toHaveCount(0);
  await expect(anna.page.getByRole("button", { name: "Put the picture back" })).toHaveCount(0);

  await anna.headline.focus();
  await anna.choosePicture(await cameraPicture({ name: "hafen.jpg", colour: "#8f4a35" }), {
    to: "Lead picture",
  });
  await anna.type(caption(lead(anna)), "Der Hafen");
  await expect(caption(lead(ben))).toHaveText("Der Hafen");
  await press(lead(ben), "Remove picture");
  await anna.page.getByRole("button", { name: "Put the picture back" }).click();
  await expect(caption(lead(anna))).toBeFocused();
  await anna.page.keyboard.type(" ruht");
  for (const article of [anna, ben]) await expect(caption(lead(article))).toHaveText("Der Hafen ruht");
});
