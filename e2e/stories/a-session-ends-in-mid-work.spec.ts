import { request } from "@playwright/test";
import { SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("a session that ends in mid-work keeps every word and asks for sign-in over the article", async ({
  desk,
}) => {
  const reporter = await desk.person("Regula");
  const article = await desk.open("Nachtschicht", { as: "Regula" });
  await article.type(article.body, "Vorher.");
  await article.saved();

  // The session ends elsewhere; the browser keeps its cookie and knows nothing.
  const elsewhere = await request.newContext({
    baseURL: reporter.line.url,
    storageState: await reporter.context.storageState(),
  });
  const answer = await elsewhere.post("/api/auth/sign-out", { data: {} });
  expect(answer.ok(), await answer.text()).toBe(true);
  await elsewhere.dispose();

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
