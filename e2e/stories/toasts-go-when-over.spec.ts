import { agencyStory } from "../support/agencyStory.ts";
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
