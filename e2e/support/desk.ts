import { type APIRequestContext, type Browser, expect } from "@playwright/test";
import type { Role } from "../../src/domain/permissions/roles.ts";
import type { InvitationLink, PasswordResetLink, People } from "../../src/domain/protocol/api.ts";
import { Line } from "./line.ts";
import { admin, type Newsroom } from "./newsroom.ts";
import type { ArticlePage } from "./pages.ts";
import { type Account, Person } from "./person.ts";

/** The people and articles of one story. */
export class Desk {
  readonly newsroom: Newsroom;
  readonly #browser: Browser;
  /** A connection of the admin's that belongs to no browser. */
  readonly #request: APIRequestContext;
  readonly #people = new Map<string, Promise<Person>>();
  readonly #articles = new Map<string, Promise<string>>();
  #adminSignedIn: Promise<void> | null = null;

  constructor(newsroom: Newsroom, browser: Browser, request: APIRequestContext) {
    this.newsroom = newsroom;
    this.#browser = browser;
    this.#request = request;
  }

  /** Opens the article of that name as that person; both come into being when first named. */
  async open(article: string, options: { as: string; role?: Role }): Promise<ArticlePage> {
    const [id, person] = await Promise.all([this.articleId(article), this.person(options.as, options.role)]);
    return person.openArticle(id, { reading: options.role === "guest" });
  }

  /** Opens the article of that name as Anna and as Ben. */
  async openForTwo(article: string): Promise<[anna: ArticlePage, ben: ArticlePage]> {
    return Promise.all([this.open(article, { as: "Anna" }), this.open(article, { as: "Ben" })]);
  }

  /** Articles of these headlines, which Regula wrote one after the other. */
  async headlines(...headlines: string[]): Promise<void> {
    for (const headline of headlines) {
      const article = await this.open(headline, { as: "Regula" });
      await article.type(article.headline, headline);
      await article.saved();
      await article.page.close();
    }
  }

  /** A colleague with a browser of their own, signed in. «admin» is the admin. */
  person(name: string, role: Role = "editor"): Promise<Person> {
    const known =
      this.#people.get(name) ?? (name === "admin" ? this.#signInAdmin() : this.#invite(name, role));
    this.#people.set(name, known);
    return known;
  }

  /**
   * These people do their parts one after the other, none hearing of the others before all are done. Not at once, as
   * their windows are of one browser and share its clipboard: what one pastes while another cuts comes empty.
   */
  async apart(...parts: readonly (readonly [name: string, act: () => Promise<void>])[]): Promise<void> {
    const people = await Promise.all(parts.map(([name]) => this.person(name)));
    for (const person of people) await person.goOffline();
    for (const [, act] of parts) await act();
    for (const person of people) await person.goOnline();
  }

  /** A browser of somebody who is not signed in. */
  async stranger(
    account: Account = { name: "Stranger", email: "stranger@example.org", password: "nobody knows me" },
    options: { locale?: string } = {},
  ): Promise<Person> {
    const line = await Line.open(this.newsroom.port);
    const context = await this.#browser.newContext({ baseURL: line.url, acceptDownloads: true, ...options });
    // The browser hands file pickers over only while somebody listens, and learns of a listener too late for a key
    // that follows at once.
    context.on("page", (page) => page.on("filechooser", () => {}));
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: line.url });
    const person = new Person(account, context, line);
    this.#people.set(`stranger ${this.#people.size}`, Promise.resolve(person));
    return person;
  }

  /** The id of the article that this story calls so; an empty one is made when first asked. */
  articleId(name: string): Promise<string> {
    const known = this.#articles.get(name) ?? this.#createArticle();
    this.#articles.set(name, known);
    return known;
  }

  /** Makes a one-time link for a new colleague; the path of it, so that it works over any line. */
  async invitation(role: Role): Promise<string> {
    await this.#asAdmin();
    const answer = await this.#request.post("/api/invitations", { data: { role } });
    expect(answer.ok(), await answer.text()).toBe(true);
    const { url } = (await answer.json()) as InvitationLink;
    return new URL(url).pathname;
  }

  /** Makes a one-time link by which that person sets a new password; the path of it. */
  async newPassword(name: string): Promise<string> {
    await Promise.all([this.person(name), this.#asAdmin()]);
    const { people } = (await (await this.#request.get("/api/people")).json()) as People;
    const id = people.find((person) => person.name === name)?.id;
    const answer = await this.#request.post(`/api/people/${id}/password-reset`, { data: {} });
    expect(answer.ok(), await answer.text()).toBe(true);
    return new URL(((await answer.json()) as PasswordResetLink).url).pathname;
  }

  /** The exported article over HTTP, as text. */
  async exported(articleId: string, format: string): Promise<string> {
    await this.#asAdmin();
    const answer = await this.#request.get(`/api/articles/${articleId}/export?format=${format}`);
    expect(answer.ok(), `${answer.status()} for ${format}`).toBe(true);
    return answer.text();
  }

  async close(): Promise<void> {
    for (const person of await Promise.allSettled(this.#people.values())) {
      if (person.status !== "fulfilled") continue;
      await person.value.context.close();
      await person.value.line.close();
    }
  }

  async #createArticle(): Promise<string> {
    await this.#asAdmin();
    const answer = await this.#request.post("/api/articles", { data: {} });
    expect(answer.ok(), await answer.text()).toBe(true);
    return ((await answer.json()) as { id: string }).id;
  }

  #asAdmin(): Promise<void> {
    this.#adminSignedIn ??= (async () => {
      const answer = await this.#request.post("/api/auth/sign-in/email", {
        data: { email: admin.email, password: admin.password },
      });
      expect(answer.ok(), await answer.text()).toBe(true);
    })();
    return this.#adminSignedIn;
  }

  async #signInAdmin(): Promise<Person> {
    const person = await this.stranger(admin);
    await person.signIn();
    return person;
  }

  async #invite(name: string, role: Role): Promise<Person> {
    const account = {
      name,
      email: `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@example.org`,
      password: `${name} has two eyes`,
    };
    const path = await this.invitation(role);
    const person = await this.stranger(account);
    const answer = await person.context.request.post(path.replace("/invitation/", "/api/invitations/"), {
      data: account,
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return person;
  }
}
