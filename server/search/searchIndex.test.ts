import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { SearchIndex, type SearchIndexParts } from "./searchIndex.ts";

interface Opened {
  index: SearchIndex;
  /** The newsroom's database, with `articles` at first. */
  newsroom: Database.Database;
  /** The file of the index. */
  file: string;
}

function openIndexOf(
  articles: readonly string[],
  readStored: (articleId: string) => Promise<string | null>,
  parts: Partial<SearchIndexParts> = {},
): Opened {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-search-"));
  const newsroom = new Database(join(folder, "foureyes.db"));
  newsroom.exec("create table article (id text primary key, updated_at integer, trashed_at integer)");
  for (const id of articles) newsroom.prepare("insert into article values (?, 1, null)").run(id);
  const file = join(folder, "foureyes.search.db");
  const index = new SearchIndex({
    file,
    newsroom: newsroom.name,
    readStored,
    log: Fastify().log,
    ...parts,
  });
  onTestFinished(async () => {
    await index.close();
    newsroom.close();
    rmSync(folder, { recursive: true });
  });
  return { index, newsroom, file };
}

const found = async (index: SearchIndex, search: string): Promise<string[]> =>
  (await index.find({ search, trash: false, limit: 10 })).ids;

it("closes while an article that it lacks is still being read", async () => {
  let read = (_text: string | null): void => {};
  let isRead = false;
  const { index } = openIndexOf(["long"], () => {
    isRead = true;
    return new Promise((resolve) => (read = resolve));
  });
  const caughtUp = index.catchUp();
  await expect.poll(() => isRead).toBe(true);
  await index.close();
  read("too late");
  await caughtUp;
});

/** What the index holds of words, as whoever reads its file finds it. */
function formsIn(file: string): string[] {
  const sqlite = new Database(file, { readonly: true });
  const forms = sqlite.prepare("select form from word order by form").pluck().all() as string[];
  sqlite.close();
  return forms;
}

it("takes in no article that is gone by then: read before that, or written again after a failure", async () => {
  let read = (_text: string | null): void => {};
  let isRead = false;
  const { index, newsroom, file } = openIndexOf(["read"], () => {
    isRead = true;
    return new Promise((resolve) => (read = resolve));
  });
  const caughtUp = index.catchUp();
  await expect.poll(() => isRead).toBe(true);
  newsroom.exec("insert into article values ('kept', 2, null), ('failed', 2, null)");
  index.write({ id: "kept", at: 2, text: "kept" });
  index.write({ id: "failed", at: 2, text: "secret" });
  // Nobody writes to the index meanwhile.
  const other = new Database(file);
  other.exec("begin immediate");
  const failing = found(index, "kept");
  const remove = (id: string): void => {
    newsroom.prepare("delete from article where id = ?").run(id);
    index.remove(id);
  };
  remove("failed");
  remove("read");
  expect(await failing).toEqual([]);
  other.exec("rollback");
  other.close();
  read("confidential");
  await caughtUp;
  expect(await found(index, "kept")).toEqual(["kept"]);
  expect(formsIn(file)).toEqual(["kept"]);
});

it("begins anew with what it lacks when it is lost in the midst of that", async () => {
  let read = (_text: string | null): void => {};
  let isRead = false;
  const held = new Promise<string | null>((resolve) => (read = resolve));
  const { index, newsroom, file } = openIndexOf(["first", "second"], (id) => {
    isRead ||= id === "second";
    return id === "second" ? held : Promise.resolve(id === "first" ? "alpha" : "gamma");
  });
  newsroom.exec("update article set updated_at = 2 where id = 'first'");
  const caughtUp = index.catchUp();
  await expect.poll(() => isRead).toBe(true);
  expect(await found(index, "alpha")).toEqual(["first"]);
  const other = new Database(file);
  other.unsafeMode().exec("delete from word_inside_data");
  other.close();
  newsroom.exec("insert into article values ('third', 3, null)");
  index.write({ id: "third", at: 3, text: "gamma" });
  await found(index, "gamma");
  read("beta");
  await caughtUp;
  expect(await Promise.all(["alpha", "beta", "gamma"].map((word) => found(index, word)))).toEqual([
    ["first"],
    ["second"],
    ["third"],
  ]);
});

