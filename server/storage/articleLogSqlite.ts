import type { DeskRow } from "../articles/deskRowsFile.ts";
import type { Projection } from "../articles/projection.ts";
import { plainError, type ThreadError, WorkerThread } from "../WorkerThread.ts";
import {
  type ArticleLog,
  DamagedArticle,
  type LastChange,
  type LogEntry,
  type LogSize,
  type StoredArticle,
  UnreadableArticle,
} from "./articleLog.ts";
import type { DatabaseFile } from "./databaseFile.ts";
import { type PackedEntries, packEntries } from "./packedEntries.ts";

type Call =
  | { method: "commit"; entries: PackedEntries }
  | { method: "load" | "lastChange" | "compact" | "project"; articleId: string }
  | { method: "deskRows"; rows: readonly DeskRow[] }
  | { method: "probe" | "close" };
export type LogCall = Call & { id: number };

export interface SqliteArticleLogOptions {
  /** The database, migrated already. */
  file: string;
  /** As this process has it open already; without it, as the log finds it, and looked at less closely. */
  files?: DatabaseFile;
  /** How long a commit waits for another connection's before it is rejected. Milliseconds. */
  busyTimeoutMs?: number;
  /** Refuses to grow the database beyond so many pages, as a full disk would. */
  maxPages?: number | null;
  /** How long one article may be read beside the others before it is given up. */
  readMs?: number;
}

/**
 * How far each thread steps back for the one that serves, where they share a processor (the *nice* of setpriority(2)):
 * a key on its way to colleagues does not wait for a commit, and neither waits for what nobody waits for.
 */
const yields = { writer: 5, compactor: 10 };
/** How long an unused thread for compaction or for reading stays. Milliseconds. */
const idleMs = 20_000;
/** Thirty times what the longest article takes: the thread steps back where the machine is busy. */
const defaultReadMs = 30_000;

/**
 * The log in SQLite, on threads of its own: one commits and loads. One compacts, and one reads what is long to read: they
 * live only while there is something to do, and whoever wrote what never ends to be read ends the last one alone.
 */
export class SqliteArticleLog implements ArticleLog {
  readonly #options: SqliteArticleLogOptions;
  readonly #writer: WorkerThread<Call>;
  readonly #compactor: WorkerThread<Call>;
  readonly #reader: WorkerThread<Call>;
  /** One after the other: each has its whole time. */
  #reading: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: SqliteArticleLogOptions) {
    this.#options = options;
    this.#writer = logThread(options, yields.writer, null);
    this.#compactor = logThread(options, yields.compactor, idleMs);
    this.#reader = logThread(options, yields.compactor, idleMs);
    // So that the first reader does not wait for it.
    this.#writer.start();
  }

  commit(entries: readonly LogEntry[]): Promise<void> {
    const packed = packEntries(entries);
    return this.#ask(this.#writer, { method: "commit", entries: packed }, [
      packed.bytes.buffer,
      packed.fields.buffer,
    ]);
  }

  load(articleId: string): Promise<StoredArticle | null> {
    return this.#ask(this.#writer, { method: "load", articleId });
  }

  lastChange(articleId: string): Promise<LastChange | null> {
    return this.#ask(this.#writer, { method: "lastChange", articleId });
  }

  compact(articleId: string): Promise<LogSize> {
    return this.#ask(this.#compactor, { method: "compact", articleId });
  }

  /**
   * What the desk shows of what is stored, for articles that are long to read; null for an unknown article. Rejects with
   * `UnreadableArticle`.
   */
  project(articleId: string): Promise<Projection | null> {
    const result = this.#reading.then(() => this.#projectInTime(articleId));
    this.#reading = result.catch(() => {});
    return result;
  }

  async #projectInTime(articleId: string): Promise<Projection | null> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      void this.#reader.terminate();
    }, this.#options.readMs ?? defaultReadMs);
    try {
      return await this.#ask<Projection | null>(this.#reader, { method: "project", articleId });
    } catch (cause) {
      throw late ? new UnreadableArticle(articleId) : cause;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Writes what desks show of articles; answers with the ids of those there are. See `DeskRowsFile`. */
  writeDeskRows(rows: readonly DeskRow[]): Promise<string[]> {
    return this.#ask(this.#writer, { method: "deskRows", rows });
  }

  probe(): Promise<void> {
    return this.#ask(this.#writer, { method: "probe" });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#writer.stop(), this.#compactor.stop(), this.#reader.terminate()]);
  }

  #ask<Value>(thread: WorkerThread<Call>, call: Call, handedOver: ArrayBuffer[] = []): Promise<Value> {
    if (this.#closed) return Promise.reject(new Error("The article log is closed"));
    return thread.ask(call, handedOver) as Promise<Value>;
  }
}

function logThread(
  options: SqliteArticleLogOptions,
  steps: number,
  idleMs: number | null,
): WorkerThread<Call> {
  const { file, files, busyTimeoutMs = 5_000, maxPages = null } = options;
  return new WorkerThread({
    name: "The article log",
    source: new URL("./articleLogWorker.ts", import.meta.url),
    workerData: { file, files: files ?? null, busyTimeoutMs, maxPages, yields: steps },
    last: { method: "close" },
    idleMs,
    revive,
  });
}

function revive(error: ThreadError): Error {
  if (error.name !== "DamagedArticle" || error.articleId === undefined) return plainError(error);
  const damaged = new DamagedArticle(error.articleId, "");
  damaged.message = error.message;
  return damaged;
}
