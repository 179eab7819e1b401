import { admin } from "../support/newsroom.ts";
import { DeskPage, SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test.describe("a newsroom that nobody has entered yet", () => {
  test.use({ environment: { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" } });

  test("the first account becomes admin by sign-up, and sign-up closes behind it", async ({ desk }) => {
    const first = await desk.stranger({
      name: "Erste Chefin",
      email: "erste@example.org",
      password: "die erste von allen",
    });
    const page = await first.context.newPage();
    await page.goto("/");
    const form = new SignInPage(page);
    await form.name.fill(first.account.name);
    await form.email.fill(first.account.email);
    await form.password.fill(first.account.password);
    await form.createAccount.click();
    await expect(new DeskPage(page).newArticle).toBeVisible();
    const session = await (await first.context.request.get("/api/session")).json();
    expect(session).toMatchObject({
      person: { role: "admin", email: "erste@example.org" },
      signUpOpen: false,
    });

    const second = await desk.stranger();
    const closed = await second.context.newPage();
    await closed.goto("/");
    await expect(new SignInPage(closed).signIn).toBeVisible();
    await expect(new SignInPage(closed).createAccount).toBeHidden();
    const answer = await second.context.request.post("/api/auth/sign-up/email", { data: second.account });
    expect(answer.ok()).toBe(false);
    expect((await (await second.context.request.get("/api/session")).json()).person).toBeNull();
  });
});

test("a wrong password many times: a clear answer each time, and colleagues write on", async ({ desk }) => {
  const colleague = await desk.open("Weiter", { as: "Emil" });
  const thief = await desk.stranger({ name: "Dieb", email: admin.email, password: "falsch geraten" });
  const page = await thief.context.newPage();
  await page.goto("/sign-in");
  const form = new SignInPage(page);
  for (let attempt = 1; attempt <= 12; attempt++) {
    await form.signInAs({ email: admin.email, password: `falsch geraten ${attempt}` });
    await expect(form.problem).toBeVisible();
    await expect(form.signIn).toBeEnabled();
  }
  await expect(page).toHaveURL(/sign-in/);
  const answer = await thief.context.request.post("/api/auth/sign-in/email", {
    data: { email: admin.email, password: "immer noch falsch" },
  });
  expect(answer.status()).toBe(429);
  await colleague.type(colleague.body, "Ungestört.");
  await colleague.saved();
});

test("an invitation link works once, for its role", async ({ desk }) => {
  const path = await desk.invitation("editor");
  const newcomer = await desk.stranger({
    name: "Nora Neu",
    email: "nora@example.org",
    password: "ganz neu hier",
  });
  const page = await newcomer.context.newPage();
  await page.goto(path);
  const form = new SignInPage(page);
  await form.name.fill(newcomer.account.name);
  await form.email.fill(newcomer.account.email);
  await form.password.fill(newcomer.account.password);
  await form.createAccount.click();
  await expect(new DeskPage(page).newArticle).toBeVisible();

  const late = await (await desk.stranger()).context.newPage();
  await late.goto(path);
  await expect(new SignInPage(late).password).toBeHidden();
  await expect(late.getByText(/no longer|already|used|expired|not valid/i).first()).toBeVisible();
});

test("an address that no article has says so and leads back to the desk", async ({ desk }) => {
  const person = await desk.person("Regula");
  const page = await person.context.newPage();
  await page.goto("/articles/there-is-none");
  await expect(page.getByText(/not found|does not exist|no such|no article/i).first()).toBeVisible();
  await page.getByRole("link", { name: /desk/i }).first().click();
  await expect(new DeskPage(page).newArticle).toBeVisible();
});

test("who is not signed in sees no article and is brought back to it after signing in", async ({ desk }) => {
  const known = await desk.person("Regula");
  const id = await desk.articleId("Geheim");
  const stranger = await desk.stranger(known.account);
  const page = await stranger.context.newPage();
  await page.goto(`/articles/${id}`);
  const form = new SignInPage(page);
  await form.signInAs(known.account);
  await expect(page.getByRole("textbox", { name: "Headline", exact: true })).toBeEditable();
  await expect(page).toHaveURL(new RegExp(`/articles/${id}`));
});

test("an open invitation is listed with whom it is for, replaced by a new link, and withdrawn", async ({
  desk,
}) => {
  const { page } = await (await desk.person("admin")).openDesk();
  await page.getByRole("link", { name: "People" }).click();
  const makeLink = async (): Promise<string> => {
    await page.getByRole("button", { name: "Create link" }).click();
    const link = await page.getByLabel("Link", { exact: true }).inputValue();
    await page.getByRole("button", { name: "Done" }).click();
    return new URL(link).pathname;
  };
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByLabel("Recipient (optional)").fill("Nora Neu");
  const lost = await makeLink();
  await page.getByRole("button", { name: "New link for Nora Neu" }).click();
  const found = await makeLink();
  await expect(page.getByRole("button", { name: "Withdraw the invitation of Nora Neu" })).toHaveCount(1);

  const nora = await (await desk.stranger()).context.newPage();
  await nora.goto(lost);
  await expect(nora.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible();
  await nora.goto(found);
  await expect(nora.getByRole("heading", { name: "Welcome to the newsroom" })).toBeVisible();
  await page.getByRole("button", { name: "Withdraw the invitation of Nora Neu" }).click();
  await expect(page.getByRole("heading", { name: "Open invitations" })).toBeHidden();
  await nora.reload();
  await expect(nora.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible();
});

test("an admin invites a colleague on the page, and a deactivated one is out at once with no word lost", async ({
  desk,
}) => {
  const chief = await (await desk.person("admin")).openDesk();
  const { page } = chief;
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("editor");
  await page.getByRole("button", { name: "Create link" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();

  const newcomer = await desk.stranger({
    name: "Nora Neu",
    email: "nora@example.org",
    password: "ganz neu hier",
  });
  const front = await newcomer.context.newPage();
  await front.goto(new URL(link).pathname);
  const form = new SignInPage(front);
  await form.name.fill(newcomer.account.name);
  await form.email.fill(newcomer.account.email);
  await form.password.fill(newcomer.account.password);
  await form.createAccount.click();
  await expect(new DeskPage(front).newArticle).toBeVisible();
  const article = await newcomer.openArticle(await desk.articleId("Abschied"));
  await article.type(article.body, "Bleibt stehen.");
  await article.saved();

  await page.reload();
  await page.getByRole("button", { name: "Deactivate Nora Neu" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate", exact: true }).click();
  await expect(article.saveState).not.toHaveText(/^Saved/);
  await expect(article.page.getByText("Bleibt stehen.")).toBeVisible();
  expect((await newcomer.context.request.get("/api/articles")).status()).toBe(401);
  const colleague = await desk.open("Abschied", { as: "Emil" });
  await expect(colleague.body).toHaveText("Bleibt stehen.");
});
