import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import type { FastifyBaseLogger } from "fastify";
import type * as Y from "yjs";
import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
import type { Committed, Rooms } from "../ports.ts";
import type { SearchIndex } from "../search/searchIndex.ts";
import { DamagedArticle, UnreadableArticle } from "../storage/articleLog.ts";
import type { ArticleRows, ProjectedArticle } from "./articles.ts";
import { type Projection, projectArticle } from "./projection.ts";
import type { ArticleReading, Outcome } from "./reading.ts";

const quietMs = 250;
const atMostMs = 1_000;
const retryMs = 5_000;
/** Between two rounds: what falls due meanwhile is read and written together. */
const betweenMs = 100;
/** Articles of which it is remembered what they are found by. */
const mostRemembered = 5_000;
/** Rows written in one transaction. */
const together = 50;
/** How long documents are read before everybody else has a turn. */
const sliceMs = 8;
/** After a round, others have so many times as long as it took; more where people would wait for them otherwise. */
const rest = { usual: 9, whenShortOfTime: 29 };
/** Articles of which more is stored are read elsewhere: a paper of 260,000 keys takes a tenth of a second. */
const longBytes = 256 * 1024;

interface Change {
  at: number;
  by: string | null;
  /** How much is stored of it. */
  bytes: number;
  /** When the first of the waiting changes came. */
  since: number;
  due: number;
}

export interface ProjectorParts {
  rooms: Pick<Rooms, "onCommitted" | "shortOfTime" | "openDocument">;
  reading: ArticleReading;
  rows: ArticleRows;
  index: Pick<SearchIndex, "write">;
  changed: (article: ArticleSummary) => void;
  log: FastifyBaseLogger;
}

/**
 * Keeps the articles' rows, and what they are found by, in step with their content: 250 ms after the last change, 1 s after the first at most. Where
 * so many articles change that this would take more than a tenth of the time, or a thirtieth of a busy server's, rows
 * follow later, the oldest change first. Long articles, and those that took too long to read, are read by another thread
 * one after the other, and keep no others waiting; each rests on its own.
 */
export class Projector {
  /** In the order of their first change. */
  readonly #waiting = new Map<string, Change>();
  readonly #parts: ProjectorParts;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | null = null;
  /** When the timer goes off. */
  #sweepAt = 0;
  #restUntil = 0;
  /** Of each article that was read elsewhere. */
  readonly #ownRestUntil = new Map<string, number>();
  #sweeping = false;
  /** One round at a time: whoever comes next finds everything before it written. */
  #turn: Promise<unknown> = Promise.resolve();
  /** The same for what is read elsewhere. */
  #turnElsewhere: Promise<unknown> = Promise.resolve();
  /** The articles that are read elsewhere or wait for that, each with the end of its last reading. */
  readonly #elsewhere = new Map<string, Promise<unknown>>();
  /** Checksums of what articles are found by, those that changed last at the end. */
  readonly #found = new Map<string, number>();
  #closed = false;

