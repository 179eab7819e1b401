import type { FastifyBaseLogger } from "fastify";
import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
import type { Committed, Rooms } from "../ports.ts";
import type { ArticleRows } from "./articles.ts";
import { projectArticle } from "./projection.ts";

const quietMs = 250;
const atMostMs = 1_000;
const retryMs = 5_000;

interface Pending {
  at: number;
  by: string | null;
  /** When the first of the waiting changes came. */
  since: number;
  timer: NodeJS.Timeout;
}

export interface ProjectorParts {
  rooms: Pick<Rooms, "read" | "onCommitted">;
  rows: ArticleRows;
  changed: (article: ArticleSummary) => void;
  log: FastifyBaseLogger;
}

/** Keeps the articles' rows in step with their content: 250 ms after the last change, 1 s after the first at most. */
export class Projector {
  readonly #pending = new Map<string, Pending>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #parts: ProjectorParts;
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor(parts: ProjectorParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.rooms.onCommitted((committed) => this.#note(committed));
  }

  /** Resolves once the row holds everything committed before the call. */
  async flush(articleId: string): Promise<void> {
    await this.#running.get(articleId);
    await this.#start(articleId);
  }

  /** Writes the rows that a server which ended in between left behind their content. */
  async catchUp(): Promise<void> {
    for (const { articleId, at, by } of this.#parts.rows.behind()) {
      if (!this.#pending.has(articleId)) this.#wait(articleId, { at, by, since: Date.now() }, quietMs);
      // One after the other: nobody waits for these, and each opens a document.
      // oxlint-disable-next-line no-await-in-loop
      await this.#start(articleId).catch(() => {});
    }
  }

  /** Writes what is waiting and listens no more. */
  async close(): Promise<void> {
    this.#unsubscribe();
    await Promise.allSettled(this.#running.values());
    await Promise.allSettled([...this.#pending.keys()].map((id) => this.#start(id)));
    this.#closed = true;
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
  }

  #note({ articleId, at, by }: Committed): void {
    const waiting = this.#pending.get(articleId);
    if (!waiting) {
      this.#wait(articleId, { at, by, since: Date.now() }, quietMs);
      return;
    }
    clearTimeout(waiting.timer);
    const left = waiting.since + atMostMs - Date.now();
    this.#wait(
      articleId,
      { at, by: by ?? waiting.by, since: waiting.since },
      Math.max(0, Math.min(quietMs, left)),
    );
  }

  #wait(articleId: string, change: Omit<Pending, "timer">, delayMs: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => void this.#start(articleId).catch(() => {}), delayMs);
    timer.unref();
    this.#pending.set(articleId, { ...change, timer });
  }

  /** Rejects when the row could not be written; it is then tried again by itself. */
  #start(articleId: string): Promise<void> {
    const running = this.#running.get(articleId);
    if (running) return running.catch(() => {}).then(() => this.#start(articleId));
    const change = this.#pending.get(articleId);
    if (!change) return Promise.resolve();
    clearTimeout(change.timer);
    this.#pending.delete(articleId);
    const run = this.#project(articleId, change).finally(() => this.#running.delete(articleId));
    this.#running.set(articleId, run);
    return run;
  }

  async #project(articleId: string, change: Pending): Promise<void> {
    const { rooms, rows, changed, log } = this.#parts;
    try {
      const projection = await rooms.read(articleId, projectArticle);
      const article = rows.writeProjection(articleId, projection, change);
      if (article) changed(article);
    } catch (cause) {
      log.warn({ articleId, err: cause }, "the desk's row of an article could not be written");
      if (!this.#pending.has(articleId)) this.#wait(articleId, { ...change, since: Date.now() }, retryMs);
      throw cause;
    }
  }
}
