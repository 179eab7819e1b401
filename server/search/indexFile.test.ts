import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { isDamage, openIndex, SearchIndexFile, SearchTooSlow } from "./indexFile.ts";

/** Takes all the steps. */
const atOnce = (steps: Iterable<void>): void => void [...steps];

/** An index beside a newsroom with these articles, the last one the latest. */
function openNewsroom(texts: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-search-"));
  const newsroomFile = join(folder, "foureyes.db");
  const newsroom = new Database(newsroomFile);
  newsroom.exec("create table article (id text primary key, updated_at integer, trashed_at integer)");
  const file = join(folder, "foureyes.search.db");
  let index = openIndex(file, newsroomFile);
  onTestFinished(() => {
    index.close();
    newsroom.close();
    rmSync(folder, { recursive: true });
  });
  let at = 0;
  const store = (id: string, text: string): void => {
    newsroom.prepare("insert or replace into article values (?, ?, null)").run(id, ++at);
    atOnce(index.write([{ id, at, text }]));
  };
  for (const [id, text] of Object.entries(texts)) store(id, text);
  return {
    file,
    newsroom,
    store,
    index: () => index,
    reopen: (change: () => void = () => {}) => {
      index.close();
      change();
      index = openIndex(file, newsroomFile);
    },
    find: (search: string, rest: { trash?: boolean; limit?: number } = {}) =>
      index.find({ search, trash: false, limit: 10, ...rest }),
  };
}

describe("the search index finds", () => {
  const texts = {
    summit: "Nordkoreagipfel in Singapur",
    mayor: "Bürgermeister Müller wohnt an der Hauptstraße",
    miller: "Frau Mueller und Herr Muller",
    flood: "Das Hochwasser im Tal. Le préfet a écrit à 11 h",
  };

  it.each([
    ["gipfel", ["summit"]],
    ["GIPFEL singa", ["summit"]],
    ["korea", ["summit"]],
    ["müller", ["miller", "mayor"]],
    ["mueller", ["miller", "mayor"]],
    ["muller", ["miller", "mayor"]],
    ["strasse", ["mayor"]],
    ["straße", ["mayor"]],
    ["hauptstr", ["mayor"]],
    ["meister", ["mayor"]],
    ["prefet ECRIT", ["flood"]],
    ["no", ["summit"]],
    ["or", []],
    ["h", ["flood"]],
    ["t", []],
    ["11", ["flood"]],
    ["müller hochwasser", []],
  ])("«%s» in %j", (search, expected) => {
    expect(openNewsroom(texts).find(search)).toEqual({ ids: expected, similar: [] });
  });

  it.each([
    ["gipfle", []],
    ["hochwaser", ["flood"]],
    ["hcohwasser", ["flood"]],
    ["ochwasserr", []],
    ["singapurr", ["summit"]],
    ["zingapur", ["summit"]],
    ["mülelr", ["miller", "mayor"]],
    ["tall", []],
  ])("what is similar to «%s» where no article holds it: %j", (search, expected) => {
    expect(openNewsroom(texts).find(search)).toEqual({
      ids: expected,
      similar: expected.length > 0 ? [search] : [],
    });
  });

  it("pages of the newsroom's order, in the trash apart", () => {
    const { find, index, newsroom } = openNewsroom({ a: "wort", b: "wort", c: "wort", d: "wort" });
    newsroom.exec("update article set trashed_at = 1 where id = 'c'");
    expect(find("wort", { limit: 2 }).ids).toEqual(["d", "b"]);
    const query = { search: "wort", trash: false, limit: 2, after: { updatedAt: 2, id: "b" } };
    expect(index().find(query).ids).toEqual(["a"]);
    expect(find("wort", { trash: true }).ids).toEqual(["c"]);
  });

  it("an article by its words of now, and none by those that were deleted", () => {
    const { find, store, index } = openNewsroom({ a: "Irrtum vom Amt", b: "Amt" });
    store("a", "Berichtigung vom Amt");
    expect(find("irrtum").ids).toEqual([]);
    expect(find("berichtigung amt").ids).toEqual(["a"]);
    atOnce(index().remove("a"));
    expect(find("berichtigung").ids).toEqual([]);
    expect(find("amt").ids).toEqual(["b"]);
  });

  it("gives up a search that takes too long, and goes on with the next", () => {
    const { file, newsroom } = openNewsroom({ a: "wort" });
    const hurried = new SearchIndexFile(new Database(file), new Database(newsroom.name), { longestMs: -1 });
    onTestFinished(() => hurried.close());
    expect(() => hurried.find({ search: "wort", trash: false, limit: 1 })).toThrow(SearchTooSlow);
  });
});

