import type Database from "better-sqlite3";
import * as Y from "yjs";
import { readArticle } from "../../src/domain/article/readArticle.ts";
import { ArticleLogFile, type LogDamage } from "../storage/articleLogFile.ts";
import type { Finding, Progress } from "./findings.ts";

const fromBackup = "Restore this article from a backup made before the damage; the others are not concerned.";
export const wholeFromBackup =
  "Stop the server, keep a copy of the folder, and restore the newest backup that verifies.";
const articlesPerLine = 500;

export interface DatabaseCheck {
  articles: number;
  stored: number;
  findings: Finding[];
  /** The pictures it knows. */
  assets: string[];
}

/** Reads everything in one snapshot of the database, so that a running server changes nothing underneath. */
export function verifyDatabase(sqlite: Database.Database, progress: Progress): DatabaseCheck {
  return sqlite.transaction(() => new DatabaseReading(sqlite, progress).run()).deferred();
}

class DatabaseReading {
  readonly #sqlite: Database.Database;
  readonly #progress: Progress;
  readonly #findings: Finding[] = [];
  readonly #assets = new Set<string>();
  #unreadable = false;

  constructor(sqlite: Database.Database, progress: Progress) {
    this.#sqlite = sqlite;
    this.#progress = progress;
  }

  run(): DatabaseCheck {
    this.#progress("Checking the database file");
    this.#attempt("database", () => {
      for (const problem of this.#column("pragma integrity_check"))
        if (problem !== "ok") this.#find("database", problem, wholeFromBackup);
    });
    this.#attempt("database", () => {
      for (const { table, rowid, parent } of this.#sqlite.pragma("foreign_key_check") as ForeignKey[])
        this.#find(
          `table ${table}`,
          `row ${rowid} names a row of ${parent} that is not there`,
          wholeFromBackup,
        );
    });
    this.#attempt("table asset", () => {
      for (const id of this.#column("select id from asset")) this.#assets.add(id);
    });
    const rows = new Set(this.#attempt("table article", () => this.#column("select id from article")));
    const stored = new Set(
      ["article_update", "article_snapshot"].flatMap(
        (table) =>
          this.#attempt(`table ${table}`, () => this.#column(`select distinct article_id from ${table}`)) ??
          [],
      ),
    );
    // Where even the list cannot be read, each article that is known is read on its own.
    if (this.#unreadable) for (const id of rows) stored.add(id);
    for (const id of stored)
      if (!rows.has(id))
        this.#find(`article ${id}`, "has content but no row: the desk does not show it", fromBackup);
    for (const id of rows)
      if (!stored.has(id)) this.#find(`article ${id}`, "has a row but no content", fromBackup);
    const read = this.#readArticles(stored);
    return { articles: rows.size, stored: read, findings: this.#findings, assets: [...this.#assets] };
  }

  #readArticles(ids: ReadonlySet<string>): number {
    const log = new ArticleLogFile(this.#sqlite);
    let stored = 0;
    let done = 0;
    for (const id of ids) {
      if (done++ % articlesPerLine === 0) this.#progress(`Reading articles: ${done - 1} of ${ids.size}`);
      try {
        const { checked, damage } = log.check(id);
        stored += checked;
        for (const found of damage) this.#find(`article ${id}`, describe(found), adviceFor(found));
        if (damage.every(({ recoverable }) => recoverable)) this.#readContent(id, log);
      } catch (cause) {
        this.#find(`article ${id}`, `cannot be read (${(cause as Error).message})`, fromBackup);
      }
    }
    return stored;
  }

  #readContent(id: string, log: ArticleLogFile): void {
    const doc = new Y.Doc();
    try {
      doc.transact(() => {
        for (const update of log.load(id)?.updates ?? []) Y.applyUpdate(doc, update);
      });
      if (doc.store.pendingStructs || doc.store.pendingDs)
        this.#find(`article ${id}`, "lacks a change that later ones build on", fromBackup);
      for (const { asset } of Object.values(readArticle(doc).media))
        if (asset !== null && !this.#assets.has(asset))
          this.#find(`article ${id}`, `shows picture ${asset}, which is not there`, "Add the picture again.");
    } finally {
      doc.destroy();
    }
  }

  /** What cannot be read is a finding, and the rest is read all the same. Undefined then. */
  #attempt<Value>(subject: string, read: () => Value): Value | undefined {
    try {
      return read();
    } catch (cause) {
      this.#unreadable = true;
      this.#find(subject, `cannot be read (${(cause as Error).message})`, wholeFromBackup);
      return undefined;
    }
  }

  #column(query: string): string[] {
    return this.#sqlite.prepare(query).pluck().all() as string[];
  }

  #find(subject: string, problem: string, advice: string): void {
    this.#findings.push({ subject, problem, advice });
  }
}

interface ForeignKey {
  table: string;
  rowid: number;
  parent: string;
}

const describe = ({ part, seq }: LogDamage): string =>
  part === "row" ? `row ${seq} of its log is damaged` : `its snapshot through row ${seq} is damaged`;

const adviceFor = ({ recoverable }: LogDamage): string =>
  recoverable
    ? "Nothing is lost: everything in it is also stored elsewhere. Look after the disk, and make a backup."
    : fromBackup;
