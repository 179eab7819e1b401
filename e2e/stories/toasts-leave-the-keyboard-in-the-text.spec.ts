import type { Locator } from "@playwright/test";
import { agencyStory } from "../support/agencyStory.ts";
import type { ArticlePage } from "../support/pages.ts";
import { paste } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

/** The last toast that says so. */
const toast = ({ page }: ArticlePage, words: RegExp): Locator =>
  page.getByRole("dialog", { name: words }).last();
const closing = (article: ArticlePage, words: RegExp): Locator =>
  toast(article, words).getByRole("button", { name: "Close" });

/** Begins a list below a line, with the caret before its last word. */
async function beginList({ page, body }: ArticlePage): Promise<void> {
  // A paste waits for the code that tells of lists.
  await paste(body, { text: "Oben\n" });
  await expect(body).toHaveText("Oben");
  await page.keyboard.press("Enter");
  await page.keyboard.type("- Eins, Drei");
  for (let key = 0; key < " Drei".length; key++) await page.keyboard.press("ArrowLeft");
}

test("who closes a toast with the mouse writes on where the caret was", async ({ desk }) => {
  const article = await desk.open("Liste", { as: "Anna" });
  const { page, body } = article;
  await beginList(article);
  await closing(article, /List started/).click();
  await page.keyboard.type(" Zwei,");
  await expect(body).toHaveText("ObenEins, Zwei, Drei");
  await expect(toast(article, /List started/)).toHaveCount(0);
  await page.keyboard.type(" und");
  await expect(body).toHaveText("ObenEins, Zwei, und Drei");
});

test("who presses the words of a toast writes on", async ({ desk }) => {
  const article = await desk.open("Liste", { as: "Anna" });
  const { page, body } = article;
  await beginList(article);
  await toast(article, /List started/)
    .getByText("List started")
    .click();
  await page.keyboard.type(" Zwei,");
  await expect(body).toHaveText("ObenEins, Zwei, Drei");
});

test("who fills the fields of a report writes on in the body", async ({ desk }) => {
  const { page, body, headline } = await desk.open("Agentur", { as: "Anna" });
  const { kicker, dateline, paragraphs, source } = agencyStory;
  const report = [agencyStory.headline, kicker, agencyStory.headline, dateline, ...paragraphs];
  await paste(body, { text: [...report, `Quelle: ${source}`].join("\n") });
  await page.getByRole("button", { name: "Fill the fields" }).click();
  await expect(headline).toHaveText(agencyStory.headline);
  await expect(body).toBeFocused();
  await page.keyboard.type("Weiter.");
  await expect(body).toContainText("Weiter.");
});

test("who closes what says that a colleague deleted the paragraph writes on", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Gelöscht");
  await anna.type(anna.body, "Der See am Morgen ");
  await expect(ben.body).toHaveText("Der See am Morgen");
  await ben.body.focus();
  await ben.page.keyboard.press("ControlOrMeta+a");
  await ben.page.keyboard.press("Delete");
  await closing(anna, /deleted the paragraph/).click();
  await anna.page.keyboard.type("Neu");
  await expect(ben.body).toHaveText("Neu");
});

test("who comes to a toast by keyboard goes back to the caret with it", async ({ desk }) => {
  const article = await desk.open("Liste", { as: "Anna" });
  const { page, body } = article;
  await beginList(article);
  // As a person gets there who tabs through the page.
  await closing(article, /List started/).focus();
  await page.keyboard.press("Enter");
  await expect(body).toBeFocused();
  await page.keyboard.type(" Zwei,");
  await expect(body).toHaveText("ObenEins, Zwei, Drei");
});
