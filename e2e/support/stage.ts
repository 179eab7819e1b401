import { expect, type Page } from "@playwright/test";
import type { Role } from "../../src/domain/permissions/roles.ts";
import type { Desk } from "./desk.ts";
import { admin, type Newsroom } from "./newsroom.ts";
import { ArticlePage } from "./pages.ts";
import type { Person } from "./person.ts";
import { type DeskLine, pictureTime, pin, pinPerson, seedArticle, stopClock } from "./steady.ts";

/** What the newsroom's admin, whom the environment names, is called in the pictures. */
const chief = "Martina Vogt";

/** A newsroom that looks the same in every run, for states that are looked at one after the other. */
export class Stage {
  readonly desk: Desk;
  readonly newsroom: Newsroom;
  readonly #pages = new Set<Page>();
  readonly #people = new Map<string, Promise<Person>>();

  constructor(desk: Desk, newsroom: Newsroom) {
    this.desk = desk;
    this.newsroom = newsroom;
    pin(newsroom, "update person set name = ? where email = ?", chief, admin.email);
  }

  /** A colleague whose colour is the same in every run. */
  person(name: string, role?: Role): Promise<Person> {
    const known = this.#people.get(name) ?? this.#come(name, role);
    this.#people.set(name, known);
    return known;
  }

  /** A new tab of somebody signed in. */
  async tab(name: string, role?: Role): Promise<Page> {
    return this.#open(await (await this.person(name, role)).context.newPage());
  }

  /** A new tab of somebody who is not. */
  async strangersTab(): Promise<Page> {
    const known = this.#people.get("") ?? this.desk.stranger();
    this.#people.set("", known);
    return this.#open(await (await known).context.newPage());
  }

  /** An article, open for typing. */
  async article(id: string, name: string, role?: Role): Promise<ArticlePage> {
    const article = new ArticlePage(await this.tab(name, role));
    await article.page.goto(`/articles/${id}`);
    if (role !== "guest") await article.ready();
    return article;
  }

  /** The article with every part that the empty desk offers, dated. */
  async exampleArticle(): Promise<string> {
    const { context } = await this.person("Regula Keller");
    const answer = await context.request.post("/api/articles", { data: { example: true } });
    expect(answer.ok(), await answer.text()).toBe(true);
    const { id } = (await answer.json()) as { id: string };
    this.date(id, 3);
    return id;
  }

  async seed(as: string, line: DeskLine): Promise<string> {
    const person = await this.person(as);
    const id = await seedArticle(person, line);
    await expect
      .poll(async () => (await (await person.context.request.get(`/api/articles/${id}`)).json()).headline)
      .toBe(line.headline);
    this.date(id, line.minutesAgo);
    return id;
  }

  /** Says when an article was last changed. */
  date(id: string, minutesAgo: number): void {
    const at = pictureTime.getTime() - minutesAgo * 60_000;
    pin(
      this.newsroom,
      "update article set created_at = ?, updated_at = ? where id = ?",
      at - 5_400_000,
      at,
      id,
    );
  }

  /** Ends what the last state opened. */
  async clear(): Promise<void> {
    await Promise.all([...this.#pages].map((page) => page.close()));
    this.#pages.clear();
    for (const person of await Promise.all(this.#people.values())) await person.goOnline();
  }

  async #come(name: string, role?: Role): Promise<Person> {
    const person = await this.desk.person(name, role);
    pinPerson(this.newsroom, person.account.email, `person-${name}`);
    return person;
  }

  async #open(page: Page): Promise<Page> {
    this.#pages.add(page);
    await stopClock(page);
    return page;
  }
}
