import { DeskPage, SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("who forgot the password sets a new one by an admin's link, and is back at the desk", async ({
  desk,
}) => {
  const nora = await desk.person("Nora");
  const open = await nora.openDesk();
  const front = await (await desk.stranger()).context.newPage();
  await front.goto("/sign-in");
  await expect(front.getByText("Forgotten your password? An admin of your newsroom")).toBeVisible();

  const { page } = await (await desk.person("admin")).openDesk();
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "A new password for Nora" }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  // The next opening begins anew: no link of before in it.
  await page.getByRole("button", { name: "A new password for Nora" }).click();
  await expect(page.getByRole("button", { name: "Create link" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();

  await front.goto(new URL(link).pathname);
  await expect(front.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await expect(front.getByText(nora.account.email)).toBeVisible();
  await front.getByLabel("New password", { exact: true }).fill("kurz");
  await front.getByRole("button", { name: "Save and sign in" }).click();
  await expect(front.getByText("Use at least 12 characters.")).toBeVisible();
  await front.getByLabel("New password", { exact: true }).fill("vier Wörter, die niemand kennt");
  await front.getByRole("button", { name: "Save and sign in" }).click();
  await expect(new DeskPage(front).newArticle).toBeVisible();
  await expect(new SignInPage(open.page).password).toBeVisible();

  const late = await (await desk.stranger()).context.newPage();
  await late.goto(new URL(link).pathname);
  await expect(late.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});

test("each invitation begins as editor, whatever the one before was", async ({ desk }) => {
  const { page } = await (await desk.person("admin")).openDesk();
  await page.getByRole("link", { name: "People" }).click();
  for (const close of ["Done", "Cancel", "Done"]) {
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(page.getByLabel("Role", { exact: true })).toHaveValue("editor");
    await expect(page.getByLabel("Recipient (optional)")).toHaveValue("");
    await page.getByLabel("Role", { exact: true }).selectOption("admin");
    await page.getByLabel("Recipient (optional)").fill("The new chief");
    if (close === "Done") await page.getByRole("button", { name: "Create link" }).click();
    await page.getByRole("button", { name: close }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});