describe("a search index", () => {
  it("never keeps the newsroom from storing words", () => {
    const { index, newsroom } = openNewsroom({ a: "wort" });
    newsroom.exec("insert into article values ('b', 1, null)");
    newsroom.pragma("busy_timeout = 0");
    let stored = 0;
    const article = {
      id: "b",
      at: 5,
      // Read in the midst of the index' transaction.
      get text(): string {
        newsroom.transaction(() => newsroom.exec("update article set updated_at = 5")).immediate();
        stored++;
        return "mitten darin";
      },
    };
    atOnce(index().write([article]));
    expect(stored).toBe(1);
    newsroom.transaction(() => expect(index().behind().articles).toEqual([{ id: "a", at: 5 }])).immediate();
  });

  it("finds words that repeat one letter as it finds any other", () => {
    const { find } = openNewsroom({ a: "aaaaaaaab", b: "aaaab" });
    expect(find("aaaaaa").ids).toEqual(["a"]);
    expect(find("aaab").ids).toEqual(["b", "a"]);
    expect(find("aba").ids).toEqual([]);
  });

  /** A thousand words. */
  const manyWords = (stem: string): string =>
    Array.from({ length: 1_000 }, (_, i) => `${stem}${i}`).join(" ");

  it("takes in many words in steps, in which the article is found by all its old words or by all its new ones", () => {
    const { index, newsroom, store, find } = openNewsroom({});
    store("a", manyWords("old"));
    newsroom.exec("update article set updated_at = 5");
    const isFoundBy = (stem: string): boolean =>
      [`${stem}0`, `${stem}500`, `${stem}999`].every((word) => {
        const { ids, similar } = find(word);
        return ids.length === 1 && similar.length === 0;
      });
    const states: string[] = [];
    for (const _step of index().write([{ id: "a", at: 5, text: manyWords("new") }]))
      states.push(`${isFoundBy("old")} ${isFoundBy("new")} ${index().behind().articles.length}`);
    expect(new Set(states)).toEqual(new Set(["true false 1", "true true 1", "false true 1", "false true 0"]));
    expect(find("old").ids).toEqual([]);
  });

  it("names an article that was not written whole, and writes the rest", () => {
    const { index, newsroom, find, reopen } = openNewsroom({ a: "old" });
    newsroom.exec("update article set updated_at = 5");
    index()
      .write([{ id: "a", at: 5, text: manyWords("new") }])
      .next();
    reopen();
    expect(index().behind().articles).toEqual([{ id: "a", at: 5 }]);
    atOnce(index().write([{ id: "a", at: 5, text: manyWords("new") }]));
    expect(index().behind().articles).toEqual([]);
    expect([find("old").ids, find("new0 new999").ids]).toEqual([[], ["a"]]);
  });

  it("takes in what is handed over last, and names what is lacking, also where the clock was set back", () => {
    const { index, newsroom, find } = openNewsroom({});
    newsroom.exec("insert into article values ('a', 5, null)");
    atOnce(index().write([{ id: "a", at: 5, text: "before" }]));
    newsroom.exec("update article set updated_at = 3");
    expect(index().behind().articles).toEqual([{ id: "a", at: 3 }]);
    atOnce(index().write([{ id: "a", at: 3, text: "after" }]));
    expect([find("before").ids, find("after").ids]).toEqual([[], ["a"]]);
    expect(index().behind().articles).toEqual([]);
  });

  it("names what it lacks, and what is gone", () => {
    const { index, newsroom, find } = openNewsroom({ a: "alt", b: "bleibt", c: "geht" });
    newsroom.exec("update article set updated_at = 9 where id = 'a'; delete from article where id = 'c'");
    newsroom.exec("insert into article values ('new', 10, null)");
    expect(index().behind()).toEqual({
      articles: [
        { id: "new", at: 10 },
        { id: "a", at: 9 },
      ],
      gone: ["c"],
    });
    newsroom.exec("insert into article values ('c', 11, null)");
    atOnce(index().remove("c"));
    expect(find("geht").ids).toEqual([]);
  });

  it("holds nothing of an article that was removed", () => {
    const { index, file, reopen } = openNewsroom({ a: "Informantin", b: "anders" });
    atOnce(index().remove("a"));
    reopen(() => {
      const sqlite = new Database(file);
      sqlite.exec("insert into word_inside (word_inside) values ('optimize'); vacuum");
      sqlite.close();
    });
    expect(readFileSync(file).includes("informantin")).toBe(false);
    expect(readFileSync(file).includes("anders")).toBe(true);
  });

  it("stays when it is the newsroom that is damaged", () => {
    const { index, newsroom } = openNewsroom({ a: "wort" });
    newsroom.exec(
      `with recursive number (at) as (select 1 union all select at + 1 from number where at < 5000)
       insert into article select 'more ' || at, 0, null from number`,
    );
    const { length } = readFileSync(newsroom.name);
    const file = openSync(newsroom.name, "r+");
    writeSync(file, Buffer.alloc(length - 4096, 7), 0, length - 4096, 4096);
    closeSync(file);
    let thrown: unknown;
    try {
      index().behind();
    } catch (cause) {
      thrown = cause;
    }
    expect(thrown).toMatchObject({ cause: { code: "SQLITE_CORRUPT" } });
    expect(isDamage(thrown)).toBe(false);
  });

  it.each(["nothing", "no database"])("that is %s is begun anew", (what) => {
    const { index, file, reopen } = openNewsroom({ a: "wort" });
    reopen(() => {
      for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
      writeFileSync(file, what === "nothing" ? "" : "not a database".repeat(1_000));
    });
    expect(index().behind().articles).toEqual([{ id: "a", at: 1 }]);
  });
});