it("holds so many texts in memory, and reads the others when their turn comes", async () => {
  const ids = ["a", "b", "c", "d", "e", "f"];
  const read: string[] = [];
  const { index, newsroom } = openIndexOf([], async (id) => {
    read.push(id);
    return "stored";
  });
  await index.catchUp();
  for (const id of ids) newsroom.prepare("insert into article values (?, 1, null)").run(id);
  for (const id of ids) index.write({ id, at: 1, text: "handed ".padEnd(1_000_000, "over ") });
  await expect.poll(async () => (await found(index, "stored")).toSorted()).toEqual(["e", "f"]);
  await expect.poll(async () => (await found(index, "handed")).toSorted()).toEqual(["a", "b", "c", "d"]);
  expect(read).toEqual(["e", "f"]);
  index.write({ id: "a", at: 2, text: "changed".padEnd(1_000_000, " over") });
  await expect.poll(() => found(index, "changed")).toEqual(["a"]);
  expect(read).toEqual(["e", "f"]);
});

it.each(["damaged", "deleted"])(
  "says so and is made again when it was %s while its thread rested",
  async (what) => {
    const lines: string[] = [];
    const { log } = Fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } });
    const { index, file } = openIndexOf(["a", "b"], async (id) => `stored ${id}`, { log, idleMs: 0 });
    await index.catchUp();
    // Without any line: a server begins with no index.
    expect(lines).toEqual([]);
    await expect.poll(() => existsSync(`${file}-wal`)).toBe(false);
    if (what === "deleted") rmSync(file);
    else {
      const opened = openSync(file, "r+");
      writeSync(opened, Buffer.alloc(100, 0x41), 0, 100, 0);
      closeSync(opened);
    }
    await expect.poll(() => found(index, "stored")).toEqual(["b", "a"]);
    expect(lines).toEqual([expect.stringContaining("damaged or missing")]);
  },
);

it("leaves what waits to the next start when it closes", async () => {
  const stored = async (id: string): Promise<string> => `stored ${id}`;
  const { index, newsroom, file } = openIndexOf([], stored);
  await index.catchUp();
  newsroom.exec("insert into article values ('a', 1, null), ('b', 2, null)");
  index.write({ id: "a", at: 1, text: "handed a" });
  expect(await found(index, "handed")).toEqual(["a"]);
  newsroom.exec("update article set updated_at = 3 where id = 'a'");
  index.write({ id: "a", at: 3, text: "handed again" });
  index.write({ id: "b", at: 2, text: "handed b" });
  await index.close();
  expect(formsIn(file)).toEqual(["a", "handed"]);
  const next = new SearchIndex({ file, newsroom: newsroom.name, readStored: stored, log: Fastify().log });
  onTestFinished(() => next.close());
  await next.catchUp();
  expect((await found(next, "stored")).toSorted()).toEqual(["a", "b"]);
  expect(await found(next, "handed")).toEqual([]);
});

it("answers searches while a long article is being written", async () => {
  const { index, newsroom } = openIndexOf([], async () => null);
  await index.catchUp();
  newsroom.exec("insert into article values ('long', 1, null)");
  const words = Array.from({ length: 20_000 }, (_, i) =>
    `${i}`.padStart(5, "0").padEnd(40, "abcdefghijklmnopqrst"),
  );
  index.write({ id: "long", at: 1, text: words.join(" ") });
  const states = new Set<string>();
  const look = async (): Promise<string> => {
    const [first, last] = await Promise.all([found(index, "00000abc"), found(index, "19999abc")]);
    const state = `${first.join()} ${last.join()}`;
    states.add(state);
    return state;
  };
  await expect.poll(look).toBe("long long");
  expect(states).toContain("long ");
});

it("forgets at a start what has gone from the newsroom", async () => {
  const { index, newsroom, file } = openIndexOf(["kept", "gone"], async (id) => id);
  await index.catchUp();
  expect(formsIn(file)).toEqual(["gone", "kept"]);
  newsroom.exec("delete from article where id = 'gone'");
  await index.catchUp();
  await expect.poll(() => formsIn(file)).toEqual(["kept"]);
});

it("keeps the words that were handed over while older ones were read", async () => {
  let read = (_text: string | null): void => {};
  let isRead = false;
  const { index, newsroom } = openIndexOf(["a"], () => {
    isRead = true;
    return new Promise((resolve) => (read = resolve));
  });
  newsroom.exec("update article set updated_at = 5");
  const caughtUp = index.catchUp();
  await expect.poll(() => isRead).toBe(true);
  // By a clock that was set back.
  newsroom.exec("update article set updated_at = 3");
  index.write({ id: "a", at: 3, text: "newer" });
  expect(await found(index, "newer")).toEqual(["a"]);
  read("older");
  await caughtUp;
  expect([await found(index, "newer"), await found(index, "older")]).toEqual([["a"], []]);
});
