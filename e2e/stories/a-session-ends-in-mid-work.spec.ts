import { request } from "@playwright/test";
import { DeskPage, SignInPage } from "../support/pages.ts";
import type { Person } from "../support/person.ts";
import { expect, test } from "../support/test.ts";

/** The session ends elsewhere; the browser keeps its cookie and knows nothing. */
async function signOutElsewhere(person: Person): Promise<void> {
  const elsewhere = await request.newContext({
    baseURL: person.line.url,
    storageState: await person.context.storageState(),
  });
  const answer = await elsewhere.post("/api/auth/sign-out", { data: {} });
  expect(answer.ok(), await answer.text()).toBe(true);
  await elsewhere.dispose();
}

test("a session that ends in mid-work keeps every word and asks for sign-in over the article", async ({
  desk,
}) => {
  const reporter = await desk.person("Regula");
  const article = await desk.open("Nachtschicht", { as: "Regula" });
  await article.type(article.body, "Vorher.");
  await article.saved();

  await signOutElsewhere(reporter);

  const dialog = article.page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await expect(article.page).toHaveURL(/\/articles\//);
  await expect(article.saveState).not.toHaveText(/^Saved/);

  const signIn = new SignInPage(article.page);
  if ((await signIn.email.isVisible()) && (await signIn.email.isEditable()))
    await signIn.email.fill(reporter.account.email);
  await signIn.password.fill(reporter.account.password);
  await signIn.signIn.click();
  await expect(dialog).toBeHidden();
  await article.type(article.body, " Nachher.");
  await article.saved();
  const colleague = await desk.open("Nachtschicht", { as: "Emil" });
  await expect(colleague.body).toHaveText("Vorher. Nachher.");
});

test("a desk whose session ends leads to sign-in at once and back, and so does a page that is told by a press", async ({
  desk,
}) => {
  const regula = await desk.person("Regula");
  const { page } = await regula.openDesk();
  const form = new SignInPage(page);
  const ended = page.getByText("Your session expired.");
  await page.getByRole("link", { name: "Trash", exact: true }).click();
  await signOutElsewhere(regula);
  await expect(ended).toBeVisible();
  await form.signInAs(regula.account);
  await expect(page).toHaveURL(/\?trash=1$/);

  await page.goto("/account");
  await page.getByLabel("Name", { exact: true }).fill("Regula Neu");
  // The page asks nothing more by itself: an answer that came later would lead to sign-in before the press.
  await expect(page.getByText("You are not signed in anywhere else.")).toBeVisible();
  await signOutElsewhere(regula);
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(ended).toBeVisible();
  await form.signInAs(regula.account);
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText("You are signed out.")).toBeHidden();
});

test("a desk shows nothing more to somebody whose account is deactivated, and sign-in says why", async ({
  desk,
}) => {
  const nora = await desk.person("Nora");
  const list = await nora.openDesk();
  const { person } = await (await nora.context.request.get("/api/session")).json();
  const { request: asAdmin } = (await desk.person("admin")).context;
  const answer = await asAdmin.patch(`/api/people/${person.id}`, { data: { active: false } });
  expect(answer.ok(), await answer.text()).toBe(true);

  const form = new SignInPage(list.page);
  await expect(form.signIn).toBeVisible();
  await expect(new DeskPage(list.page).newArticle).toBeHidden();
  await form.signInAs(nora.account);
  await expect(form.problem).toHaveText(/This account was deactivated/);
});
