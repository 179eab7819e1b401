import { type Download, expect, type Locator, type Page } from "@playwright/test";
import type { FileToUpload } from "./pictures.ts";

/** The page of one article, in one person's browser. Names are those of docs/architecture.md, «What stays fixed». */
export class ArticlePage {
  readonly page: Page;
  readonly kicker: Locator;
  readonly headline: Locator;
  readonly lead: Locator;
  readonly body: Locator;
  readonly byline: Locator;
  readonly dateline: Locator;
  readonly source: Locator;
  readonly contact: Locator;
  readonly section: Locator;
  readonly saveState: Locator;
  readonly addPicture: Locator;
  readonly export: Locator;

  constructor(page: Page) {
    this.page = page;
    const text = (name: string): Locator => page.getByRole("textbox", { name, exact: true });
    this.kicker = text("Kicker");
    this.headline = text("Headline");
    this.lead = text("Lead");
    this.body = text("Body");
    this.byline = text("Byline");
    this.dateline = text("Dateline");
    this.source = text("Source");
    this.contact = text("Contact");
    this.section = page.getByRole("combobox", { name: "Section", exact: true });
    this.saveState = page.getByRole("status", { name: "Save state", exact: true });
    this.addPicture = page.getByRole("button", { name: "Add picture", exact: true });
    this.export = page.getByRole("button", { name: "Export", exact: true });
  }

  /** The texts of a picture; `at` counts figures down the page, the lead picture first. */
  figure(at = 0): { caption: Locator; credit: Locator; source: Locator; alt: Locator; image: Locator } {
    const text = (name: string): Locator => this.page.getByRole("textbox", { name, exact: true }).nth(at);
    return {
      caption: text("Caption"),
      credit: text("Credit"),
      source: text("Picture source"),
      alt: text("Alternative text"),
      image: this.page.locator("figure img, [role=group] img").nth(at),
    };
  }

  /** The body's blocks of one style, without what stands in figures. */
  blocks(style: string): Locator {
    return this.body.locator(`[data-style="${style}"]`);
  }

  get articleId(): string {
    const id = /\/articles\/([^/?#]+)/.exec(this.page.url())?.[1];
    if (id === undefined) throw new Error(`no article at ${this.page.url()}`);
    return decodeURIComponent(id);
  }

  /** Waits until the page accepts typing. */
  async ready(): Promise<void> {
    await expect(this.headline).toBeEditable();
    await expect(this.body).toBeEditable();
  }

  /** Types with the keyboard at the end of a text. */
  async type(into: Locator, text: string): Promise<void> {
    await into.focus();
    await into.press("ControlOrMeta+End");
    await this.page.keyboard.type(text);
  }

  /** Puts the caret after some words of a text (the body, if no other is named), or selects them, as a press with the mouse does. */
  async caretAfter(words: string, options: { in?: Locator; select?: boolean } = {}): Promise<void> {
    await (options.in ?? this.body).evaluate(
      (text, { words, select }) => {
        (text as HTMLElement).focus();
        const texts = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const at = (texts.currentNode.nodeValue ?? "").indexOf(words);
          if (at < 0) continue;
          const end = at + words.length;
          getSelection()?.setBaseAndExtent(texts.currentNode, select ? at : end, texts.currentNode, end);
          return;
        }
        throw new Error(`no «${words}» in that text`);
      },
      { words, select: options.select ?? false },
    );
  }

  /** Drags some words of one text with the mouse behind words of another place. */
  async dragWords(words: string, from: Locator, to: { text: Locator; after: string }): Promise<void> {
    const { mouse } = this.page;
    await this.caretAfter(words, { in: from, select: true });
    const start = await selectionBox(this.page);
    const target = await placeAfter(to.text, to.after);
    await mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await mouse.down();
    await mouse.move(start.x + start.width / 2 + 4, start.y + start.height / 2 + 4);
    await mouse.move(target.x - 1, target.y - 2);
    await mouse.move(target.x, target.y);
    await mouse.up();
  }

  /** Many words at once, as from a clipboard or a dictation: for stories about something else than typing. */
  async put(into: Locator, text: string): Promise<void> {
    await into.focus();
    await into.press("ControlOrMeta+End");
    await this.page.keyboard.insertText(text);
  }

  async setSection(trail: string): Promise<void> {
    await this.section.fill(trail);
    await this.section.press("Enter");
    await this.section.press("Tab");
    await expect(this.section).toHaveValue(trail);
  }

  /**
   * Picks a file as a person does: button, file picker, file. With the caret outside of the body, the page asks where it
   * goes: the first picture leads unless told otherwise.
   */
  async choosePicture(
    file: FileToUpload | FileToUpload[],
    { to }: { to?: "Lead picture" | "Into the text" } = {},
  ): Promise<void> {
    const isInBody = await this.body.evaluate((body) => body === document.activeElement);
    const chooser = this.page.waitForEvent("filechooser");
    await this.addPicture.click();
    await (await chooser).setFiles(file);
    if (isInBody) return;
    const leads = await this.page.getByRole("figure", { name: "Lead picture" }).count();
    await this.page
      .getByRole("dialog", { name: /^Where should the pictures? go/ })
      .getByRole("button", { name: to ?? (leads > 0 ? "Into the text" : "Lead picture") })
      .click();
  }

  /** Makes the selection a link. `refused`: the page is expected to keep asking. */
  async setLink(address: string, options: { refused?: boolean } = {}): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    const field = this.page.getByRole("textbox", { name: /link|address|url/i });
    await field.fill(address);
    await field.press("Enter");
    if (!options.refused) await expect(field).toBeHidden();
  }

