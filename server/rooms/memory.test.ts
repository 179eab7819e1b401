import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { closeCodes } from "../../src/domain/protocol/sync.ts";
import type { Limits } from "./limits.ts";
import { ShortOfMemory } from "./MemoryBudget.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { type RawClient, until } from "./testing/rawClient.ts";

const at = roomsForEachTest();

/** Articles of so many kilobytes each, beside the empty «flood». */
async function open(kilobytes: Record<string, number>, limits: Partial<Limits>): Promise<void> {
  const { createArticle } = await at.open({ limits: { idleMs: 1e9, writerShare: 1, ...limits } });
  for (const [id, each] of Object.entries(kilobytes)) createArticle(id, "x".repeat(each * 1_000));
}

const join = (as: string, article: string): Promise<RawClient> => at.joined({ as, article });

async function isRefused(as: string, article: string): Promise<void> {
  const client = at.join({ as, article });
  await until(() => client.closed !== null);
  expect([client.closed, client.synced]).toEqual([closeCodes.tryAgain, false]);
}

/** Left, and all of it committed. */
async function left(...clients: RawClient[]): Promise<void> {
  const before = at.newsroom.rooms.state().connections;
  for (const client of clients) client.close();
  await until(() => at.newsroom.rooms.state().connections === before - clients.length);
}

/** As the server sees the person when they hand in a change by HTTP. */
async function handIn(as: string, article: string, update: Uint8Array) {
  const { access, rooms } = at.newsroom;
  const visitor = await access.visitor({ cookie: as });
  if (!visitor) throw new Error(`${as} is unknown`);
  return rooms.handIn(article, visitor, update);
}

/** Each letter is a piece of its own. */
function letters(count: number, clientId: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  for (let i = 0; i < count; i++) doc.getText("body").insert(0, "x");
  return Y.encodeStateAsUpdate(doc);
}

const three = { a: 100, b: 100, c: 100 };

