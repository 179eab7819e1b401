import { expect, test } from "../support/test.ts";

test("an article in English is one for everybody, on the page and exported, and an undo takes that back", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Budget");
  await anna.type(anna.source, "AP");
  await anna.saved();
  const shown = (article: typeof anna) => article.page.getByRole("article", { name: "Article" });
  await expect(shown(anna)).toHaveAttribute("lang", "de-CH");
  await expect(shown(anna)).toContainText("Quelle:");

  const more = anna.page.getByRole("button", { name: "More" });
  await more.focus();
  await anna.page.keyboard.press("Enter");
  const languages = anna.page.getByRole("group", { name: "Language of the article" });
  await expect(languages.getByRole("menuitemradio", { checked: true })).toHaveText("Deutsch");
  await anna.page.keyboard.type("eng");
  await anna.page.keyboard.press("Enter");
  await expect(languages.getByRole("menuitemradio", { checked: true })).toHaveText("English");
  await anna.page.keyboard.press("Escape");
  await expect(more).toBeFocused();

  for (const article of [anna, ben]) {
    await expect(shown(article)).toHaveAttribute("lang", "en-GB");
    await expect(shown(article)).toContainText("Source:");
  }
  await anna.saved();
  const exported = await desk.exported(anna.articleId, "html");
  expect(exported).toContain('<html lang="en-GB"');
  expect(exported).toContain("Source:");
  expect(exported).not.toContain("Quelle:");

  await anna.headline.focus();
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect(shown(ben)).toHaveAttribute("lang", "de-CH");
  await expect(anna.source).toHaveText("AP");
});

test("a guest reads an article in its language and has no choice of it", async ({ desk }) => {
  const guest = await desk.open("Budget", { as: "Gisela", role: "guest" });
  await guest.page.getByRole("button", { name: "More" }).click();
  await expect(guest.page.getByRole("menuitem", { name: "Print" })).toBeVisible();
  await expect(guest.page.getByRole("menuitemradio")).toHaveCount(0);
});
