import * as Y from "yjs";
import type { Random } from "../../src/binding/testing/random.ts";
import { bodyText, fieldText } from "../../src/domain/article/document.ts";
import { type ArticleSession, openArticle } from "../../src/session/index.ts";
import type { SignedIn } from "../../src/session/testing/accounts.ts";
import { platform } from "../../src/session/testing/browser.ts";
import { holds } from "./disk.ts";
import type { Observer } from "./observer.ts";
import { Proxy } from "./proxy.ts";

/** Words that were typed, each unlike all others, and those that somebody took out again. */
export class Words {
  readonly typed: string[] = [];
  readonly deleted = new Set<string>();

  /** What is lost, what is there although it was taken out, and what is there twice. */
  judge(texts: readonly string[]): string[] {
    const found = texts.flatMap((text) => text.split(" ")).filter((word) => word !== "");
    const times = new Map<string, number>();
    for (const word of found) times.set(word, (times.get(word) ?? 0) + 1);
    const wrongs: string[] = [];
    for (const word of this.typed) {
      const expected = this.deleted.has(word) ? 0 : 1;
      const actual = times.get(word) ?? 0;
      if (actual !== expected) wrongs.push(`«${word}» is there ${actual} times, not ${expected}`);
      times.delete(word);
    }
    for (const word of times.keys()) wrongs.push(`nobody typed «${word}»`);
    return wrongs;
  }
}

/** One person's page: the real session over a real line, which an observer watches, and a hand that types. */
export class Page {
  readonly name: string;
  readonly proxy: Proxy;
  /** Called in the very moment in which the page comes to say «Saved». */
  onSaved: (() => void) | null = null;
  readonly #who: SignedIn;
  readonly #articleId: string;
  readonly #observer: Observer;
  readonly #random: Random;
  readonly #words: Words;
  #session: ArticleSession | null = null;
  #timer: NodeJS.Timeout | null = null;
  #typedSoFar = 0;

  private constructor(
    name: string,
    of: { who: SignedIn; articleId: string; proxy: Proxy; observer: Observer; random: Random; words: Words },
  ) {
    this.name = name;
    this.#who = of.who;
    this.#articleId = of.articleId;
    this.proxy = of.proxy;
    this.#observer = of.observer;
    this.#random = of.random;
    this.#words = of.words;
  }

  static async open(
    name: string,
    serverUrl: string,
    of: { who: SignedIn; articleId: string; observer: Observer; random: Random; words: Words },
  ): Promise<Page> {
    const page = new Page(name, { ...of, proxy: await Proxy.open(serverUrl, name, of.observer) });
    page.load();
    return page;
  }

  get session(): ArticleSession {
    if (!this.#session) throw new Error(`${this.name} has closed the page`);
    return this.#session;
  }

  get saved(): boolean {
    return this.session.state.getState().save.kind === "saved";
  }

  /** Whether it takes itself to be on a line. */
  get connected(): boolean {
    const { kind } = this.session.state.getState().save;
    return kind === "saved" || kind === "saving";
  }

  get texts(): string[] {
    const { doc } = this.session;
    return [...fields.map((field) => fieldText(doc, field).toJSON()), bodyText(doc).toJSON()];
  }

  /** What it says of itself, for a failing round. */
  get says(): string {
    const { save, ended, refusal } = this.session.state.getState();
    return `${this.name}: ${JSON.stringify({ save, ended, refusal })}`;
  }

  load(): void {
    const { cookie, personId } = this.#who;
    const { url } = this.proxy;
    const session = openArticle({
      articleId: this.#articleId,
      personId,
      serverUrl: url,
      platform: platform({ cookie }),
    });
    this.#session = session;
    const look = (): void => {
      if (session.state.getState().save.kind !== "saved") return;
      const shown = Y.encodeStateAsUpdate(session.doc);
      this.#observer.claimed(this.name, (disk) => holds(disk, shown));
    };
    let before = false;
    session.state.subscribe(({ save }) => {
      const saved = save.kind === "saved";
      if (saved !== before) look();
      if (saved && !before) this.onSaved?.();
      before = saved;
    });
    session.doc.on("update", look);
  }

  /** As when somebody loads the page again: what it had not sent is in the browser's copy. */
  async reload(): Promise<void> {
    const typing = this.#timer !== null;
    this.rest();
    await this.session.destroy();
    this.load();
    if (typing) this.type();
  }

  /** Types until it is to rest. */
  type(): void {
    this.rest();
    this.#timer = setTimeout(() => {
      this.#typeWord();
      this.type();
    }, this.#random.below(12));
  }

  rest(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async close(): Promise<void> {
    this.rest();
    await this.session.destroy();
    this.proxy.close();
  }

  #typeWord(): void {
    const { doc, state } = this.session;
    if (state.getState().phase !== "ready") return;
    const field = this.#random.pick([...fields, "body"] as const);
    const text = field === "body" ? bodyText(doc) : fieldText(doc, field);
    const words = text.toJSON().split(" ").slice(0, -1);
    const at = this.#random.below(words.length + 1);
    const index = words.slice(0, at).reduce((sum, word) => sum + word.length + 1, 0);
    const next = words[at];
    if (next !== undefined && this.#random.chance(0.15)) {
      this.#words.deleted.add(next);
      text.delete(index, next.length + 1);
      return;
    }
    const word = `${this.name}${++this.#typedSoFar}`;
    this.#words.typed.push(word);
    text.insert(index, `${word} `);
  }
}

const fields = ["kicker", "headline", "lead"] as const;
