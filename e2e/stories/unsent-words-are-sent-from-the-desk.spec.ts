import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { ArticlePage, DeskPage, SignInPage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

const notice = (page: Page) => page.getByRole("status").filter({ hasText: "is sent automatically" });

test("words written offline are marked on the desk and go by themselves once the line is back", async ({
  desk,
}) => {
  const reporter = await desk.person("Regula");
  const train = await desk.open("Hochwasser", { as: "Regula" });
  const office = await desk.open("Hochwasser", { as: "Emil" });
  await train.type(train.headline, "Hochwasser");
  await train.saved();
  await train.page.goto("/");
  const list = new DeskPage(train.page);
  await list.article("Hochwasser").click();
  await train.ready();
  await train.saved();

  await reporter.goOffline();
  await train.type(train.body, "Im Tunnel geschrieben.");
  await expect(train.saveState).toHaveText(/^Offline: \d+ changes kept in this browser/);
  await train.page.getByRole("link", { name: "Desk" }).click();
  const row = train.page.getByRole("listitem").filter({ has: list.article("Hochwasser") });
  await expect(row.getByText("Unsent text")).toBeVisible();
  await expect(notice(train.page).getByRole("link", { name: "Hochwasser" })).toBeVisible();
  await train.page.getByRole("button", { name: /^Account/ }).click();
  await train.page.getByRole("menuitem", { name: "Sign out" }).click();
  const question = train.page.getByRole("alertdialog");
  await expect(question).toContainText("would be lost");
  await question.getByRole("button", { name: "Cancel" }).click();

  await reporter.goOnline();
  await expect(office.body).toHaveText("Im Tunnel geschrieben.");
  await expect(row.getByText("Unsent text")).toBeHidden();
  await expect(notice(train.page)).toBeHidden();
});

test("words that the server refuses stay marked, with the reason, and are offered in the article", async ({
  desk,
}) => {
  const reporter = await desk.person("Regula");
  const train = await desk.open("Hochwasser", { as: "Regula" });
  await train.type(train.headline, "Hochwasser");
  await train.saved();
  const emil = await (await desk.person("Emil")).openDesk();
  await reporter.goOffline();
  await train.type(train.body, "Im Tunnel geschrieben.");
  await expect(train.saveState).toHaveText(/^Offline: \d+ changes kept in this browser/);
  await train.page.close();
  await emil.moveToTrash("Hochwasser");
  await expect(emil.article("Hochwasser")).toBeHidden();
  await reporter.goOnline();

  const { page } = await reporter.openDesk();
  const told = page.getByRole("status").filter({ hasText: "The server did not take" });
  await expect(told).toContainText("You may read this article, but not change it.");
  await told.getByRole("link", { name: "Hochwasser" }).click();
  const refused = page.getByRole("alertdialog", { name: "Some of your words were not accepted" });
  await expect(refused.getByRole("textbox", { name: "Your words" })).toHaveValue("Im Tunnel geschrieben.");
  await refused.getByRole("button", { name: "I've copied them" }).click();
  await page.getByRole("link", { name: "Desk" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Desk" })).toBeVisible();
  await expect(told).toBeHidden();
});

test("a browser that was closed with words unsent sends them when it is next open, in one of its tabs", async ({
  desk,
}) => {
  const regula = await desk.person("Regula");
  const office = await desk.open("Hochwasser", { as: "Emil" });
  const profile = await mkdtemp(path.join(tmpdir(), "foureyes-profile-"));
  const executablePath = process.env["CHROMIUM_PATH"];
  const launch = () =>
    chromium.launchPersistentContext(profile, {
      baseURL: regula.line.url,
      ...(executablePath === undefined ? {} : { executablePath }),
    });
  try {
    const first = await launch();
    const signIn = await first.newPage();
    await signIn.goto("/sign-in");
    await new SignInPage(signIn).signInAs(regula.account);
    await expect(new DeskPage(signIn).newArticle).toBeVisible();
    const train = new ArticlePage(signIn);
    await train.page.goto(office.page.url().replace(/^.*(?=\/articles)/, ""));
    await train.ready();
    await train.saved();
    regula.line.cut();
    await train.type(train.body, "Im Tunnel geschrieben.");
    await expect(train.saveState).toHaveText(/^Offline: \d+ changes kept in this browser/);
    await first.close();

    regula.line.mend();
    const second = await launch();
    const tabs = await Promise.all([second.newPage(), second.newPage()]);
    await Promise.all(tabs.map((tab) => tab.goto("/")));
    await expect(office.body).toHaveText("Im Tunnel geschrieben.");
    for (const tab of tabs) {
      await expect(new DeskPage(tab).newArticle).toBeVisible();
      await expect(tab.getByText("Unsent text")).toHaveCount(0);
    }
    await expect
      .poll(() =>
        tabs[0]?.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(":unsent:"))),
      )
      .toEqual([]);
    await second.close();
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});