  constructor(parts: ProjectorParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.rooms.onCommitted((committed) => this.#note(committed));
  }

  /** Resolves once the row holds everything committed before the call; rejects when it could not be written. */
  async flush(articleId: string): Promise<void> {
    await this.#writeHere([articleId]);
    if (this.#isForElsewhere(articleId)) await this.#writeElsewhere(articleId);
  }

  /** Has the rows written that a server which ended in between left behind their content. */
  catchUp(): void {
    const now = Date.now();
    for (const { articleId, at, by } of this.#behind())
      if (!this.#waiting.has(articleId))
        this.#waiting.set(articleId, { at, by, bytes: 0, since: now, due: now });
    this.#schedule();
  }

  /** A page of the database that cannot be read must not keep the server from serving all others. */
  #behind(): ReturnType<ArticleRows["behind"]> {
    try {
      return this.#parts.rows.behind();
    } catch (cause) {
      this.#parts.log.error({ err: cause }, "the desk's rows could not be compared with the articles");
      return [];
    }
  }

  /** Writes what is waiting and listens no more. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#write([...this.#waiting.keys()]);
    await this.#turnElsewhere;
  }

  #note({ articleId, at, by, bytes }: Committed): void {
    const now = Date.now();
    const before = this.#waiting.get(articleId);
    const since = before?.since ?? now;
    const due = Math.min(now + quietMs, since + atMostMs);
    const change: Change = { at, by: by ?? before?.by ?? null, bytes, since, due };
    this.#waiting.set(articleId, change);
    if (!this.#timer || Math.max(this.#dueAt(articleId, change), this.#restUntil) < this.#sweepAt)
      this.#schedule();
  }

  #schedule(): void {
    if (this.#closed || this.#sweeping || this.#waiting.size === 0) return;
    let due = Number.POSITIVE_INFINITY;
    for (const [articleId, change] of this.#waiting) due = Math.min(due, this.#dueAt(articleId, change));
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (due === Number.POSITIVE_INFINITY) return;
    this.#sweepAt = Math.max(due, this.#restUntil);
    this.#timer = setTimeout(() => void this.#sweep(), this.#sweepAt - Date.now());
    this.#timer.unref();
  }

  async #sweep(): Promise<void> {
    this.#timer = null;
    this.#sweeping = true;
    const now = Date.now();
    const due: string[] = [];
    for (const [articleId, change] of this.#waiting) {
      if (this.#dueAt(articleId, change) <= now) due.push(articleId);
      if (due.length === together) break;
    }
    this.#restUntil = now + betweenMs;
    await this.#write(due);
    this.#sweeping = false;
    this.#schedule();
  }

  /** Never while it is read elsewhere: that reading's end asks again. */
  #dueAt(articleId: string, { due }: Change): number {
    return this.#elsewhere.has(articleId)
      ? Number.POSITIVE_INFINITY
      : Math.max(due, this.#ownRestUntil.get(articleId) ?? 0);
  }

  #isForElsewhere(articleId: string): boolean {
    const change = this.#waiting.get(articleId);
    const isSlow = change && (change.bytes > longBytes || this.#parts.reading.isSlow(articleId));
    return isSlow || this.#elsewhere.has(articleId);
  }

  /** Resolves once all are written that are read here; the others follow. What could not be written goes on waiting. */
  async #write(articleIds: readonly string[]): Promise<void> {
    await this.#writeHere(articleIds).catch(() => {});
    for (const articleId of articleIds)
      if (this.#isForElsewhere(articleId)) void this.#writeElsewhere(articleId).catch(() => {});
  }

  /** In a turn of its own, all but those that are to be read elsewhere; the first reason is thrown at the end. */
  #writeHere(articleIds: readonly string[]): Promise<void> {
    const result = this.#turn.then(async () => {
      const failures: unknown[] = [];
      for (let from = 0; from < articleIds.length; from += together) {
        // One transaction after the other: between them the log has the database to itself.
        // oxlint-disable-next-line no-await-in-loop
        await this.#writeTogether(articleIds.slice(from, from + together), failures);
      }
      if (failures.length > 0) throw failures[0];
    });
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Once all readings before it are over. */
  #writeElsewhere(articleId: string): Promise<void> {
    const result = this.#turnElsewhere.then(() => this.#readElsewhere(articleId));
    const over = result
      .catch(() => {})
      .then(() => {
        if (this.#elsewhere.get(articleId) !== over) return;
        this.#elsewhere.delete(articleId);
        this.#schedule();
      });
    this.#turnElsewhere = over;
    this.#elsewhere.set(articleId, over);
    return result;
  }

  async #readElsewhere(articleId: string): Promise<void> {
    const { reading } = this.#parts;
    const change = this.#waiting.get(articleId);
    if (!change) return;
    this.#waiting.delete(articleId);
    const beganAt = performance.now();
    try {
      const projection = await reading.stored(articleId);
      const { at, by } = change;
      if (projection) await this.#show([{ id: articleId, projection, at, by }]);
    } catch (cause) {
      this.#failed(articleId, change, cause);
      throw cause;
    } finally {
      const now = Date.now();
      for (const [id, until] of this.#ownRestUntil) if (until <= now) this.#ownRestUntil.delete(id);
      this.#ownRestUntil.set(articleId, now + rest.usual * (performance.now() - beganAt));
    }
  }

  async #writeTogether(articleIds: readonly string[], failures: unknown[]): Promise<void> {
    const { rooms, reading } = this.#parts;
    const taken = new Map<string, Change>();
    const read: ProjectedArticle[] = [];
    let workedMs = 0;
    let sliceStart = performance.now();
    const note = (id: string, outcome: Outcome<Projection>): void => {
      const change = this.#waiting.get(id);
      if (!change) return;
      this.#waiting.delete(id);
      taken.set(id, change);
      if ("value" in outcome) read.push({ id, projection: outcome.value, at: change.at, by: change.by });
      else {
        this.#failed(id, change, outcome.failure);
        failures.push(outcome.failure);
      }
    };
    const ids = articleIds.filter((id) => this.#waiting.has(id) && !this.#isForElsewhere(id));
    while (ids.length > 0) {
      const open = this.#openOnesFirstIn(ids);
      if (open.length > 0) {
        const outcomes = reading.slice(open, projectArticle, sliceMs);
        for (const outcome of outcomes) note(ids.shift() as string, outcome);
      } else {
        const id = ids.shift() as string;
        // oxlint-disable-next-line no-await-in-loop
        note(id, await outcomeOf(reading.live(id, projectArticle)));
      }
      workedMs += performance.now() - sliceStart;
      const restMs = (rooms.shortOfTime ? rest.whenShortOfTime : rest.usual) * workedMs;
      this.#restUntil = Math.max(this.#restUntil, Date.now() + restMs);
      // oxlint-disable-next-line no-await-in-loop
      if (ids.length > 0) await setImmediate();
      sliceStart = performance.now();
    }
    if (read.length === 0) return;
    try {
      await this.#show(read);
    } catch (cause) {
      for (const { id } of read) this.#failed(id, taken.get(id) as Change, cause);
      failures.push(cause);
    }
  }

  /** The articles with which the list begins and that somebody has open. */
  #openOnesFirstIn(ids: readonly string[]): { id: string; doc: Y.Doc }[] {
    const open: { id: string; doc: Y.Doc }[] = [];
    for (const id of ids) {
      const doc = this.#parts.rooms.openDocument(id);
      if (!doc) break;
      open.push({ id, doc });
    }
    return open;
  }