  /** Undoes (or redoes) step by step until that text reads so: slow typing makes several steps of one line. */
  async stepUntil(key: string, text: Locator, reads: string): Promise<void> {
    for (let steps = 0; steps < 50 && (await text.textContent()) !== reads; steps++)
      await this.page.keyboard.press(key);
    await expect(text).toHaveText(reads);
  }

  async removePicture(at = 0): Promise<void> {
    await this.page
      .getByRole("button", { name: /^Remove( picture)?$/ })
      .nth(at)
      .click();
  }

  async downloadHtml(): Promise<Download> {
    await this.export.click();
    const download = this.page.waitForEvent("download");
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: /download.*html/i })
      .click();
    return download;
  }

  async saved(): Promise<void> {
    await expect(this.saveState).toHaveText(/^Saved/);
  }

  /** What it shows is on the disk: it shows the same after it was loaded anew. `shows` says what that is. */
  async keeps(shows: (article: ArticlePage) => Promise<void>): Promise<void> {
    await this.saved();
    await this.page.reload();
    await this.ready();
    await shows(this);
    await this.saved();
  }
}

const selectionBox = (page: Page): Promise<{ x: number; y: number; width: number; height: number }> =>
  page.evaluate(() => {
    const { x, y, width, height } = (getSelection() as Selection).getRangeAt(0).getBoundingClientRect();
    return { x, y, width, height };
  });

/** Where on the screen a text goes on after some of its words. */
const placeAfter = (text: Locator, words: string): Promise<{ x: number; y: number }> =>
  text.evaluate((element, after) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const at = (texts.currentNode.nodeValue ?? "").indexOf(after);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(texts.currentNode, at);
      range.setEnd(texts.currentNode, at + after.length);
      const { right, top, height } = range.getBoundingClientRect();
      return { x: right, y: top + height / 2 };
    }
    throw new Error(`no «${after}» in that text`);
  }, words);

/** The list of articles. */
export class DeskPage {
  readonly page: Page;
  readonly newArticle: Locator;
  readonly example: Locator;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.newArticle = page.getByRole("button", { name: "New article", exact: true });
    this.example = page.getByRole("button", { name: "Create the example article" });
    this.search = page.getByRole("searchbox");
  }

  /** The link that opens the article of that headline. */
  article(headline: string): Locator {
    return this.page.getByRole("link", { name: headline });
  }

  async open(): Promise<void> {
    await this.page.goto("/");
    await expect(this.newArticle).toBeVisible();
  }

  async moveToTrash(headline: string): Promise<void> {
    await this.page.getByRole("button", { name: `Move “${headline}” to the trash` }).click();
  }

  async restore(headline: string): Promise<void> {
    await this.page.getByRole("link", { name: "Trash", exact: true }).click();
    await this.page.getByRole("button", { name: `Restore “${headline}”` }).click();
  }
}

export class SignInPage {
  readonly page: Page;
  readonly name: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly signIn: Locator;
  readonly createAccount: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.page = page;
    this.name = page.getByLabel("Name", { exact: true });
    this.email = page.getByLabel("E-mail", { exact: true });
    this.password = page.getByLabel("Password", { exact: true });
    this.signIn = page.getByRole("button", { name: "Sign in", exact: true });
    this.createAccount = page.getByRole("button", { name: "Create account" });
    this.problem = page.getByRole("alert");
  }

  async signInAs(who: { email: string; password: string }): Promise<void> {
    await this.email.fill(who.email);
    await this.password.fill(who.password);
    await this.signIn.click();
  }
}
