/**
 * The search index as the rest of the server sees it: articles are handed over, found, and removed; a thread of its own
 * does the work, so that no search and no long text takes time from whoever types. Where many articles change, the index
 * follows later: it takes a fifth of the time at most. What it lacks at a start is read from what is stored.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import { WorkerThread } from "../WorkerThread.ts";
import type { IndexAnswer, IndexedArticle, IndexLag, IndexQuery } from "./indexFile.ts";

type Call =
  | { method: "write"; articles: IndexedArticle[] }
  | { method: "remove"; articleId: string }
  | { method: "find"; query: IndexQuery }
  | { method: "behind" | "close" };
export type IndexCall = Call & { id: number };

export interface SearchIndexParts {
  /** Of the index; made when it is missing. */
  file: string;
  /** The newsroom's database. */
  newsroom: string;
  /** What a stored article is found by, read beside everything else; null for one that is gone. */
  readStored: (articleId: string) => Promise<string | null>;
  log: Pick<FastifyBaseLogger, "error" | "warn" | "info">;
  /** How long the unused thread stays, 20 s unless told otherwise: people search and write in spells. Milliseconds. */
  idleMs?: number;
}

/** How far the thread steps back for the one that serves (*nice*). */
const yields = 8;
/** What changes within so much is written together. */
const gatherMs = 500;
/** Handed to the thread in one go. Characters, and articles. */
const together = { characters: 200_000, articles: 50 };
/** Texts that wait in memory. What comes beyond them is read when its turn comes. Characters in all. */
const mostWaiting = 4_000_000;
/** After it the thread rests so many times as long as that took. */
const restTimes = 4;
/** A search has what waits written before its rest is over, if no more is left of that. */
const shortRestMs = 500;
/** How long a search waits for that, and for what is being written. */
const searchWaitsMs = 250;
const retryMs = 5_000;
const defaultIdleMs = 20_000;

export class SearchIndex {
  readonly #parts: SearchIndexParts;
  readonly #thread: WorkerThread<Call>;
  /** What is to be written yet, in the order of its first change; `mostWaiting` characters. */
  readonly #waiting = new Map<string, IndexedArticle>();
  #waitingCharacters = 0;
  /** What is to be read and written yet: what did not wait in memory, and what the index lacked. No article waits twice. */
  readonly #unread = new Map<string, { at: number }>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #reading: Promise<void> | null = null;
  /** By `performance.now()`. */
  #restUntil = 0;
  #closed = false;

