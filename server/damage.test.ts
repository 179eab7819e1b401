import { closeSync, copyFileSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { closeCodes } from "../src/domain/protocol/sync.ts";
import { readConfig } from "./config.ts";
import { verifyDataDir } from "./operations/verify.ts";
import { RawClient, until } from "./rooms/testing/rawClient.ts";
import { startFailure } from "./startFailure.ts";
import { SqliteArticleLog } from "./storage/articleLogSqlite.ts";
import { type Client, TestServer } from "./testing/testServer.ts";

const pageBytes = 4096;
/** Tables and indexes of the article log. */
const ofTheLog = /article_(update|snapshot|writer)/;

const everySo = 15;

interface StoredPage {
  number: number;
  table: string;
}

/** One page of each kind of each table of the log, of the list of tables, and of some others. */
function kindsOfPages(file: string): StoredPage[] {
  const sqlite = new Database(file, { readonly: true });
  const pages = sqlite
    .prepare("select max(pageno) as number, name as 'table' from dbstat group by name, pagetype order by 1")
    .all() as StoredPage[];
  sqlite.close();
  return pages.filter(
    ({ table }, at) => ofTheLog.test(table) || table === "sqlite_schema" || at % everySo === 0,
  );
}

function overwrite(file: string, page: number): void {
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(handle);
}

/** What a reader gets to see of an article: its text, or the code with which it is closed. */
async function seen(server: TestServer, admin: Client, article: string): Promise<string | number> {
  const reader = new RawClient(`${server.url.replace("http", "ws")}/sync`, {
    as: admin.cookie ?? "",
    origin: server.url,
    article,
  });
  await until(() => reader.synced || reader.closed !== null);
  const result = reader.closed ?? reader.doc.getText("headline").toJSON();
  reader.close();
  return result;
}

it("tells of a snapshot that had to be made again", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  await server.stop();
  const file = join(server.dataDir, "foureyes.db");
  const log = new SqliteArticleLog({ file });
  await log.compact(id);
  await log.close();
  const sqlite = new Database(file);
  sqlite.exec("update article_snapshot set bytes = zeroblob(9)");
  sqlite.close();
  await server.start();
  expect(await seen(server, await server.admin(), id)).toBe("");
  const { text } = (await server.client().call<{ text: string }>("GET", "/metrics")).body;
  expect(text).toContain("foureyes_snapshots_recovered_total 1");
  expect(text).toContain("foureyes_articles_quarantined 0");
});

it("a damaged page of the database costs no article but those on it, and never a server that starts again and again", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const articles = new Map<string, string>();
  for (const size of [10, 3_000, 30_000]) {
    const { id } = await admin.newArticle();
    const writer = new RawClient(`${server.url.replace("http", "ws")}/sync`, {
      as: admin.cookie ?? "",
      origin: server.url,
      article: id,
    });
    await until(() => writer.synced && writer.acked > 0);
    for (let i = 0; i < 8; i++) writer.doc.getText("headline").insert(0, `${i}`.repeat(size / 10));
    await until(() => writer.settled);
    articles.set(id, writer.doc.getText("headline").toJSON());
    writer.close();
  }
  await server.stop();
  const file = join(server.dataDir, "foureyes.db");
  const whole = `${file}.whole`;
  copyFileSync(file, whole);

  const outcomes = { open: 0, closed: 0, refusedToStart: 0 };
  for (const page of kindsOfPages(whole)) {
    copyFileSync(whole, file);
    overwrite(file, page.number);
    expect((await verifyDataDir(server.dataDir)).findings, page.table).not.toEqual([]);
    try {
      await server.start();
    } catch (cause) {
      const line = startFailure(cause, readConfig({ DATA_DIR: server.dataDir }));
      expect(line, page.table).toMatch(/The database in \S+ is damaged .*“npm run verify”/);
      expect(page.table).not.toMatch(ofTheLog);
      outcomes.refusedToStart++;
      continue;
    }
    for (const [id, text] of articles) {
      const result = await seen(server, admin, id);
      if (result === text) outcomes.open++;
      else if (ofTheLog.test(page.table)) {
        expect(result, page.table).toBe(closeCodes.damaged);
        outcomes.closed++;
      } else expect(result, page.table).toBeGreaterThan(1_000);
    }
    if (ofTheLog.test(page.table)) {
      const { text } = (await server.client().call<{ text: string }>("GET", "/metrics")).body;
      expect(text).toMatch(/foureyes_articles_quarantined [0-3]/);
    }
    await server.stop();
  }
  expect(outcomes.open).toBeGreaterThan(10);
  expect(outcomes.closed).toBeGreaterThan(2);
  expect(outcomes.refusedToStart).toBeGreaterThan(0);
}, 120_000);
