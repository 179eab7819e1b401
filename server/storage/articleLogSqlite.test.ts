import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { testArticleLog } from "./articleLog.contract.ts";
import { DamagedArticle, type LogEntry, UnreadableArticle } from "./articleLog.ts";
import { writeFirstUpdate } from "./articleLogFile.ts";
import { SqliteArticleLog } from "./articleLogSqlite.ts";
import { openDatabase } from "./database.ts";

const folders: string[] = [];
const newDatabase = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-log-"));
  folders.push(folder);
  openDatabase(folder).close();
  return join(folder, "foureyes.db");
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const entry = (articleId: string, text: string): LogEntry => {
  const doc = new Y.Doc();
  doc.getText("body").insert(0, text);
  return { kind: "update", articleId, update: Y.encodeStateAsUpdate(doc), author: null, at: 1 };
};

/** Of all threads of this process; the 17th number behind its name in parentheses (proc(5)). */
const niceOfThreads = (): number[] =>
  readdirSync("/proc/self/task").map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
  });

describe("SqliteArticleLog", () => {
  testArticleLog(() => {
    const file = newDatabase();
    return Promise.resolve({ open: () => Promise.resolve(new SqliteArticleLog({ file })) });
  });

  it("reads what the desk shows of an article from what is stored", async () => {
    const log = new SqliteArticleLog({ file: newDatabase() });
    const doc = new Y.Doc();
    doc.getText("headline").insert(0, "Flood");
    const update = Y.encodeStateAsUpdate(doc);
    await log.commit([{ kind: "update", articleId: "flood", update, author: null, at: 1 }]);
    expect(await log.project("flood")).toMatchObject({ headline: "Flood" });
    await log.compact("flood");
    expect(await log.project("flood")).toMatchObject({
      headline: "Flood",
      search: expect.stringMatching(/^Flood/),
    });
    expect(await log.project("unknown")).toBeNull();
    await log.close();
  });

  it("gives up reading an article that takes too long, and goes on with everything else", async () => {
    const file = newDatabase();
    const log = new SqliteArticleLog({ file, readMs: 0 });
    await log.commit([entry("flood", "one")]);
    const reads = ["flood", "flood"].map((id) => log.project(id));
    // oxlint-disable-next-line no-await-in-loop
    for (const read of reads) await expect(read).rejects.toThrow(UnreadableArticle);
    await log.commit([entry("flood", "two")]);
    await log.compact("flood");
    expect((await log.load("flood"))?.updates).toHaveLength(1);
    await log.close();
    const patient = new SqliteArticleLog({ file });
    expect((await patient.project("flood"))?.search.trim()).toHaveLength(6);
    await patient.close();
  });

  it.runIf(process.platform === "linux")("steps back for the thread that serves", async () => {
    const log = new SqliteArticleLog({ file: newDatabase() });
    const before = niceOfThreads();
    await log.commit([entry("flood", "one")]);
    await log.compact("flood");
    const own = getPriority();
    const after = niceOfThreads();
    expect(getPriority()).toBe(own);
    for (const step of [5, 10]) expect(after).toContain(Math.min(19, own + step));
    expect(before).not.toContain(Math.min(19, own + 10));
    await log.close();
  });

  it.each(["article_update", "article_snapshot"])(
    "[L5] refuses an article with a damaged row of %s, and only that one",
    async (table) => {
      const file = newDatabase();
      const log = new SqliteArticleLog({ file });
      await log.commit([entry("flood", "one"), entry("flood", "two"), entry("other", "x")]);
      if (table === "article_snapshot") {
        await log.compact("flood");
        await log.compact("other");
      }
      const sqlite = new Database(file);
      // Whole rows would make the snapshot again.
      if (table === "article_snapshot") sqlite.exec("delete from article_update");
      const { bytes } = sqlite
        .prepare(`select bytes from ${table} where article_id = 'flood' limit 1`)
        .get() as { bytes: Buffer };
      bytes[bytes.length - 3]! ^= 0x20;
      sqlite.prepare(`update ${table} set bytes = ? where article_id = 'flood'`).run(bytes);
      await expect(log.load("flood")).rejects.toThrow(DamagedArticle);
      await expect(log.compact("flood")).rejects.toThrow(/flood is damaged/);
      expect((await log.load("other"))?.updates).toHaveLength(1);
      sqlite.close();
      await log.close();
    },
  );

  it("[L5] makes a damaged snapshot again from the earlier one and its rows, and mends it when it compacts", async () => {
    const file = newDatabase();
    const log = new SqliteArticleLog({ file });
    for (const text of ["one", "two"]) {
      await log.commit([entry("flood", text), entry("flood", `${text} more`)]);
      await log.compact("flood");
    }
    await log.commit([entry("flood", "three")]);
    const before = await log.load("flood");
    const sqlite = new Database(file);
    const damage =
      "update article_snapshot set bytes = x'00' where through_seq = (select max(through_seq) from article_snapshot)";
    sqlite.exec(damage);
    expect(await log.load("flood")).toEqual({ ...before, recovered: true });
    await log.compact("flood");
    expect((await log.load("flood"))?.recovered).toBe(false);
    sqlite.exec(damage);
    expect((await log.load("flood"))?.recovered).toBe(true);
    sqlite.close();
    await log.close();
  });

  it("[L5] does not use an earlier snapshot when a row after it is missing", async () => {
    const file = newDatabase();
    const log = new SqliteArticleLog({ file });
    await log.commit([entry("flood", "one"), entry("flood", "two")]);
    await log.compact("flood");
    const sqlite = new Database(file);
    sqlite.exec("update article_snapshot set bytes = x'00'; delete from article_update where seq = 1");
    await expect(log.load("flood")).rejects.toThrow(DamagedArticle);
    sqlite.close();
    await log.close();
  });

  it("[L5] notices a row that strayed to another article", async () => {
    const file = newDatabase();
    const log = new SqliteArticleLog({ file });
    await log.commit([entry("flood", "one"), entry("other", "x")]);
    const sqlite = new Database(file);
    sqlite.exec("update article_update set article_id = 'flood'");
    sqlite.close();
    await expect(log.load("flood")).rejects.toThrow(DamagedArticle);
    await log.close();
  });

  it("[L4] keeps one earlier snapshot with everything after it", async () => {
    const file = newDatabase();
    const log = new SqliteArticleLog({ file });
    for (const text of ["one", "two", "three"]) {
      await log.commit([entry("flood", text)]);
      await log.compact("flood");
    }
    const sqlite = new Database(file);
    const snapshots = sqlite
      .prepare("select through_seq from article_snapshot order by 1")
      .pluck()
      .all() as number[];
    const rows = sqlite.prepare("select seq from article_update order by 1").pluck().all();
    expect(snapshots).toHaveLength(2);
    expect(rows).toEqual([snapshots[1]]);
    sqlite.close();
    await log.close();
  });

  it("[L2] rejects on a full disk, keeps what it had, and goes on once there is room", async () => {
    const file = newDatabase();
    const full = new SqliteArticleLog({ file, maxPages: 60 });
    await full.commit([entry("flood", "one")]);
    const large = entry("flood", "x".repeat(1_000_000));
    await expect(full.commit([large])).rejects.toMatchObject({ code: "SQLITE_FULL" });
    expect((await full.load("flood"))?.updates).toHaveLength(1);
    await full.commit([entry("flood", "two")]);
    await full.close();
    const roomy = new SqliteArticleLog({ file });
    await roomy.commit([large]);
    expect((await roomy.load("flood"))?.updates).toHaveLength(3);
    await roomy.close();
  });

  it("[L10] says that nothing can be stored while another process holds the database", async () => {
    const file = newDatabase();
    const log = new SqliteArticleLog({ file, busyTimeoutMs: 1 });
    const other = new Database(file);
    other.exec("begin immediate");
    await expect(log.probe()).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    other.exec("rollback");
    other.close();
    await log.probe();
    await log.close();
  });

  it("[L9] writes an article's first content within the transaction that creates it", async () => {
    const file = newDatabase();
    const sqlite = new Database(file);
    const first = entry("flood", "first");
    if (first.kind !== "update") throw new Error("no update");
    const create = (fail: boolean) =>
      sqlite.transaction(() => {
        writeFirstUpdate(sqlite, "flood", first.update);
        if (fail) throw new Error("undo");
      });
    expect(() => create(true)()).toThrow("undo");
    const log = new SqliteArticleLog({ file });
    expect(await log.load("flood")).toBeNull();
    create(false)();
    expect((await log.load("flood"))?.updates).toEqual([first.update]);
    sqlite.close();
    await log.close();
  });
});
