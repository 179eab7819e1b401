import { type BrowserContext, expect } from "@playwright/test";
import type { Line } from "./line.ts";
import { ArticlePage, DeskPage, SignInPage } from "./pages.ts";

export interface Account {
  name: string;
  email: string;
  password: string;
}

/** Somebody at a computer: an account, a browser profile and a line to the server. */
export class Person {
  readonly account: Account;
  readonly context: BrowserContext;
  readonly line: Line;

  constructor(account: Account, context: BrowserContext, line: Line) {
    this.account = account;
    this.context = context;
    this.line = line;
  }

  async signIn(): Promise<void> {
    const page = await this.context.newPage();
    await page.goto("/sign-in");
    await new SignInPage(page).signInAs(this.account);
    await expect(new DeskPage(page).newArticle).toBeVisible();
    await page.close();
  }

  async openDesk(): Promise<DeskPage> {
    const desk = new DeskPage(await this.context.newPage());
    await desk.open();
    return desk;
  }

  /** Opens an article in a new tab; for those who may write, waits until it accepts typing. */
  async openArticle(articleId: string, options: { reading?: boolean } = {}): Promise<ArticlePage> {
    const article = new ArticlePage(await this.context.newPage());
    await article.page.goto(`/articles/${encodeURIComponent(articleId)}`);
    if (!options.reading) await article.ready();
    return article;
  }

  /** The line drops: open sockets end, new ones are refused, and the browser says it is offline. */
  async goOffline(): Promise<void> {
    await this.context.setOffline(true);
    this.line.cut();
  }

  async goOnline(): Promise<void> {
    this.line.mend();
    await this.context.setOffline(false);
  }
}
