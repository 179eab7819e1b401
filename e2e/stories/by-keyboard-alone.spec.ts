import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { agencyStory as story } from "../support/agencyStory.ts";
import { expectWholeStory } from "../support/exportedStory.ts";
import { ArticlePage, DeskPage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

/** Presses a key until the focus is there: nothing on the way may keep it. */
async function until(page: Page, key: string, target: Locator, most = 15): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, `${key} leads there`).toBeFocused({ timeout: 1 });
}

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

test("the reference article with pictures and fields, written and exported without a mouse", async ({
  desk,
}) => {
  const { context } = await desk.person("Regula");
  const page = await context.newPage();
  const { keyboard } = page;
  const type = (text: string): Promise<void> => keyboard.type(text);
  await page.goto("/");
  await expect(new DeskPage(page).newArticle).toBeVisible();

  await test.step("past what every page has, to a new article", async () => {
    await keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
    await keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    await until(page, "Tab", new DeskPage(page).newArticle, 4);
    await keyboard.press("Enter");
  });
  const article = new ArticlePage(page);
  await article.ready();

  await test.step("the fields above the text, one after the other", async () => {
    await expect(article.headline).toBeFocused();
    await type(story.headline);
    await until(page, "Shift+Tab", article.kicker, 1);
    await type(story.kicker);
    await until(page, "Shift+Tab", article.section, 2);
    await type(story.section);
    await keyboard.press("Enter");
    await expect(article.kicker).toBeFocused();
    await until(page, "Tab", article.headline, 1);
    for (const [field, text] of [
      [article.lead, story.lead],
      [article.byline, story.byline],
      [article.dateline, story.dateline],
    ] as const) {
      await until(page, "Tab", field, 1);
      await type(text);
    }
  });

  await test.step("the lead picture and its texts", async () => {
    await until(page, "Tab", button(page, "Choose a lead picture"), 1);
    const chooser = page.waitForEvent("filechooser");
    await keyboard.press("Enter");
    await (await chooser).setFiles(await cameraPicture());
    const { caption, credit, source, alt } = article.figure();
    await expect(caption).toBeFocused();
    await type(story.picture.caption);
    for (const [field, text] of [
      [credit, story.picture.credit],
      [source, story.picture.source],
      [alt, story.picture.alt],
    ] as const) {
      await until(page, "Tab", field, 1);
      await type(text);
    }
    await until(page, "Tab", article.body, 1);
  });

  const block = async (text: string, style?: string): Promise<void> => {
    await keyboard.press("Enter");
    await keyboard.press("ControlOrMeta+Alt+0");
    if (style) await keyboard.press(style);
    await type(text);
  };
  await test.step("paragraphs, heading, quote, list, bold and a link", async () => {
    const [first, second, third, fourth] = story.paragraphs;
    await type(first);
    await block(story.heading, "ControlOrMeta+Alt+1");
    await block(`${second} Das Angebot gilt `);
    await keyboard.press("ControlOrMeta+b");
    await type(story.bold);
    await keyboard.press("ControlOrMeta+b");
    await type(".");
    await block(third);
    await block(story.quote, "ControlOrMeta+Shift+b");
    await block(story.list[0], "ControlOrMeta+Shift+8");
    await keyboard.press("Enter");
    await keyboard.press("Tab");
    await type(story.list[1]);
    await expect(article.blocks("bullet").nth(1)).toHaveAttribute("data-indent", "1");
    await keyboard.press("Shift+Tab");
    await expect(article.blocks("bullet").nth(1)).not.toHaveAttribute("data-indent", "1");
    await block(`${fourth} Mehr im `);
    await keyboard.press("ControlOrMeta+k");
    await type(story.link.address);
    await keyboard.press("Tab");
    await type(story.link.text);
    await keyboard.press("Enter");
    await expect(article.body).toBeFocused();
    await expect(article.body.locator("a")).toHaveAttribute("href", story.link.address);

    const opened = context.waitForEvent("page");
    await context.route("https://www.example.org/**", (route) => route.fulfill({ body: "Bericht" }));
    await keyboard.press("Alt+Enter");
    await (await opened).close();
  });

  const figure = article.page.getByRole("figure", { name: "Picture 1" });
  await test.step("a second picture by way of the tools, moved, described and removed", async () => {
    await keyboard.press("Alt+F10");
    await expect(page.getByRole("button", { name: /^Text style/ })).toBeFocused();
    await until(page, "ArrowRight", article.addPicture, 12);
    const chooser = page.waitForEvent("filechooser");
    await keyboard.press("Enter");
    await (await chooser).setFiles(await cameraPicture({ name: "hafen.jpg", colour: "#8f4a35" }));
    await expect(figure).toBeVisible();
    await keyboard.press("Escape");
    await expect(article.body).toBeFocused();

    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    const caption = figure.getByRole("textbox", { name: "Caption" });
    await expect(caption).toBeFocused();
    await type("Der Hafen am Morgen");
    const above = (): Promise<string> =>
      figure.evaluate((element) => element?.previousElementSibling?.textContent ?? "");
    expect(await above()).toContain(story.link.text);
    await keyboard.press("Alt+ArrowUp");
    await expect.poll(above).toBe(story.list[1]);
    await expect(caption).toHaveText("Der Hafen am Morgen");
    await expect(article.body).toBeFocused();
    await keyboard.press("Tab");
    await expect(figure.getByRole("button", { name: "Move up" })).toBeFocused();
    await until(page, "Tab", figure.getByRole("button", { name: "Replace picture" }), 3);
    await keyboard.press("Escape");
    await expect(article.body).toBeFocused();
    await keyboard.press("Delete");
    await expect(figure).toBeHidden();
    await keyboard.press("ControlOrMeta+z");
    await expect(figure).toBeVisible();
  });

  await test.step("out of the text to the lines below it, and the date", async () => {
    await keyboard.press("ControlOrMeta+Home");
    await until(page, "Tab", article.source, 1);
    await type(story.source);
    await until(page, "Tab", button(page, "Change the publication date"), 1);
    await keyboard.press("Enter");
    const when = page.getByLabel(/Date and time/);
    await expect(when).toBeFocused();
    // The parts stand in the order of the browser's own language: the same digits do for day and month.
    await type("08082024");
    await keyboard.press("ArrowRight");
    await type("0636");
    await expect(when).toHaveValue(/^2024-08-08T\d\d:36$/);
    await keyboard.press("Escape");
    await expect(button(page, "Change the publication date")).toBeFocused();
    await until(page, "Tab", article.contact, 1);
    await type(story.contact);
  });

  await test.step("every key is listed, from a text and from outside of texts, and the focus comes back", async () => {
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await keyboard.press("F1");
    await expect(sheet).toBeVisible();
    await keyboard.press("Escape");
    await expect(article.contact).toBeFocused();
    await keyboard.press("Shift+Tab");
    await keyboard.press("?");
    await expect(sheet).toContainText("Ctrl");
    await keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(button(page, "Change the publication date")).toBeFocused();
    await expect(article.contact).toHaveText(story.contact);
  });

  await article.saved();
  await test.step("exported, and the focus comes back", async () => {
    await keyboard.press("Alt+F10");
    await until(page, "Shift+Tab", article.export, 5);
    await keyboard.press("Enter");
    const download = button(page, "Download HTML One file with embedded pictures");
    await expect(download).toBeEnabled();
    await until(page, "Tab", download, 5);
    const file = page.waitForEvent("download");
    await keyboard.press("Enter");
    expectWholeStory(await readFile(await (await file).path(), "utf8"));
    await keyboard.press("Escape");
    await expect(article.export).toBeFocused();
  });

  await test.step("to the trash and back", async () => {
    await until(page, "Tab", button(page, "More"), 2);
    await keyboard.press("Enter");
    await until(page, "ArrowDown", page.getByRole("menuitem", { name: "Move to trash" }), 10);
    await keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Create the example article" })).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
    await until(page, "Tab", page.getByRole("link", { name: "Trash", exact: true }), 12);
    await keyboard.press("Enter");
    const restore = page.getByRole("button", { name: `Restore “${story.headline}”` });
    await expect(restore).toBeVisible();
    await until(page, "Tab", restore, 12);
    await keyboard.press("Enter");
    await expect(restore).toBeHidden();
  });
});
