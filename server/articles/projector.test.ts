import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import * as Y from "yjs";
import { bodyText, detailsMap, fieldText } from "../../src/domain/article/document.ts";
import type { ArticleSummary, Person } from "../../src/domain/protocol/api.ts";
import { AccessChanges } from "../accounts/accessChanges.ts";
import type { Committed } from "../ports.ts";
import { openIndex } from "../search/indexFile.ts";
import { UnreadableArticle } from "../storage/articleLog.ts";
import { openDatabase } from "../storage/database.ts";
import { ArticleDesk } from "./articleDesk.ts";
import { ArticleRows } from "./articles.ts";
import { DeskRowsFile } from "./deskRowsFile.ts";
import { projectUpdates } from "./projection.ts";
import { Projector } from "./projector.ts";
import { ArticleReading, TookTooLong } from "./reading.ts";

const person: Person = { id: "p1", name: "Ada", email: "ada@example.org", role: "admin", active: true };

/** Real rows, and one article whose document the test changes by hand. */
async function openDesk() {
  const folder = await mkdtemp(join(tmpdir(), "foureyes-desk-"));
  const database = openDatabase(folder);
  database.sqlite
    .prepare(
      "insert into person (id, name, email, emailVerified, createdAt, updatedAt) values ('p1', 'Ada', 'a', 0, '', '')",
    )
    .run();
  const doc = new Y.Doc();
  const deskRows = new DeskRowsFile(database.sqlite);
  const rows = new ArticleRows(database, {
    writeFirstUpdate: (_sqlite, _id, update) => Y.applyUpdate(doc, update),
    writeDeskRows: async (changed) => deskRows.write(changed),
  });
  const index = openIndex(join(folder, "foureyes.search.db"), database.file);
  const { article } = rows.create({ language: "de-CH" }, person);
  let committed: (news: Committed) => void = () => {};
  let readable = true;
  const reads = { live: 0, stored: 0, steps: 0 };
  let broken: string | null = null;
  let unreadable = false;
  /** Until when readings of what is stored wait, by article. */
  const held = new Map<string, Promise<void>>();
  /** Reading it here never ends. */
  let endless = false;
  const trap = Object.assign(new Y.Doc(), {
    getText: (): never => {
      for (;;) reads.steps++;
    },
  });
  const told: ArticleSummary[] = [];
  const indexed: string[] = [];
  const reading = new ArticleReading({
    rooms: {
      read: async (id, read) => {
        if (!readable || id === broken) throw new Error("the disk does not answer");
        reads.live++;
        return read(endless ? trap : doc);
      },
    },
    projectStored: async (id) => {
      reads.stored++;
      await held.get(id);
      if (unreadable) throw new UnreadableArticle(id);
      return projectUpdates([Y.encodeStateAsUpdate(doc)]);
    },
    log: Fastify().log,
  });
  const projector = new Projector({
    rooms: {
      shortOfTime: false,
      openDocument: (id) => {
        if (!readable || id === broken) return null;
        reads.live++;
        return endless ? trap : doc;
      },
      onCommitted: (listener) => {
        committed = listener;
        return () => {};
      },
    },
    reading,
    rows,
    index: {
      write: (found) => {
        indexed.push(found.text);
        // In all steps.
        void [...index.write([found])];
      },
    },
    changed: (summary) => told.push(summary),
    log: Fastify().log,
  });
  onTestFinished(async () => {
    await projector.close();
    index.close();
    database.close();
    await rm(folder, { recursive: true });
  });
  const commit = (
    change: () => void,
    by: string | null = "Ben",
    at = Date.now(),
    articleId = article.id,
    bytes = 1_000,
  ): void => {
    doc.transact(change);
    committed({ articleId, by, at, bytes, doc });
  };
  /** More articles, which all read as the one document. */
  const others = (count: number): string[] =>
    Array.from({ length: count }, () => rows.create({ language: "de-CH" }, person).article.id);
  const find = (search: string) =>
    rows
      .listOf(index.find({ search, trash: false, limit: 10 }).ids, 10)
      .articles.map(({ headline }) => headline);
  return {
    doc,
    rows,
    article,
    projector,
    told,
    indexed,
    reads,
    commit,
    find,
    others,
    breakDisk: (isBroken: boolean) => (readable = !isBroken),
    trap: (isEndless: boolean, isUnreadable: boolean) => {
      endless = isEndless;
      unreadable = isUnreadable;
    },
    breakArticle: (id: string) => (broken = id),
    /** Its next reading takes until the answer is called. */
    hold: (id: string): (() => void) => {
      let release = (): void => {};
      held.set(id, new Promise((resolve) => (release = resolve)));
      return () => release();
    },
  };
}

