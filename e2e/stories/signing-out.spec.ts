import type { Page } from "@playwright/test";
import type { Desk } from "../support/desk.ts";
import { type ArticlePage, DeskPage, SignInPage } from "../support/pages.ts";
import type { Person } from "../support/person.ts";
import { expect, test } from "../support/test.ts";

const words = "Streng vertraulich bis Mittag.";

/** Everything that this origin keeps in the browser and a page can read. */
const kept = (page: Page): Promise<{ databases: string[]; caches: string[]; storages: string }> =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name ?? ""),
    // Over plain http there is none.
    caches: "caches" in globalThis ? await caches.keys() : [],
    storages: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  }));

async function expectNothingKept(page: Page, person: Person): Promise<void> {
  await expect
    .poll(async () => (await kept(page)).databases.filter((name) => name.startsWith("foureyes:")))
    .toEqual([]);
  const { caches, storages } = await kept(page);
  expect(caches).toEqual([]);
  expect(storages).not.toContain("vertraulich");
  expect(storages).not.toMatch(/foureyes:(kept|unsent|forget)/);
  expect(storages).not.toContain(person.account.name);
}

async function writtenBy(desk: Desk, name: string): Promise<{ person: Person; article: ArticlePage }> {
  const person = await desk.person(name);
  const article = await desk.open("Vertraulich", { as: name });
  await article.type(article.body, words);
  await article.saved();
  expect((await kept(article.page)).databases.some((database) => database.startsWith("foureyes:"))).toBe(
    true,
  );
  return { person, article };
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}

test("signing out leaves nothing of an article in the browser, and takes the other tabs along", async ({
  desk,
}) => {
  const { person, article } = await writtenBy(desk, "Regula");
  const list = await person.openDesk();
  await signOut(list.page);

  const form = new SignInPage(list.page);
  for (const { page } of [list, article]) {
    await expect(page).toHaveURL(/\/sign-in$/);
    await expect(new SignInPage(page).signIn).toBeVisible();
  }
  await expectNothingKept(list.page, person);
  await form.signInAs(person.account);
  await expect(list.newArticle).toBeVisible();
  const again = await desk.open("Vertraulich", { as: "Regula" });
  await expect(again.body).toHaveText(words);
});

test("signing out from the article itself leaves nothing either", async ({ desk }) => {
  const { person, article } = await writtenBy(desk, "Regula");
  await signOut(article.page);
  await expect(article.page).toHaveURL(/\/sign-in$/);
  await expectNothingKept(article.page, person);
});

test("the way back leads to no page of before the signing out", async ({ desk }) => {
  const { person, article } = await writtenBy(desk, "Regula");
  const { page } = article;
  await page.goto("/account");
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(new SignInPage(page).signIn).toBeVisible();
  await expect(page.getByText(words)).toBeHidden();
  await expectNothingKept(page, person);
});

test("signing out asks when words are unsent, and without a line deletes all the same; the server hears of it later", async ({
  desk,
}) => {
  const { person, article } = await writtenBy(desk, "Regula");
  const elsewhere = await person.context.storageState();
  await person.goOffline();
  await article.type(article.body, " Noch nicht gesendet.");
  await expect(article.saveState).not.toHaveText(/^Saved/);
  await signOut(article.page);
  const question = article.page.getByRole("alertdialog");
  await expect(question).toContainText("would be lost");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(article.body).toContainText("Noch nicht gesendet.");

  await signOut(article.page);
  await question.getByRole("button", { name: "Discard changes and sign out" }).click();
  await expect(article.page).toHaveURL(/\/sign-in$/);
  await expect(
    article.page.getByText("The copies of your articles are removed from this browser."),
  ).toBeVisible();
  await expect(article.page.getByText("vertraulich")).toBeHidden();
  await expectNothingKept(article.page, person);

  await person.goOnline();
  await expect(new SignInPage(article.page).signIn).toBeVisible();
  const old = await article.page
    .context()
    .browser()
    ?.newContext({ storageState: elsewhere, baseURL: person.line.url });
  expect((await old?.request.get("/api/articles"))?.status()).toBe(401);
  await old?.close();
});

test("whose account was deactivated keeps no article in a browser that comes online later", async ({
  desk,
}) => {
  const { person, article } = await writtenBy(desk, "Nora");
  await article.page.close();
  const { person: nora } = await (await person.context.request.get("/api/session")).json();
  await person.goOffline();
  const { request: asAdmin } = (await desk.person("admin")).context;
  const answer = await asAdmin.patch(`/api/people/${nora.id}`, { data: { active: false } });
  expect(answer.ok(), await answer.text()).toBe(true);
  await person.goOnline();

  const page = await person.context.newPage();
  await page.goto("/");
  await expect(new SignInPage(page).signIn).toBeVisible();
  await expectNothingKept(page, person);
});

test("who only has to sign in again keeps the articles in the browser", async ({ desk }) => {
  const { person, article } = await writtenBy(desk, "Regula");
  const { person: regula } = await (await person.context.request.get("/api/session")).json();
  await article.page.close();
  // Ended from elsewhere, as from the list of sessions.
  const elsewhere = await person.context.browser()?.newContext({ baseURL: person.line.url });
  await elsewhere?.request.post("/api/auth/sign-in/email", {
    data: { email: person.account.email, password: person.account.password },
  });
  await elsewhere?.request.post("/api/sessions/end-others", { data: {} });
  await elsewhere?.close();
  const page = await person.context.newPage();
  await page.goto("/");
  await expect(new SignInPage(page).signIn).toBeVisible();
  await expect(new DeskPage(page).newArticle).toBeHidden();
  expect((await kept(page)).databases.some((name) => name.startsWith(`foureyes:${regula.id}`))).toBe(true);
});

test("who signs out on the desk is not told that the session has ended", async ({ desk }) => {
  const person = await desk.person("Anna");
  const { page } = await person.openDesk();
  await signOut(page);
  await expect(new SignInPage(page).signIn).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.getByText("Your session expired")).toBeHidden();
});
