import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "../support/test.ts";

test("an article is damaged on the server's disk: its page says so in the reader's language and keeps the words, the others go on, and once it is mended everything is there", async ({
  desk,
  newsroom,
}) => {
  const id = await desk.articleId("Hochwasser");
  const { account } = await desk.person("Regula");
  const regula = await desk.open("Hochwasser", { as: "Regula" });
  await regula.type(regula.headline, "Der Fluss steigt");
  await regula.saved();

  const change = (by: number): void => {
    const sqlite = new Database(path.join(newsroom.dataDir, "foureyes.db"));
    sqlite.prepare("update article_update set crc = crc + ? where article_id = ?").run(by, id);
    sqlite.close();
  };
  await newsroom.kill();
  change(1);
  await newsroom.restart();

  const notice = regula.page.getByText(/This article is damaged on the server/);
  await expect(notice).toContainText("Your text is kept in this browser");
  await expect(notice).toContainText("Tell your administrator.");
  await expect(regula.saveState).toHaveText("Damaged on the server");
  await regula.type(regula.headline, " weiter");
  await expect(regula.saveState).toHaveText("Not saved: this article is damaged on the server");

  const other = await desk.open("Anderes", { as: "Regula" });
  await other.type(other.headline, "Wie immer");
  await other.saved();
  await other.page.close();

  const german = await desk.stranger(account, { locale: "de-CH" });
  const page = await german.context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-Mail", { exact: true }).fill(account.email);
  await page.getByLabel("Passwort", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page.getByRole("button", { name: "Neuer Artikel" }).first()).toBeVisible();
  await page.goto(`/articles/${id}`);
  await expect(page.getByText(/Dieser Artikel ist auf dem Server beschädigt\. Melden Sie es/)).toBeVisible();

  await newsroom.kill();
  change(-1);
  await newsroom.restart();
  await regula.page.getByRole("button", { name: "Try now" }).click();
  await regula.saved();
  await expect(regula.headline).toHaveText("Der Fluss steigt weiter");
  await page.getByRole("button", { name: "Nochmals versuchen" }).click();
  await expect(page.getByRole("textbox", { name: "Titel", exact: true })).toHaveText(
    "Der Fluss steigt weiter",
  );
});
