import { Worker } from "node:worker_threads";
import type { Projection } from "../articles/projection.ts";
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
  | { method: "probe" | "close" };
export type LogCall = Call & { id: number };
export type LogReply =
  | { id: number; value: unknown }
  | { id: number; error: { name: string; message: string; code?: string; articleId?: string } };

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
  readonly #writer: LogThread;
  readonly #compactor: PassingThread;
  readonly #reader: PassingThread;
  /** One after the other: each has its whole time. */
  #reading: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: SqliteArticleLogOptions) {
    this.#options = options;
    this.#writer = new LogThread(this.#options, yields.writer);
    this.#compactor = new PassingThread(new LogThread(this.#options, yields.compactor));
    this.#reader = new PassingThread(new LogThread(this.#options, yields.compactor));
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

  probe(): Promise<void> {
    return this.#ask(this.#writer, { method: "probe" });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#writer.stop(), this.#compactor.stop(), this.#reader.terminate()]);
  }

  #ask<Value>(thread: LogThread | PassingThread, call: Call, handedOver: ArrayBuffer[] = []): Promise<Value> {
    if (this.#closed) return Promise.reject(new Error("The article log is closed"));
    return thread.ask(call, handedOver) as Promise<Value>;
  }
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

interface Running {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/** A thread that starts with the first call, if not before, and, should it die, again with the next. */
class LogThread {
  readonly #options: SqliteArticleLogOptions;
  readonly #yields: number;
  #running: Running | null = null;
  #calls = 0;

  constructor(options: SqliteArticleLogOptions, steps: number) {
    this.#options = options;
    this.#yields = steps;
  }

  start(): Running {
    this.#running ??= this.#start();
    return this.#running;
  }

  ask(call: Call, handedOver: ArrayBuffer[] = []): Promise<unknown> {
    const { worker, waiting } = this.start();
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...call, id }, handedOver);
    });
  }

  /** In the midst of what it does: that rejects. */
  async terminate(): Promise<void> {
    await this.#running?.worker.terminate();
  }

  /** After what was asked before. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    const { worker } = this.#running;
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    const closed = this.ask({ method: "close" });
    this.#running = null;
    await closed.catch(() => {});
    // With nothing else left to wait for, the process would end before whoever closes the log could go on.
    worker.ref();
    await exited;
  }

  #start(): Running {
    const { file, files = null, busyTimeoutMs = 5_000, maxPages = null } = this.#options;
    const worker = new Worker(thread.program, {
      eval: thread.isText,
      workerData: { file, files, busyTimeoutMs, maxPages, yields: this.#yields },
      execArgv: [],
    });
    const waiting = new Map<number, Waiting>();
    worker.unref();
    worker.on("message", (reply: LogReply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) worker.unref();
      if ("error" in reply) asked?.reject(revive(reply.error));
      else asked?.resolve(reply.value);
    });
    let failure: Error | null = null;
    worker.on("error", (error: Error) => {
      failure = error;
    });
    worker.once("exit", () => {
      if (this.#running?.worker === worker) this.#running = null;
      const lost = new Error("The article log's thread ended", { cause: failure });
      for (const { reject } of waiting.values()) reject(lost);
      waiting.clear();
    });
    return { worker, waiting };
  }
}

/** A thread that lives only while there is something to do, and a while longer. */
class PassingThread {
  readonly #thread: LogThread;
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;

  constructor(thread: LogThread) {
    this.#thread = thread;
  }

  ask(call: Call): Promise<unknown> {
    clearTimeout(this.#timer);
    this.#asked++;
    return this.#thread.ask(call).finally(() => {
      if (--this.#asked > 0) return;
      this.#timer = setTimeout(() => void this.#thread.stop(), idleMs);
      this.#timer.unref();
    });
  }

  async terminate(): Promise<void> {
    await this.#thread.terminate();
    clearTimeout(this.#timer);
  }

  async stop(): Promise<void> {
    await this.#thread.stop();
    clearTimeout(this.#timer);
  }
}

/** Beside this file: bundled in the built server; in development and tests its source, which a thread cannot run by itself. */
const thread = import.meta.url.endsWith(".ts")
  ? {
      isText: true,
      program: `import("tsx/esm/api").then((tsx) => {
        tsx.register();
        return import(${JSON.stringify(new URL("./articleLogWorker.ts", import.meta.url).href)});
      })`,
    }
  : { isText: false, program: new URL("./articleLogWorker.js", import.meta.url) };

function revive({ name, message, code, articleId }: Extract<LogReply, { error: unknown }>["error"]): Error {
  if (name === "DamagedArticle" && articleId !== undefined) {
    const damaged = new DamagedArticle(articleId, "");
    damaged.message = message;
    return damaged;
  }
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}