describe("the desk's rows", () => {
  it("follow the committed content, with its time and writer", async () => {
    const { doc, rows, article, projector, told, commit } = await openDesk();
    const at = Date.parse("2030-01-02T03:04:05.678Z");
    commit(
      () => {
        fieldText(doc, "headline").insert(0, "Hochwasser\nin Zürich");
        fieldText(doc, "kicker").insert(0, "Wetter");
        detailsMap(doc).set("section", "News › Regional");
      },
      "Ben",
      at,
    );
    await projector.flush(article.id);
    const expected = {
      headline: "Hochwasser in Zürich",
      kicker: "Wetter",
      section: "News › Regional",
      createdBy: "Ada",
      updatedBy: "Ben",
      updatedAt: "2030-01-02T03:04:05.678Z",
    };
    expect(rows.summary(article.id)).toMatchObject(expected);
    expect(told).toMatchObject([expected]);
  });

  it("are written by themselves while somebody types without a pause", async () => {
    const { doc, told, commit } = await openDesk();
    const typing = setInterval(() => commit(() => fieldText(doc, "headline").insert(0, "x")), 20);
    onTestFinished(() => clearInterval(typing));
    await expect.poll(() => told.length, { timeout: 10_000 }).toBeGreaterThan(1);
  });

  it("keep the known writer when a change names none", async () => {
    const { doc, rows, article, projector, commit } = await openDesk();
    commit(() => fieldText(doc, "headline").insert(0, "One"), "Ben");
    commit(() => fieldText(doc, "headline").insert(3, " two"), null);
    await projector.flush(article.id);
    expect(rows.summary(article.id)).toMatchObject({ headline: "One two", updatedBy: "Ben" });
  });

  it("are written once the disk answers again", async () => {
    const { doc, rows, article, projector, commit, breakDisk } = await openDesk();
    breakDisk(true);
    commit(() => fieldText(doc, "headline").insert(0, "Patience"));
    await expect(projector.flush(article.id)).rejects.toThrow("does not answer");
    breakDisk(false);
    await projector.flush(article.id);
    expect(rows.summary(article.id)).toMatchObject({ headline: "Patience" });
  });

  it("are written for many articles together, and one that cannot be read holds up none of them", async () => {
    const { doc, rows, projector, told, commit, others, breakArticle } = await openDesk();
    const ids = others(120);
    breakArticle(ids[60] as string);
    commit(() => fieldText(doc, "headline").insert(0, "Everywhere"));
    for (const id of ids) commit(() => {}, "Ben", Date.now(), id);
    await expect.poll(() => told.length, { timeout: 10_000 }).toBe(120);
    for (const [i, id] of ids.entries())
      expect(rows.summary(id)?.headline).toBe(i === 60 ? "" : "Everywhere");
    await expect(projector.flush(ids[60] as string)).rejects.toThrow("does not answer");
  });

  it("of long articles are read from what is stored, beside the thread that serves, with pauses in between", async () => {
    const { doc, rows, article, projector, reads, told, commit } = await openDesk();
    const long = (change: () => void): void => commit(change, "Ben", Date.now(), article.id, 5_000_000);
    long(() => fieldText(doc, "headline").insert(0, "A book"));
    await projector.flush(article.id);
    expect(rows.summary(article.id)).toMatchObject({ headline: "A book" });
    long(() => fieldText(doc, "headline").insert(0, "Still "));
    await expect.poll(() => told.length).toBe(2);
    expect(rows.summary(article.id)).toMatchObject({ headline: "Still A book" });
    expect(reads).toEqual({ live: 0, stored: 2, steps: 0 });
  });

  it("are written while another article takes long to read; its own flush waits for its last change", async () => {
    const { doc, rows, article, projector, reads, commit, others, hold } = await openDesk();
    const [short = "", long = ""] = others(2);
    const release = hold(article.id);
    const huge = (text: string, id: string): void =>
      commit(() => fieldText(doc, "headline").insert(0, text), "Ben", Date.now(), id, 5_000_000);
    huge("A", article.id);
    await expect.poll(() => reads.stored).toBe(1);
    huge("B", article.id);
    const flushed = projector.flush(article.id);
    commit(() => {}, "Ben", Date.now(), short);
    await projector.flush(short);
    expect(rows.summary(short)?.headline).toBe("BA");
    expect(rows.summary(article.id)?.headline).toBe("");
    release();
    await flushed;
    expect(rows.summary(article.id)?.headline).toBe("BA");
    expect(reads.stored).toBe(2);
    // The other's rest is no business of this one.
    huge("C", long);
    await expect.poll(() => rows.summary(long)?.headline).toBe("CBA");
  });

  it("of an article that took long to read wait for its own rest, and no other's", async () => {
    const { article, reads, told, commit, others, hold } = await openDesk();
    const [other = ""] = others(1);
    const release = hold(article.id);
    const huge = (id: string): void => commit(() => {}, "Ben", Date.now(), id, 5_000_000);
    huge(article.id);
    await expect.poll(() => reads.stored).toBe(1);
    const heldAt = performance.now();
    await expect.poll(() => performance.now() - heldAt).toBeGreaterThan(300);
    release();
    await expect.poll(() => told.length).toBe(1);
    huge(article.id);
    huge(other);
    await expect.poll(() => told.length, { timeout: 10_000 }).toBe(3);
    expect(told.map(({ id }) => id)).toEqual([article.id, other, article.id]);
  });

  it("of an article that takes forever to read are given up here and written from what is stored", async () => {
    const { doc, rows, article, projector, reads, commit, trap } = await openDesk();
    trap(true, false);
    commit(() => fieldText(doc, "headline").insert(0, "Endless"));
    await expect(projector.flush(article.id)).rejects.toThrow(TookTooLong);
    expect(reads).toMatchObject({ live: 1, stored: 0 });
    await projector.flush(article.id);
    expect(rows.summary(article.id)).toMatchObject({ headline: "Endless" });
    expect(reads).toMatchObject({ live: 1, stored: 1 });
    trap(false, false);
    commit(() => fieldText(doc, "headline").insert(0, "No longer "));
    await projector.flush(article.id);
    expect(rows.summary(article.id)).toMatchObject({ headline: "No longer Endless" });
    expect(reads).toMatchObject({ live: 2, stored: 1 });
  });

  it("of an article that nobody can read stay as they are until it changes", async () => {
    const { doc, rows, article, projector, reads, commit, trap } = await openDesk();
    trap(true, true);
    commit(() => fieldText(doc, "headline").insert(0, "Endless"));
    await expect(projector.flush(article.id)).rejects.toThrow(TookTooLong);
    await expect(projector.flush(article.id)).rejects.toThrow(UnreadableArticle);
    await projector.flush(article.id);
    expect(rows.summary(article.id)).toMatchObject({ headline: "" });
    expect(reads).toMatchObject({ live: 1, stored: 1 });
    trap(true, false);
    commit(() => fieldText(doc, "headline").insert(0, "Not "));
    await projector.flush(article.id);
    expect(rows.summary(article.id)).toMatchObject({ headline: "Not Endless" });
    expect(reads).toMatchObject({ live: 1, stored: 2 });
  });

  it("change with each word, the index only where words change", async () => {
    const { doc, article, projector, told, indexed, commit } = await openDesk();
    commit(() => fieldText(doc, "headline").insert(0, "Pegel"));
    await projector.flush(article.id);
    commit(() => detailsMap(doc).set("slug", "pegel"));
    await projector.flush(article.id);
    expect({ told: told.length, indexed: indexed.length }).toEqual({ told: 2, indexed: 1 });
    commit(() => fieldText(doc, "headline").insert(5, "stand"));
    await projector.flush(article.id);
    expect({ told: told.length, indexed: indexed.length }).toEqual({ told: 3, indexed: 2 });
  });

  it("of an article that was deleted meanwhile are not written, and it is not found", async () => {
    const { doc, projector, told, indexed, commit } = await openDesk();
    commit(() => fieldText(doc, "headline").insert(0, "Gone"), "Ben", Date.now(), "deleted");
    await projector.flush("deleted");
    expect({ told, indexed }).toEqual({ told: [], indexed: [] });
  });

  it("cut a headline nobody could list", async () => {
    const { doc, rows, article, projector, commit } = await openDesk();
    commit(() => fieldText(doc, "headline").insert(0, "😀".repeat(5_000)));
    await projector.flush(article.id);
    expect(rows.summary(article.id)?.headline).toBe(`${"😀".repeat(299)}…`);
  });
});

