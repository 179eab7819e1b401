import { readFile } from "node:fs/promises";
import { agencyStory } from "../support/agencyStory.ts";
import { expect, test } from "../support/test.ts";

test("in German: sign in, look around the desk, write an article and export it", async ({ desk }) => {
  const { account } = await desk.person("Regula");
  const regula = await desk.stranger(account, { locale: "de-CH" });
  const page = await regula.context.newPage();
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "de-CH");
  await expect(page).toHaveTitle("Anmelden · Foureyes");
  await page.getByLabel("E-Mail", { exact: true }).fill(account.email);
  await page.getByLabel("Passwort", { exact: true }).fill("ganz falsch geraten");
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page.getByRole("alert")).toContainText("E-Mail oder Passwort stimmt nicht");
  await page.getByLabel("Passwort", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Anmelden" }).click();

  await expect(page.getByRole("heading", { name: "Noch keine Artikel" })).toBeVisible();
  await page.getByRole("searchbox", { name: "Artikel suchen" }).fill("Fähre");
  await expect(page.getByRole("heading", { name: "Nichts gefunden" })).toBeVisible();
  await page.getByRole("button", { name: "Suche leeren" }).click();
  await page.getByRole("button", { name: "Neuer Artikel" }).click();

  const text = (name: string) => page.getByRole("textbox", { name, exact: true });
  await text("Dachzeile").fill(agencyStory.kicker);
  await text("Titel").fill(agencyStory.headline);
  await text("Text").focus();
  await page.keyboard.type(agencyStory.paragraphs[1]);
  await expect(page.getByRole("status", { name: "Speicherstatus" })).toHaveText(/^Gespeichert/);

  await page.getByRole("button", { name: "Exportieren" }).click();
  const coming = page.waitForEvent("download");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /HTML.*herunterladen/i })
    .click();
  const html = await readFile(await (await coming).path(), "utf8");
  expect(html).toContain(agencyStory.headline);
  expect(html).toContain("«bedeutende Mittel und mehrere neue Schiffe»");
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Desk" }).click();
  await expect(page).toHaveTitle("Desk · Foureyes");
  const when = page.getByRole("listitem").filter({ hasText: agencyStory.headline }).getByRole("time");
  await expect(when).toHaveText(/^(jetzt|vor \d+ Min\.)$/);
  await expect(when).toHaveAttribute("title", /^\d+\. \p{Lu}\p{L}+ \d{4} um \d\d:\d\d$/u);
});

test("the language is chosen before signing in and from the account menu, and stays chosen", async ({
  desk,
}) => {
  const { account } = await desk.person("Regula");
  const regula = await desk.stranger(account, { locale: "fr-CH" });
  const page = await regula.context.newPage();
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByRole("radio", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await page.reload();
  await page.getByLabel("E-Mail", { exact: true }).fill(account.email);
  await page.getByLabel("Passwort", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.getByRole("button", { name: "Neuer Artikel" }).click();
  await expect(page.getByRole("textbox", { name: "Titel", exact: true })).toBeEditable();

  await page.getByRole("button", { name: "Konto: Regula" }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: "Headline", exact: true })).toBeEditable();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});
