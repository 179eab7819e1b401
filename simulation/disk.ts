import Database from "better-sqlite3";
import * as Y from "yjs";
import type { ArticleLog, LogEntry } from "../server/storage/articleLog.ts";
import { ArticleLogFile, writeFirstUpdate } from "../server/storage/articleLogFile.ts";
import { migrate } from "../server/storage/migrations.ts";

/**
 * A disk that survives the server: the real log of articles on a database in memory. What is committed stays,
 * whatever becomes of those who asked for it.
 */
export class Disk {
  readonly #sqlite: Database.Database;
  readonly #file: ArticleLogFile;
  /** How long a commit takes. Milliseconds. */
  latencyMs = 2;
  /** So many commits to come fail, as on a full disk. */
  failures = 0;
  commits = 0;
  /** Everything that is committed. Never handed to the server. */
  readonly committed = new Y.Doc();

  constructor(articleId: string, first: Uint8Array) {
    this.#sqlite = new Database(":memory:");
    migrate(this.#sqlite);
    this.#file = new ArticleLogFile(this.#sqlite);
    writeFirstUpdate(this.#sqlite, articleId, first);
    Y.applyUpdate(this.committed, first);
  }

  /** The log as one process of the server has it open. */
  open(): { log: ArticleLog; kill(): void } {
    let alive = true;
    const answer = <T>(work: () => T, latencyMs: number): Promise<T> =>
      new Promise((resolve, reject) => {
        setTimeout(() => {
          if (!alive) return;
          let result: T;
          try {
            result = work();
          } catch (cause) {
            reject(cause);
            return;
          }
          // The server may die with its commit on disk and its answer on the way.
          setTimeout(() => alive && resolve(result), latencyMs / 2);
        }, latencyMs / 2);
      });
    const log: ArticleLog = {
      commit: (entries) => answer(() => this.#commit(entries), this.latencyMs),
      load: (articleId) => answer(() => this.#file.load(articleId), 1),
      lastChange: (articleId) => answer(() => this.#file.lastChange(articleId), 1),
      compact: (articleId) => answer(() => this.#file.compact(articleId), this.latencyMs),
      probe: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    return {
      log,
      kill: () => {
        alive = false;
      },
    };
  }

  /** The article as a new server would load it. */
  load(articleId: string): Y.Doc {
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const update of this.#file.load(articleId)?.updates ?? []) Y.applyUpdate(doc, update);
    });
    return doc;
  }

  close(): void {
    this.#sqlite.close();
    this.committed.destroy();
  }

  #commit(entries: readonly LogEntry[]): void {
    if (this.failures > 0) {
      this.failures--;
      throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    }
    this.#file.commit(entries);
    this.commits++;
    for (const entry of entries) if (entry.kind === "update") Y.applyUpdate(this.committed, entry.update);
  }
}