  constructor(parts: SearchIndexParts) {
    this.#parts = parts;
    const { file, newsroom, idleMs = defaultIdleMs } = parts;
    this.#thread = new WorkerThread({
      name: "The search index",
      source: new URL("./indexWorker.ts", import.meta.url),
      workerData: { file, newsroom, yields },
      last: { method: "close" },
      idleMs,
    });
  }

  /** The article is found by this soon, in place of what it was found by; by whoever searches next if few wait. */
  write(article: IndexedArticle): void {
    const { id, text } = article;
    const others = this.#waitingCharacters - (this.#waiting.get(id)?.text.length ?? 0);
    if (others + text.length <= mostWaiting) this.#wait(article);
    else {
      this.#forget(id);
      this.#read([article]);
    }
    this.#schedule(gatherMs);
  }

  /** The article is found no more. What is not removed now is at the next start. */
  remove(articleId: string): void {
    this.#forget(articleId);
    void this.#ask({ method: "remove", articleId }).catch((cause: unknown) => this.#warn(cause));
  }

  /** See `SearchIndexFile.find`; rejects with the code `SEARCH_TOO_SLOW`. Answered between the steps of what is written. */
  async find(query: IndexQuery): Promise<IndexAnswer> {
    if (this.#writing || this.#waiting.size > 0) {
      const patience = new AbortController();
      // What is not written by then is found as it was.
      const isOver = delay(searchWaitsMs, undefined, { signal: patience.signal }).catch(() => {});
      await Promise.race([this.#writeForSearch(), isOver]);
      patience.abort();
    }
    return (await this.#ask({ method: "find", query })) as IndexAnswer;
  }

  /** Has everything written that the index lacks: after a start, or when it was lost. Resolves when that is done or failed. */
  async catchUp(): Promise<void> {
    try {
      const { articles, gone } = (await this.#ask({ method: "behind" })) as IndexLag;
      if (articles.length > 20)
        this.#parts.log.info({ articles: articles.length }, "the search index is made again");
      for (const id of gone) this.remove(id);
      this.#read(articles.filter(({ id }) => !this.#waiting.has(id)));
      await this.#reading;
    } catch (cause) {
      this.#warn(cause);
    }
  }

  /** What waits is left to the next start, which finds that the index lacks it: it may take long. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#closed = true;
    await this.#thread.stop();
  }

  /** In the place of what waited of it before. */
  #wait(article: IndexedArticle): void {
    this.#unread.delete(article.id);
    this.#waitingCharacters += article.text.length - (this.#waiting.get(article.id)?.text.length ?? 0);
    this.#waiting.set(article.id, article);
  }

  /** It waits no more. */
  #forget(articleId: string): void {
    this.#waitingCharacters -= this.#waiting.get(articleId)?.text.length ?? 0;
    this.#waiting.delete(articleId);
    this.#unread.delete(articleId);
  }

  /** Has them read and written one after the other. */
  #read(articles: readonly { id: string; at: number }[]): void {
    for (const { id, at } of articles) this.#unread.set(id, { at });
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
  }

  async #readAll(): Promise<void> {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      await delay(Math.max(0, this.#restMs()), undefined, { ref: false });
      const [next] = this.#unread;
      if (!next || this.#closed) return;
      // One after the other, so that a whole archive does not wait in memory.
      // oxlint-disable-next-line no-await-in-loop
      await this.#readAndWrite(...next);
    }
  }

  async #readAndWrite(id: string, article: { at: number }): Promise<void> {
    const text = await this.#readStored(id);
    // It is gone, or waits with newer words.
    if (this.#closed || !this.#unread.has(id)) return;
    const isDone = text === null || (await this.#handOver([{ id, at: article.at, text }]));
    const latest = this.#unread.get(id);
    this.#unread.delete(id);
    // What failed, or changed since it was read, has its next turn after all others.
    if (latest && (!isDone || latest !== article)) this.#unread.set(id, latest);
    if (!isDone && !this.#closed) await delay(retryMs, undefined, { ref: false });
  }

  async #readStored(id: string): Promise<string | null> {
    try {
      return await this.#parts.readStored(id);
    } catch (cause) {
      // Damaged or unreadable: that is told where it is opened. It must not keep the others from being found.
      if (!this.#closed)
        this.#parts.log.warn({ articleId: id, err: cause }, "an article could not be read for the search");
      return null;
    }
  }

  /** Writes what waits after so long, and not before the rest is over. */
  #schedule(ms: number): void {
    if (this.#timer || this.#writing || this.#closed || this.#waiting.size === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        if (this.#restMs() > 0) this.#schedule(0);
        else void this.#writeSome();
      },
      Math.max(ms, this.#restMs()),
    );
    this.#timer.unref();
  }

  /** How much is left of the rest. */
  #restMs(): number {
    return this.#restUntil - performance.now();
  }

  async #writeForSearch(): Promise<void> {
    await this.#writing;
    if (this.#restMs() < shortRestMs) await this.#writeSome();
  }

  /** Writes what has waited longest, unless something is being written. What could not be written goes on waiting. */
  #writeSome(): Promise<void> {
    this.#writing ??= this.#write(this.#takeSome()).then((isDone) => {
      this.#writing = null;
      this.#schedule(isDone ? 0 : retryMs);
    });
    return this.#writing;
  }

  #takeSome(): IndexedArticle[] {
    const articles: IndexedArticle[] = [];
    let characters = 0;
    for (const article of this.#waiting.values()) {
      characters += article.text.length;
      if (articles.length > 0 && characters > together.characters) break;
      if (articles.push(article) === together.articles) break;
    }
    for (const { id } of articles) this.#forget(id);
    return articles;
  }

  async #write(articles: IndexedArticle[]): Promise<boolean> {
    const isDone = await this.#handOver(articles);
    if (!isDone)
      for (const article of articles)
        if (!this.#waiting.has(article.id) && !this.#unread.has(article.id)) this.#wait(article);
    return isDone;
  }

  /** Has the thread write them, and rest. False where that failed. */
  async #handOver(articles: IndexedArticle[]): Promise<boolean> {
    if (articles.length === 0) return true;
    try {
      const tookMs = (await this.#ask({ method: "write", articles })) as number;
      this.#restUntil = Math.max(this.#restUntil, performance.now()) + restTimes * tookMs;
      return true;
    } catch (cause) {
      this.#warn(cause);
      return false;
    }
  }

  /** A lost index is begun anew by the thread: everything is written to it again, and the call is made again. */
  async #ask(call: Call): Promise<unknown> {
    if (this.#closed) throw new Error("The search index is closed");
    try {
      return await this.#thread.ask(call);
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== "SEARCH_LOST") throw cause;
      this.#parts.log.error({ err: cause }, "the search index was damaged or missing and is made again");
      void this.catchUp();
      return this.#thread.ask(call);
    }
  }

  #warn(cause: unknown): void {
    if (!this.#closed) this.#parts.log.warn({ err: cause }, "the search index could not be written");
  }
}
