import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { agencyStory as story } from "../support/agencyStory.ts";
import { expectWholeStory } from "../support/exportedStory.ts";
import { ArticlePage, DeskPage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });

test("the reference article with picture and fields, written and exported on a phone", async ({ desk }) => {
  const page = await (await desk.person("Regula")).context.newPage();
  const { keyboard } = page;
  const list = new DeskPage(page);
  await page.goto("/");
  await list.newArticle.tap();
  const article = new ArticlePage(page);
  await article.ready();

  const write = async (into: Locator, text: string): Promise<void> => {
    await into.tap();
    await expect(into).toBeFocused();
    await keyboard.insertText(text);
  };
  await test.step("fields", async () => {
    await write(article.headline, story.headline);
    await write(article.kicker, story.kicker);
    await write(article.lead, story.lead);
    await write(article.byline, story.byline);
    await write(article.dateline, story.dateline);
    await article.section.tap();
    await article.section.fill(story.section);
    await keyboard.press("Enter");
  });

  await test.step("the picture", async () => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a lead picture" }).tap();
    await (await chooser).setFiles(await cameraPicture());
    const { caption, credit, source, alt } = article.figure();
    await write(caption, story.picture.caption);
    await write(credit, story.picture.credit);
    await write(source, story.picture.source);
    await write(alt, story.picture.alt);
  });

  const style = async (name: string): Promise<void> => {
    await page.getByRole("button", { name: /^Text style/ }).tap();
    await page.getByRole("menuitemradio", { name: new RegExp(`^${name}`) }).tap();
    await expect(article.body).toBeFocused();
  };
  const block = async (text: string, name = "Paragraph"): Promise<void> => {
    await keyboard.press("Enter");
    await style(name);
    await keyboard.insertText(text);
  };
  await test.step("the text, with the tools above it", async () => {
    const [first, second, third, fourth] = story.paragraphs;
    await write(article.body, first);
    await block(story.heading, "Heading");
    await block(`${second} Das Angebot gilt `);
    const bold = page.getByRole("button", { name: "Bold", exact: true });
    await bold.tap();
    await keyboard.insertText(story.bold);
    await bold.tap();
    await keyboard.insertText(".");
    await block(third);
    await block(story.quote, "Quote");
    for (const item of story.list) await block(item, "Bulleted list");
    await block(`${fourth} Mehr im `);
    await page.getByRole("button", { name: "Link", exact: true }).tap();
    await page.getByRole("textbox", { name: "Link address" }).fill(story.link.address);
    await page.getByRole("textbox", { name: "Text", exact: true }).fill(story.link.text);
    await page.getByRole("button", { name: "Apply" }).tap();
    await expect(article.body.locator("a")).toHaveText([story.link.text]);
    await expect(article.body.locator("strong")).toHaveText([story.bold]);
    await expect(article.blocks("heading")).toHaveText([story.heading]);
    await expect(article.blocks("bullet")).toHaveText([...story.list]);
  });

  await test.step("the lines below", async () => {
    await write(article.source, story.source);
    await write(article.contact, story.contact);
  });

  await test.step("nothing is wider than the screen", async () => {
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider).toBe(0);
  });

  await article.saved();
  await test.step("exported", async () => {
    await article.export.tap();
    const download = page.getByRole("dialog").getByRole("button", { name: /download.*html/i });
    await expect(download).toBeEnabled();
    const file = page.waitForEvent("download");
    await download.tap();
    expectWholeStory(await readFile(await (await file).path(), "utf8"));
  });
});
