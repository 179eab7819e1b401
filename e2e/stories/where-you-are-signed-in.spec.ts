import { SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("people see where they are signed in, end one session or all others, and stay themselves", async ({
  desk,
}) => {
  const regula = await desk.person("Regula");
  const article = await desk.open("Unterwegs", { as: "Regula" });
  await article.page.close();
  const [second, third] = [await desk.stranger(regula.account), await desk.stranger(regula.account)];
  await second.signIn();
  await third.signIn();
  const [away, desktop] = [
    await second.openArticle(await desk.articleId("Unterwegs")),
    await third.openDesk(),
  ];

  const page = await regula.context.newPage();
  await page.goto("/account");
  const section = page.getByRole("region", { name: "Where you are signed in" });
  const rows = section.getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: "this one" })).toHaveCount(1);
  await expect(section.getByRole("button", { name: /^End the session: Chrome on / })).toHaveCount(2);

  // The one used last comes first after this one or before it; whichever is ended, one of the two has to sign in.
  await section
    .getByRole("button", { name: /^End the session/ })
    .first()
    .click();
  await expect(page.getByText("That session has ended.")).toBeVisible();
  await expect(rows).toHaveCount(2);

  await section.getByRole("button", { name: "End all others" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("You stay signed in here.");
  await question.getByRole("button", { name: "End all others" }).click();
  await expect(rows).toHaveCount(1);
  await expect(section.getByText("You are not signed in anywhere else.")).toBeVisible();
  await expect(section.getByRole("button")).toHaveCount(0);

  await expect(away.page.getByRole("dialog")).toBeVisible();
  await expect(new SignInPage(desktop.page).signIn).toBeVisible();
  await page.reload();
  await expect(rows).toHaveCount(1);
});

test("a new password ends the others and leaves the article that is open here as it is", async ({ desk }) => {
  const regula = await desk.person("Regula");
  const article = await desk.open("Neues Passwort", { as: "Regula" });
  await article.type(article.body, "Vorher.");
  const page = await regula.context.newPage();
  await page.goto("/account");
  await page.getByLabel("Current password", { exact: true }).fill(regula.account.password);
  await page.getByLabel("New password", { exact: true }).fill("ein ganz anderes Passwort");
  const before = await regula.context.cookies();
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password updated.")).toBeVisible();
  expect((await regula.context.cookies()).map(({ value }) => value)).not.toEqual(
    before.map(({ value }) => value),
  );
  await article.type(article.body, " Nachher.");
  await article.saved();
  await expect(article.page.getByRole("dialog")).toBeHidden();
});
