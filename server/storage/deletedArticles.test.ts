import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import * as Y from "yjs";
import { partsOfArticle } from "../articles/articles.ts";
import { ArticleLogFile, writeFirstUpdate } from "./articleLogFile.ts";
import { openDatabase } from "./database.ts";

function open(): Database.Database {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-deleted-"));
  openDatabase(folder).close();
  const sqlite = new Database(join(folder, "foureyes.db"));
  onTestFinished(() => {
    sqlite.close();
    rmSync(folder, { recursive: true });
  });
  return sqlite;
}
const count = (sqlite: Database.Database, table: string): unknown =>
  sqlite.prepare(`select count(*) from ${table}`).pluck().get();

it("a deletion takes the rows of every table that names an article", () => {
  const sqlite = open();
  const tables = sqlite
    .prepare(
      `select m.name from sqlite_schema m, pragma_table_info(m.name) c
       where m.type = 'table' and c.name = 'article_id' order by 1`,
    )
    .pluck()
    .all();
  expect([...partsOfArticle].sort()).toEqual(tables);
});

it("an article that is deleted while it is compacted leaves no snapshot behind", () => {
  const sqlite = open();
  const update = Y.encodeStateAsUpdate(new Y.Doc());
  writeFirstUpdate(sqlite, "gone", update);
  const log = new ArticleLogFile(sqlite);
  const transaction = sqlite.transaction.bind(sqlite);
  let transactions = 0;
  // Between reading and writing, compaction leaves the database to others.
  sqlite.transaction = ((work: () => unknown) => {
    if (++transactions === 2) sqlite.exec("delete from article_update");
    return transaction(work);
  }) as typeof sqlite.transaction;
  expect(log.compact("gone")).toEqual({ rows: 0, logBytes: 0, snapshotBytes: 0 });
  expect(transactions).toBe(2);
  expect(count(sqlite, "article_snapshot")).toBe(0);
});

it("nobody reserves an id in a deleted article", () => {
  const sqlite = open();
  sqlite.exec("insert into deleted_article values ('gone', 0)");
  const log = new ArticleLogFile(sqlite);
  for (const articleId of ["gone", "here"])
    log.commit([{ kind: "reserved", articleId, clientId: 7, personId: "anna" }]);
  expect(sqlite.prepare("select article_id from client_reservation").pluck().all()).toEqual(["here"]);
});
