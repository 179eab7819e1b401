import type { Role } from "../../src/domain/permissions/roles.ts";
import type { Desk } from "../support/desk.ts";
import { type ArticlePage, DeskPage, SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

const writable = "[contenteditable=true], textarea, input:not([readonly]):not([disabled])";

/** By the route that the page of people uses. */
async function change(desk: Desk, name: string, data: { role: Role } | { active: false }): Promise<void> {
  const { request } = (await desk.person("admin")).context;
  const { people } = (await (await request.get("/api/people")).json()) as {
    people: { id: string; name: string }[];
  };
  const id = people.find((person) => person.name === name)?.id;
  const answer = await request.patch(`/api/people/${id}`, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function writesNothing(article: ArticlePage): Promise<void> {
  await expect(article.page.locator(writable)).toHaveCount(0);
}

test("an editor made a guest in mid-session can write no more at once, and reads on", async ({ desk }) => {
  const nora = await desk.open("Wechsel", { as: "Nora" });
  await nora.type(nora.body, "Noch als Redaktorin.");
  await nora.saved();
  await change(desk, "Nora", { role: "guest" });
  await writesNothing(nora);
  const emil = await desk.open("Wechsel", { as: "Emil" });
  await emil.type(emil.body, " Emil schreibt weiter.");
  await expect(nora.page.getByText("Emil schreibt weiter.")).toBeVisible();
});

test("whose role changes while the desk is open has the buttons of the new one at once, and hears why", async ({
  desk,
}) => {
  await desk.headlines("Hochwasser");
  const nora = await desk.person("Nora");
  const open = await nora.openDesk();
  const trash = open.page.getByRole("button", { name: "Move “Hochwasser” to the trash" });
  await expect(trash).toHaveCount(1);
  await change(desk, "Nora", { role: "guest" });
  await expect(open.page.getByText("You are a guest now: you read articles")).toBeVisible();
  await expect(open.newArticle).toBeHidden();
  await expect(trash).toHaveCount(0);
  await change(desk, "Nora", { role: "editor" });
  await expect(open.page.getByText("You are an editor now: you write")).toBeVisible();
  await expect(open.newArticle).toBeVisible();

  const article = await desk.open("Hochwasser", { as: "Nora" });
  await open.page.close();
  await change(desk, "Nora", { role: "guest" });
  await writesNothing(article);
  await article.page.getByRole("link", { name: "Desk" }).click();
  const back = new DeskPage(article.page);
  await expect(back.article("Hochwasser")).toBeVisible();
  await expect(back.newArticle).toBeHidden();
});

test("words that came too late are told to be refused and given back to who wrote them", async ({ desk }) => {
  const nora = await desk.person("Nora");
  const article = await desk.open("Zu spät", { as: "Nora" });
  await article.type(article.body, "Rechtzeitig.");
  await article.saved();
  await nora.goOffline();
  await article.type(article.body, " Zu spät geschrieben.");
  await change(desk, "Nora", { role: "guest" });
  await nora.goOnline();

  const refusal = article.page.getByRole("alertdialog");
  await expect(refusal).toContainText("Zu spät geschrieben.", { timeout: 40_000 });
  await expect(article.saveState).toHaveText(/^Not saved/);
  const emil = await desk.open("Zu spät", { as: "Emil" });
  await expect(emil.body).toHaveText("Rechtzeitig.");
});

test("an article that goes into the trash takes no more words from who has it open", async ({ desk }) => {
  const nora = await desk.open("Verworfen", { as: "Nora" });
  await nora.type(nora.body, "Steht.");
  await nora.saved();
  const { request } = (await desk.person("Emil")).context;
  const id = await desk.articleId("Verworfen");
  const answer = await request.patch(`/api/articles/${id}`, { data: { trashed: true } });
  expect(answer.ok(), await answer.text()).toBe(true);
  await writesNothing(nora);
  await expect(nora.page.getByText("Steht.")).toBeVisible();
  await request.patch(`/api/articles/${id}`, { data: { trashed: false } });
  await nora.ready();
  await nora.type(nora.body, " Und weiter.");
  await nora.saved();
});

test("somebody whose account is deactivated is told so, and can take the words along", async ({ desk }) => {
  const nora = await desk.person("Nora");
  await nora.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const article = await desk.open("Abschied", { as: "Nora" });
  await article.type(article.body, "Zum Abschied.");
  await article.saved();
  await change(desk, "Nora", { active: false });
  const dialog = article.page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const signIn = new SignInPage(article.page);
  await signIn.password.fill(nora.account.password);
  await signIn.signIn.click();
  await expect(dialog.getByText("This account was deactivated.")).toBeVisible();
  await dialog.getByRole("button", { name: "Copy article text" }).click();
  await expect
    .poll(() => article.page.evaluate(() => navigator.clipboard.readText()))
    .toContain("Zum Abschied.");
});
