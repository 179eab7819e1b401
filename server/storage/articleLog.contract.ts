import { expect, it } from "vitest";
import * as Y from "yjs";
import type { ArticleLog, Author, LogEntry } from "./articleLog.ts";

/** One storage that can be closed and opened again. */
export interface LogHarness {
  open: () => Promise<ArticleLog>;
}

const anna: Author = { id: "anna", name: "Anna Muster" };

/** The rules of RULES.md, the same for every adapter. Each test gets a storage of its own. */
export function testArticleLog(harness: () => Promise<LogHarness>): void {
  const typed = (text: string, clientId = 1): Uint8Array => {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    doc.getText("body").insert(0, text);
    return Y.encodeStateAsUpdate(doc);
  };
  const entry = (articleId: string, text: string, clientId = 1, author: Author | null = anna): LogEntry => ({
    kind: "update",
    articleId,
    update: typed(text, clientId),
    author,
    at: 1_000 + clientId,
  });
  const textOf = async (log: ArticleLog, articleId: string): Promise<string | null> => {
    const stored = await log.load(articleId);
    if (!stored) return null;
    const doc = new Y.Doc();
    for (const update of stored.updates) Y.applyUpdate(doc, update);
    return doc.getText("body").toJSON();
  };

  it("[L1] keeps what was committed across a reopen, in order", async () => {
    const { open } = await harness();
    const before = await open();
    await before.commit([entry("flood", "one", 1), entry("other", "x"), entry("flood", "two", 2)]);
    await before.close();
    const after = await open();
    const stored = await after.load("flood");
    expect(stored?.updates).toEqual([typed("one", 1), typed("two", 2)]);
    expect(stored?.size.rows).toBe(2);
    await after.close();
  });

  it("[L2] commits all entries or none", async () => {
    const { open } = await harness();
    const log = await open();
    const impossible = { ...entry("flood", "two", 2), at: "never" } as unknown as LogEntry;
    await expect(log.commit([entry("flood", "one"), impossible])).rejects.toThrow();
    expect(await log.load("flood")).toBeNull();
    await log.commit([entry("flood", "one")]);
    expect(await textOf(log, "flood")).toBe("one");
    await log.close();
  });

  it("[L3] knows no article that was never written, and keeps articles with similar ids apart", async () => {
    const { open } = await harness();
    const log = await open();
    await log.commit([entry("flood", "one"), entry("flood2", "two")]);
    expect(await log.load("floo")).toBeNull();
    expect(await log.lastChange("floo")).toBeNull();
    expect(await textOf(log, "flood")).toBe("one");
    await log.close();
  });

  it("[L4] gives the same document before and after compaction and a reopen, written between or not", async () => {
    const { open } = await harness();
    let log = await open();
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    const writeTo = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) doc.getText("body").insert(i % 3, `${i} `);
      doc.getText("body").delete(0, 2);
      const entries = updates.map(
        (update): LogEntry => ({ kind: "update", articleId: "flood", update, author: anna, at: 5 }),
      );
      updates.length = 0;
      await log.commit(entries);
    };
    for (let round = 0; round < 4; round++) {
      await writeTo(20);
      const [size] = await Promise.all([log.compact("flood"), writeTo(5)]);
      expect(size.snapshotBytes).toBeGreaterThan(0);
      expect(await textOf(log, "flood")).toBe(doc.getText("body").toJSON());
      await log.close();
      log = await open();
      expect(await textOf(log, "flood")).toBe(doc.getText("body").toJSON());
      const stored = await log.load("flood");
      expect(stored?.size.rows).toBeLessThanOrEqual(6);
    }
    await log.close();
  });

  it("[L4] leaves other articles alone when it compacts one", async () => {
    const { open } = await harness();
    const log = await open();
    await log.commit([entry("flood", "one"), entry("other", "x"), entry("flood", "two", 2)]);
    await log.compact("flood");
    await log.compact("flood");
    await log.compact("unknown");
    expect(await textOf(log, "other")).toBe("x");
    expect((await log.load("flood"))?.size.rows).toBe(0);
    expect(await log.load("unknown")).toBeNull();
    await log.close();
  });

  it("[L6] keeps the first person an id was given to", async () => {
    const { open } = await harness();
    const log = await open();
    await log.commit([
      entry("flood", "one"),
      { kind: "writer", articleId: "flood", clientId: 7, personId: "anna" },
    ]);
    await log.commit([
      { kind: "writer", articleId: "flood", clientId: 7, personId: "bert" },
      { kind: "relayed", articleId: "flood", clientId: 7, relayedBy: "bert" },
    ]);
    const stored = await log.load("flood");
    expect(stored?.writers).toEqual([{ clientId: 7, personId: "anna", relayedBy: null }]);
    await log.close();
  });

  it("[L6] lets a relayed id be claimed once", async () => {
    const { open } = await harness();
    const before = await open();
    await before.commit([
      entry("flood", "one"),
      { kind: "relayed", articleId: "flood", clientId: 2 ** 52, relayedBy: "bert" },
    ]);
    expect((await before.load("flood"))?.writers).toEqual([
      { clientId: 2 ** 52, personId: null, relayedBy: "bert" },
    ]);
    await before.commit([{ kind: "writer", articleId: "flood", clientId: 2 ** 52, personId: "anna" }]);
    await before.close();
    const after = await open();
    const [writer] = (await after.load("flood"))?.writers ?? [];
    expect(writer?.personId).toBe("anna");
    await after.close();
  });

  it("[L6] keeps a reserved id for the first person, until it is bound", async () => {
    const { open } = await harness();
    const before = await open();
    const reserved = { kind: "reserved", articleId: "flood", clientId: 2 ** 52 } as const;
    await before.commit([
      entry("flood", "one"),
      { ...reserved, personId: "anna" },
      { ...reserved, personId: "bert" },
      { ...reserved, articleId: "fire", personId: "bert" },
    ]);
    await before.close();
    const after = await open();
    expect((await after.load("flood"))?.reservations).toMatchObject([
      { clientId: 2 ** 52, personId: "anna" },
    ]);
    await after.commit([{ kind: "writer", articleId: "flood", clientId: 2 ** 52, personId: "anna" }]);
    expect((await after.load("flood"))?.reservations).toEqual([]);
    await after.close();
  });

  it("[L7] tells the last change, also after compaction and a reopen", async () => {
    const { open } = await harness();
    let log = await open();
    await log.commit([entry("flood", "one", 1), entry("flood", "two", 2)]);
    await log.compact("flood");
    expect(await log.lastChange("flood")).toEqual({ at: 1_002, by: "Anna Muster" });
    await log.commit([entry("flood", "three", 3, null)]);
    await log.compact("flood");
    await log.compact("flood");
    await log.close();
    log = await open();
    expect(await log.lastChange("flood")).toEqual({ at: 1_003, by: null });
    await log.close();
  });

  it("[L8] finishes what was asked before it closes, and refuses what comes after", async () => {
    const { open } = await harness();
    const log = await open();
    const committed = log.commit([entry("flood", "one")]);
    await log.close();
    await committed;
    await expect(log.commit([entry("flood", "two")])).rejects.toThrow();
    const again = await open();
    expect(await textOf(again, "flood")).toBe("one");
    await again.close();
  });

  it("[L10] tries a write that no article shows", async () => {
    const { open } = await harness();
    const log = await open();
    await log.commit([entry("flood", "one")]);
    const before = await log.lastChange("flood");
    await log.probe();
    await log.probe();
    expect(await textOf(log, "flood")).toBe("one");
    expect(await log.lastChange("flood")).toEqual(before);
    await log.close();
    await expect(log.probe()).rejects.toThrow();
  });
}
