import { agencyStory } from "../support/agencyStory.ts";
import type { ArticlePage } from "../support/pages.ts";
import { paste } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

test("an offer that only the article can keep goes with the article", async ({ desk }) => {
  const { page } = await (await desk.person("Regula")).openDesk();
  const article = await desk.articleId("Angebot");
  await page.goto(`/articles/${article}`);
  const headline = page.getByRole("textbox", { name: "Headline", exact: true });
  await expect(headline).toBeEditable();
  await expect(page.getByRole("toolbar")).toBeVisible();
  await paste(headline, { text: [agencyStory.headline, ...agencyStory.paragraphs].join("\n\n") });
  const offer = page.getByRole("button", { name: "Put the rest into the body" });
  // Under the pointer it would stay.
  await offer.hover();
  await page.getByRole("link", { name: "Desk" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Desk" })).toBeVisible();
  // By itself it would go later.
  await expect(offer).toHaveCount(0, { timeout: 3_000 });
});

test("words about a server that does not answer go when it answers again", async ({ desk }) => {
  await desk.headlines("See steigt");
  const person = await desk.person("Regula");
  const list = await person.openDesk();
  const { page } = list;
  // The browser itself thinks that it is online: it would wait with asking.
  person.line.cut();
  await list.article("See steigt").press("Delete");
  const trouble = page.getByText("The server didn't answer.").filter({ visible: true }).last();
  await expect(trouble).toBeVisible();
  person.line.mend();
  await expect(trouble).toBeHidden();
  await expect(list.article("See steigt")).toBeVisible();
});

test("words that would be lost are offered until they are taken; a plain notice goes", async ({ desk }) => {
  await (await desk.person("Anna")).context.clock.install();
  const [anna, ben] = await desk.openForTwo("Verloren");
  await anna.type(anna.body, "Der See am Morgen");
  await expect(ben.body).toHaveText("Der See am Morgen");
  await ben.body.focus();
  await ben.page.keyboard.press("ControlOrMeta+a");
  await ben.page.keyboard.press("Delete");
  const offer = anna.page.getByRole("button", { name: "Put the paragraph back" });
  await expect(offer).toBeVisible();
  await anna.headline.press("ControlOrMeta+b");
  const notice = anna.page.getByText("Only the body can be formatted.").filter({ visible: true });
  await expect(notice).not.toHaveCount(0);
  await anna.page.clock.fastForward(30_000);
  await expect(notice).toHaveCount(0);
  await expect(offer).toBeVisible();
  await offer.click();
  await expect(ben.body).toHaveText("Der See am Morgen");
});

test("an article's toast goes with what it says, and an undo is not to be undone", async ({ desk }) => {
  await desk.headlines("Seilbahn");
  const list = await (await desk.person("admin")).openDesk();
  const { page } = list;
  const undo = page.getByRole("button", { name: "Undo" });
  await expect(list.article("Seilbahn")).toBeVisible();
  await list.moveToTrash("Seilbahn");
  const [words, close] = await Promise.all([
    page.getByText("“Seilbahn” is in the trash.").last().boundingBox(),
    page.getByRole("button", { name: "Close" }).boundingBox(),
  ]);
  // On one line with the words.
  expect((words?.y ?? 0) + (words?.height ?? 0)).toBeGreaterThan(close?.y ?? Infinity);
  await undo.click();
  await expect(page.getByText("“Seilbahn” is back on the desk.").last()).toBeVisible();
  await expect(undo).toHaveCount(0);

  await list.moveToTrash("Seilbahn");
  await page.getByRole("link", { name: "Trash", exact: true }).click();
  await page.getByRole("button", { name: "Delete for good: “Seilbahn”" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("“Seilbahn” was deleted for good.").last()).toBeVisible();
  await expect(undo).toHaveCount(0, { timeout: 3_000 });
});

for (const [what, act] of [
  ["undone", ({ page }) => page.keyboard.press("Backspace")],
  ["left", ({ headline }) => headline.click()],
] as const satisfies [string, (article: ArticlePage) => Promise<void>][])
  test(`«List started» goes once the list is ${what}`, async ({ desk }) => {
    const article = await desk.open("Liste", { as: "Anna" });
    const { page, body } = article;
    // A paste waits for the code that tells of lists.
    await paste(body, { text: "Oben\n" });
    await expect(body).toHaveText("Oben");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- ");
    const told = page.getByRole("dialog", { name: /List started/ });
    await expect(told).toBeVisible();
    await act(article);
    await expect(told).toHaveCount(0, { timeout: 3_000 });
  });

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 560 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });

  test("a toast never stands on the line in which one writes", async ({ desk }) => {
    const { page, body } = await desk.open("Liste", { as: "Anna" });
    await body.focus();
    for (let line = 0; line < 16; line++) {
      await page.keyboard.insertText(`Zeile ${line}`);
      await page.keyboard.press("Enter");
    }
    await page.keyboard.type("- Punkt");
    const notice = page.getByText("List started.").filter({ visible: true }).last();
    await expect(notice).toBeVisible();
    const isClear = async (): Promise<boolean> => {
      const line = await body.getByText("Punkt").boundingBox();
      const toast = await notice.locator("xpath=../..").boundingBox();
      if (!line || !toast) return false;
      return line.y >= toast.y + toast.height || line.y + line.height <= toast.y;
    };
    await expect.poll(isClear).toBe(true);
  });
});

const wrapped = [
  "Der Bundesrat hat am Montag beschlossen, die Regierung der",
  "Kantone früher anzuhören, als es bisher der Brauch war, und",
  "auch die Gemeinden künftig nach ihrer Meinung zu befragen.",
].join("\n");

const { kicker, headline, dateline, paragraphs, source } = agencyStory;
const report = [headline, kicker, headline, dateline, ...paragraphs, `Quelle: ${source}`].join("\n");

for (const [label, where, text] of [
  ["Join the lines", "body", wrapped],
  ["Fill the fields", "body", report],
  ["Put the rest into the body", "headline", [headline, ...paragraphs].join("\n\n")],
] as const)
  test(`«${label}» goes when what it is about is undone, and comes back with no redo`, async ({ desk }) => {
    const article = await desk.open("Rückgängig", { as: "Anna" });
    const { page } = article;
    await paste(article[where], { text });
    const offer = page.getByRole("button", { name: label });
    // Under the pointer it would stay.
    await offer.hover();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(offer).toHaveCount(0, { timeout: 3_000 });
    await expect(article[where]).toHaveText("");
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await expect(article[where]).not.toHaveText("");
    await expect(offer).toHaveCount(0);
  });

test("an offer of lines that one joins by hand goes", async ({ desk }) => {
  const { page, body } = await desk.open("Von Hand", { as: "Anna" });
  await paste(body, { text: wrapped });
  const offer = page.getByRole("button", { name: "Join the lines" });
  await offer.hover();
  for (let line = 0; line < 2; line++) {
    await page.keyboard.press("Home");
    await page.keyboard.press("Backspace");
    await page.keyboard.type(" ");
  }
  await expect(offer).toHaveCount(0, { timeout: 3_000 });
});