describe("[13] the memory of open articles", () => {
  it("is taken from those that nobody has open, the largest first", async () => {
    await open({ small: 50, large: 100, next: 100 }, { decodedBytes: 220_000 });
    await left(await join("anna", "small"), await join("anna", "large"));
    await join("anna", "next");
    expect(at.newsroom.rooms.state().rooms).toBe(2);
    await join("bert", "small");
    expect(at.newsroom.rooms.state().rooms).toBe(2);
  });

  it("is taken from documents that are kept for the next visitor too", async () => {
    await open(three, { decodedBytes: 150_000, idleMs: 50 });
    for (const article of ["a", "b", "c", "a"]) {
      // oxlint-disable-next-line no-await-in-loop
      await left(await join("anna", article));
      // oxlint-disable-next-line no-await-in-loop
      await until(() => at.newsroom.rooms.state().rooms === 0);
    }
  });

  it("is never taken from whoever writes: openings beyond it are told to try again", async () => {
    await open(three, { decodedBytes: 250_000 });
    const [anna, bert] = [await join("anna", "a"), await join("bert", "b")];
    await isRefused("bert", "c");
    await isRefused("gast", "c");
    anna.type("still here");
    bert.type("and here");
    await until(() => anna.settled && bert.settled);
    expect(await at.storedText("a")).toContain("still here");
    await left(bert);
    await join("anna", "c");
  });

  it("is taken from those who only read for one who writes, not the other way round", async () => {
    await open(three, { decodedBytes: 250_000, readerShare: 1 });
    const [guest, bert] = [await join("gast", "a"), await join("bert", "b")];
    await join("anna", "c");
    await until(() => guest.closed !== null);
    expect([guest.closed, bert.closed]).toEqual([closeCodes.tryAgain, null]);
    await isRefused("gast", "a");
  });

  it("is shared: a guest has a part of it, and one article whatever its size", async () => {
    await open({ ...three, d: 300 }, { decodedBytes: 1_000_000, readerShare: 0.25 });
    const [first, second] = [await join("gast", "a"), await join("gast", "b")];
    await isRefused("gast", "c");
    await join("anna", "c");
    await isRefused("gast", "c");
    await left(first, second);
    await join("gast", "d");
  });

  it("is shared: a writer has no more than a part of it either", async () => {
    await open(three, { decodedBytes: 400_000, writerShare: 0.6 });
    await join("anna", "a");
    await join("anna", "b");
    await isRefused("anna", "c");
    await join("bert", "c");
  });

  it("is counted as articles grow", async () => {
    await open(three, { decodedBytes: 250_000 });
    const anna = await join("anna", "flood");
    anna.type("x".repeat(200_000));
    await until(() => anna.settled);
    let round = 0;
    await until(async () => {
      // It is weighed as it changes.
      anna.type(".");
      const client = at.join({ as: "bert", article: round++ % 2 === 0 ? "a" : "b" });
      await until(() => client.closed !== null || client.synced);
      const { closed } = client;
      client.close();
      return closed === closeCodes.tryAgain;
    });
  });

  it("is short for changes by HTTP and exports too, which are refused", async () => {
    await open(three, { decodedBytes: 250_000 });
    await join("anna", "a");
    await join("bert", "b");
    await expect(handIn("anna", "c", typed("words", 901))).rejects.toThrow(ShortOfMemory);
    await expect(at.newsroom.rooms.read("c", () => null)).rejects.toThrow(ShortOfMemory);
  });

  it("is taken back from the largest article where open ones outgrow it, and nothing stored is lost", async () => {
    await open(three, { decodedBytes: 250_000 });
    const [anna, bert] = [await join("anna", "flood"), await join("bert", "a")];
    for (let i = 0; i < 20; i++) anna.type("x".repeat(10_000));
    await until(() => anna.closed !== null);
    expect([anna.closed, bert.closed]).toEqual([closeCodes.tryAgain, null]);
    bert.type("still here");
    await until(() => bert.settled);
    await left(bert);
    const back = await join("anna", "flood");
    expect(back.text.length).toBeGreaterThanOrEqual(anna.acked * 10_000 - 10_000);
    back.sendStep2(Y.encodeStateAsUpdate(anna.doc));
    await until(() => back.acked === back.sent);
    expect(await at.storedText("flood")).toHaveLength(200_000);
  });

  it("is taken back from what is only read first where articles outgrow it", async () => {
    await open(three, { decodedBytes: 250_000, readerShare: 1 });
    const [anna, guest] = [await join("anna", "flood"), await join("gast", "a")];
    anna.type("x".repeat(180_000));
    await until(() => guest.closed !== null);
    anna.type("still here");
    await until(() => anna.settled);
    expect([anna.closed, guest.closed]).toEqual([null, closeCodes.tryAgain]);
  });

  it("is taken back from whoever outgrows their share of it, first where nobody else writes", async () => {
    await open({ a: 100, b: 190 }, { decodedBytes: 500_000, writerShare: 0.4 });
    const [flood, a] = [await join("anna", "flood"), await join("anna", "a")];
    const [bert, guest] = [await join("bert", "flood"), await join("gast", "b")];
    flood.type("x".repeat(150_000));
    await until(() => a.closed !== null);
    expect(a.closed).toBe(closeCodes.tryAgain);
    bert.type("still here");
    await until(() => bert.settled);
    expect([flood, bert, guest].map(({ closed }) => closed)).toEqual([null, null, null]);
  });

  it("is looked at before a large change is taken in, which is refused for now", async () => {
    await open(three, { decodedBytes: 500_000 });
    const [anna, bert] = [await join("anna", "flood"), await join("bert", "a")];
    const update = letters(1_800, 901);
    anna.sendUpdate(update);
    await until(() => anna.refused.length > 0);
    expect(anna.refused[0]?.reason).toBe("too-fast");
    await expect(handIn("anna", "flood", update)).rejects.toThrow(ShortOfMemory);
    await left(bert);
    expect(await handIn("anna", "flood", update)).toEqual({ code: "ok" });
    expect([anna.closed, await at.storedText()]).toEqual([null, "x".repeat(1_800)]);
  });

  it("is shared: changes by HTTP count too", async () => {
    await open(three, { decodedBytes: 400_000, writerShare: 0.6 });
    await join("anna", "a");
    await join("anna", "b");
    await expect(handIn("anna", "c", typed("words", 901))).rejects.toThrow(ShortOfMemory);
    expect(await handIn("bert", "c", typed("words", 902))).toEqual({ code: "ok" });
  });

  it("does for many usual articles of one person", async () => {
    const { createArticle } = await at.open();
    const articles = Array.from({ length: 30 }, (_, i) => `story-${i}`);
    for (const id of articles) createArticle(id, "x".repeat(5_000));
    const clients = await Promise.all(articles.map((article) => join("anna", article)));
    expect(clients.every(({ closed }) => closed === null)).toBe(true);
  });
});
