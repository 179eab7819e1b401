import { expect, test } from "../support/test.ts";

test("a guest follows the article live and can change nothing", async ({ desk }) => {
  const reporter = await desk.open("Gutachten", { as: "Regula" });
  await reporter.type(reporter.headline, "Gutachten liegt vor");
  await reporter.type(reporter.body, "Der Bericht ist da.");
  const guest = await desk.open("Gutachten", { as: "Gast", role: "guest" });

  await expect(guest.page.getByText("Der Bericht ist da.")).toBeVisible();
  await reporter.type(reporter.body, " Er hat 40 Seiten.");
  await expect(guest.page.getByText("Der Bericht ist da. Er hat 40 Seiten.")).toBeVisible();

  await expect(
    guest.page.locator("[contenteditable=true], textarea, input:not([readonly]):not([disabled])"),
  ).toHaveCount(0);
  await expect(guest.addPicture).toBeHidden();
  await guest.page.getByText("Der Bericht ist da.").click();
  await guest.page.keyboard.type("Fremdes Wort");
  await reporter.type(reporter.body, " Ende.");
  await expect(guest.page.getByText("Er hat 40 Seiten. Ende.")).toBeVisible();
  await expect(reporter.body).toHaveText("Der Bericht ist da. Er hat 40 Seiten. Ende.");
});

test("a guest finds articles on the desk but cannot begin one", async ({ desk }) => {
  const reporter = await desk.open("Gutachten", { as: "Regula" });
  await reporter.type(reporter.headline, "Gutachten liegt vor");
  await reporter.saved();
  const guest = await desk.person("Gast", "guest");
  const page = await guest.context.newPage();
  await page.goto("/");
  await expect(page.getByRole("link", { name: "Gutachten liegt vor" })).toBeVisible();
  await expect(page.getByRole("button", { name: "New article" })).toBeHidden();
});
