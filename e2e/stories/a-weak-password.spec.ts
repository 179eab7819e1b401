import { admin } from "../support/newsroom.ts";
import { DeskPage, SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("a weak password is refused at its field, with what to do, until it is a good one", async ({ desk }) => {
  const path = await desk.invitation("editor");
  const newcomer = await desk.stranger({
    name: "Nora Neu",
    email: "nora@example.org",
    password: "ganz neu hier",
  });
  const page = await newcomer.context.newPage();
  await page.goto(path);
  const form = new SignInPage(page);
  await form.name.fill("Nora Neu");
  await form.email.fill(" Nora@example.org ");
  for (const [password, problem] of [
    ["kurz", /Use at least 12 characters/],
    ["nora-neu-1990", /more than your name/],
    ["passwordpassword", /easy to guess/],
    // Only the server has the list.
    ["Unbelievable 1!", /easy to guess/],
  ] as const) {
    await form.password.fill(password);
    await form.createAccount.click();
    await expect(form.password).toBeFocused();
    await expect(form.password).toHaveAccessibleDescription(problem);
  }
  await form.password.fill("ganz neu hier");
  await expect(form.password).not.toHaveAttribute("aria-invalid", "true");
  await form.createAccount.click();
  await expect(new DeskPage(page).newArticle).toBeVisible();

  await page.goto("/account");
  const current = page.getByLabel("Current password", { exact: true });
  const next = page.getByLabel("New password", { exact: true });
  const change = page.getByRole("button", { name: "Change password" });
  await current.fill("ganz neu hier");
  await next.fill("Unbelievable 1!");
  await change.click();
  await expect(next).toBeFocused();
  await expect(next).toHaveAccessibleDescription(/easy to guess/);
  await next.fill("noch einmal ganz neu");
  await change.click();
  await expect(page.getByText("Password updated.")).toBeVisible();
});

test("who has tried too many passwords is told how long to wait, and by any spelling of the address", async ({
  desk,
}) => {
  const thief = await desk.stranger({ name: "Dieb", email: admin.email, password: "falsch geraten" });
  const page = await thief.context.newPage();
  await page.goto("/sign-in");
  const form = new SignInPage(page);
  for (let attempt = 1; attempt <= 11; attempt++) {
    const email = attempt % 2 ? ` ${admin.email.toUpperCase()}\u00a0` : admin.email;
    await form.signInAs({ email, password: `falsch geraten ${attempt}` });
    await expect(form.signIn).toBeEnabled();
    await expect(form.problem).toHaveText(
      attempt <= 10 ? /Wrong e-mail or password/ : /Too many attempts\. Try again in [45] minutes\./,
    );
  }
});