describe("the search", () => {
  it("finds words anywhere in an article, unfinished, without case and accents", async () => {
    const { doc, article, projector, commit, find } = await openDesk();
    commit(() => {
      fieldText(doc, "headline").insert(0, "Überschwemmung");
      fieldText(doc, "source").insert(0, "Quelle: sda");
      bodyText(doc).insert(0, "Der Pegel der Töss steigt weiter");
    });
    await projector.flush(article.id);
    for (const search of [
      "uber",
      "ÜBERSCHW",
      "toss pegel",
      "sda",
      "pegel überschwemmung",
      "«Töss»",
      "schwemmung",
    ])
      expect({ search, found: find(search) }).toEqual({ search, found: ["Überschwemmung"] });
    for (const search of ["pegel rhein", "* OR", '" -', "NEAR(", "headline:uber", "?!"])
      expect({ search, found: find(search) }).toEqual({ search, found: [] });
  });

  it("finds words with signs that show as nothing, by the letters one sees, and the other way round", async () => {
    const { doc, article, projector, commit, find } = await openDesk();
    commit(() => {
      fieldText(doc, "headline").insert(0, "Fahrplan");
      bodyText(doc).insert(0, "Die Do\u00adnau\u00addampf\u200bschiff\u2060fahrt \u200eruht\u200f.");
    });
    await projector.flush(article.id);
    for (const search of [
      "Donaudampfschiff",
      "Do\u00adnau\u00addampf\u00adschiff",
      "donaud\u200b \u200fruht",
      "Fahr\u00adplan",
    ])
      expect({ search, found: find(search) }).toEqual({ search, found: ["Fahrplan"] });
    expect(find("\u00ad\u200b")).toEqual([]);
  });

  it("takes in so much of a text, and no more", async () => {
    const { doc, article, projector, commit, find } = await openDesk();
    commit(() => bodyText(doc).insert(0, `first ${"word ".repeat(20_000)}last`));
    await projector.flush(article.id);
    expect(find("first word")).toHaveLength(1);
    expect(find("last")).toEqual([]);
  });

  it("serves people by turns; who gave up is not searched for, and one that takes too long is refused", async () => {
    const { rows } = await openDesk();
    const searched: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const desk = new ArticleDesk({
      rows,
      index: {
        find: async ({ search }) => {
          searched.push(search);
          await held;
          if (search === "broad") throw Object.assign(new Error("too slow"), { code: "SEARCH_TOO_SLOW" });
          return { ids: [], similar: [] };
        },
        write: () => {},
      },
      events: { tell: () => {} },
      changes: new AccessChanges(),
      rooms: { tell: () => {} },
      example: async () => ({ language: "de-CH" }),
      attach: () => {},
    });
    const query = { trash: false, limit: 10 };
    const over = new AbortController();
    const of = (personId: string, words: string, signal = new AbortController().signal) =>
      desk.search(words, query, personId, signal);
    const all = [of("a", "first"), of("a", "given up", over.signal), of("a", "second"), of("b", "broad")];
    over.abort();
    release();
    const done = { code: "done", value: { articles: [], next: null } };
    expect(await Promise.all(all)).toEqual([done, { code: "full" }, done, { code: "slow" }]);
    expect(searched).toEqual(["first", "second", "broad"]);
    expect(await desk.search("word", { ...query, after: "nonsense" }, "a", over.signal)).toEqual({
      code: "done",
      value: null,
    });
  });

  it("forgets words that were deleted", async () => {
    const { doc, article, projector, commit, find } = await openDesk();
    commit(() => fieldText(doc, "headline").insert(0, "Irrtum"));
    await projector.flush(article.id);
    commit(() => fieldText(doc, "headline").delete(0, 6));
    await projector.flush(article.id);
    expect(find("irrtum")).toEqual([]);
  });
});