  /** Rejects when the rows could not be written. */
  async #show(articles: readonly ProjectedArticle[]): Promise<void> {
    const { rows, index, changed } = this.#parts;
    const there = new Set<string>();
    for (const article of await rows.writeProjections(articles)) {
      there.add(article.id);
      changed(article);
    }
    for (const { id, projection, at } of articles) {
      if (!there.has(id)) continue;
      const sum = crc32(projection.search);
      if (this.#found.get(id) === sum) continue;
      this.#found.delete(id);
      this.#found.set(id, sum);
      if (this.#found.size > mostRemembered) this.#found.delete(this.#found.keys().next().value as string);
      index.write({ id, at, text: projection.search });
    }
  }

  #failed(articleId: string, change: Change, cause: unknown): void {
    // It stays closed, and whoever opens it says so in the log.
    if (cause instanceof DamagedArticle) return;
    // It was deleted for good meanwhile.
    if (!this.#parts.rows.isKnown(articleId)) return;
    // Its row stays as it is until it changes.
    if (cause instanceof UnreadableArticle) {
      this.#parts.log.error({ articleId }, cause.message);
      return;
    }
    this.#parts.log.warn({ articleId, err: cause }, "the desk's row of an article could not be written");
    const now = Date.now();
    if (!this.#waiting.has(articleId))
      this.#waiting.set(articleId, { ...change, since: now, due: now + retryMs });
    this.#schedule();
  }
}

const outcomeOf = <T>(result: Promise<T>): Promise<Outcome<T>> =>
  result.then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure }),
  );
