import * as encoding from "lib0/encoding";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { piecesOf } from "./pieces.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { type RawClient, until } from "./testing/rawClient.ts";
import { scanUpdate } from "./updateScan.ts";

const at = roomsForEachTest();
const few = { articlePieces: 360, weighEveryMs: 0 };

/** Each letter is a piece of its own: it stands before the one written earlier. */
const letters = (count: number, clientId: number, root = "body"): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  for (let i = 0; i < count; i++) doc.getText(root).insert(0, "x");
  return Y.encodeStateAsUpdate(doc);
};

/** Pairs of pieces that no page shows, nobody can delete, and Yjs cannot merge: what is gone, and what was deleted. */
const rubbish = (pairs: number, start: number): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of [1, 2 * pairs, 77, start]) encoding.writeVarUint(encoder, number);
    for (let clock = start; clock < start + 2 * pairs; clock += 2) {
      for (const number of [0, 1]) encoding.writeVarUint(encoder, number);
      for (const number of [1, 1]) encoding.writeVarUint(encoder, number);
      encoding.writeVarString(encoder, "z");
      encoding.writeVarUint(encoder, 1);
    }
    encoding.writeVarUint(encoder, 0);
  });

/** The reasons of what was refused of it. */
async function refusedOf(client: RawClient, update: Uint8Array): Promise<string[]> {
  const before = client.refused.length;
  client.sendUpdate(update);
  await until(() => client.acked === client.sent);
  return client.refused.slice(before).map(({ reason }) => reason);
}

describe("[13] the pieces of an article", () => {
  it("are bounded: more is refused, whoever writes it, and deletions are taken", async () => {
    await at.open({ limits: few });
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    expect(await refusedOf(anna, letters(140, 901))).toEqual([]);
    expect(await refusedOf(anna, letters(140, 902))).toEqual(["article-full"]);
    expect(await refusedOf(bert, letters(140, 903))).toEqual(["article-full"]);
    await until(() => bert.text.length === 140);
    bert.doc.getText("body").delete(0, 140);
    await until(() => bert.settled);
    expect(bert.refused).toHaveLength(1);
    expect(await at.storedText()).toBe("");
  });

  it("[11] are not filled by one person: what nobody sees leaves room for the words of others, and for deleting", async () => {
    const limits = { articlePieces: 5_000, weighEveryMs: 0 };
    await at.open({ limits });
    const anna = await at.joined();
    let clock = 0;
    // oxlint-disable-next-line no-await-in-loop
    for (const pairs of [400, 20, 1])
      for (; (await refusedOf(anna, rubbish(pairs, clock))).length === 0; clock += 2 * pairs);
    expect(anna.refused.every(({ reason }) => reason === "article-full")).toBe(true);
    expect(clock).toBeGreaterThan(limits.articlePieces / 2);
    await at.newsroom.restart({ limits });
    const [again, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    expect(await refusedOf(again, rubbish(20, clock))).toEqual(["article-full"]);
    for (let i = 0; i < 100; i++) bert.type("word ", 0);
    await until(() => bert.settled && again.text.length === 500);
    again.doc.getText("body").delete(0, 5);
    await until(() => again.settled && bert.text.length === 495);
    expect(bert.refused).toEqual([]);
    expect(await at.storedText()).toHaveLength(495);
  });

  it("[11] are not filled by one person who cuts what they wrote to pieces", async () => {
    await at.open({ limits: { articlePieces: 2_000, weighEveryMs: 0 } });
    const anna = await at.joined();
    const hidden = anna.doc.getText("z");
    hidden.insert(0, "x".repeat(4_000));
    for (let i = 0; i < 30 && anna.refused.length === 0; i++) {
      anna.doc.transact(() => {
        for (let cut = 0; cut < 50; cut++) hidden.delete(i * 50 + cut, 1);
      });
      // oxlint-disable-next-line no-await-in-loop
      await until(() => anna.acked === anna.sent);
    }
    expect(anna.refused[0]?.reason).toBe("article-full");
    const bert = await at.joined({ as: "bert" });
    for (let i = 0; i < 20; i++) bert.type("word ", 0);
    bert.doc.getText("body").delete(42, 3);
    await until(() => bert.settled);
    expect(bert.refused).toEqual([]);
  });

  it("are still counted when the article is opened again", async () => {
    await at.open({ limits: few });
    const anna = await at.joined();
    expect(await refusedOf(anna, letters(140, 901))).toEqual([]);
    await at.newsroom.restart({ limits: few });
    expect(await refusedOf(await at.joined(), letters(140, 902))).toEqual(["article-full"]);
  });

  it("take long writing in one go for the few that it is", async () => {
    await at.open({ limits: { articlePieces: 6_000 } });
    const anna = await at.joined();
    for (let i = 0; i < 9_000; i++) anna.type("x");
    await until(() => anna.settled);
    expect(anna.refused).toEqual([]);
  });

  it("are objects within values too", async () => {
    await at.open({ limits: few });
    const doc = new Y.Doc();
    doc.getArray("list").push([Array.from({ length: 400 }, () => ({}))]);
    expect(await refusedOf(await at.joined(), Y.encodeStateAsUpdate(doc))).toEqual(["article-full"]);
  });

  it("are the keys and elements of values too", async () => {
    await at.open({ limits: few });
    const keys = new Y.Doc();
    keys.getArray("list").push([Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`key${i}`, 1]))]);
    expect(await refusedOf(await at.joined(), Y.encodeStateAsUpdate(keys))).toEqual(["article-full"]);
    const within = new Y.Doc();
    within.getArray("list").push([Array.from({ length: 2_000 }, () => null)]);
    expect(await refusedOf(await at.joined(), Y.encodeStateAsUpdate(within))).toEqual(["article-full"]);
    const elements = new Y.Doc();
    elements.getArray("list").push(Array.from({ length: 2_000 }, () => "text"));
    expect(await refusedOf(await at.joined(), Y.encodeStateAsUpdate(elements))).toEqual(["article-full"]);
  });

  it("do not come of deletions either: those that cut a text to pieces are refused, and others taken", async () => {
    await at.open({ limits: few });
    const anna = await at.joined();
    anna.sendUpdate(typed("x".repeat(4_000), 901));
    await until(() => anna.acked === anna.sent);
    const bert = await at.joined({ as: "bert" });
    await until(() => bert.text.length === 4_000);
    const shredded = new Y.Doc();
    Y.applyUpdate(shredded, Y.encodeStateAsUpdate(bert.doc));
    const before = Y.encodeStateVector(shredded);
    shredded.transact(() => {
      for (let i = 0; i < 1_500; i++) shredded.getText("body").delete(i, 1);
    });
    expect(await refusedOf(bert, Y.encodeStateAsUpdate(shredded, before))).toEqual(["article-full"]);
    bert.doc.getText("body").delete(0, 4_000);
    await until(() => bert.settled);
    expect(await at.storedText()).toBe("");
  });

  it("are as many in an update as in the document that it makes", () => {
    const doc = new Y.Doc();
    for (let i = 0; i < 20; i++) doc.getText("body").insert(0, "x");
    doc.getText("body").insertEmbed(3, { kind: "divider", deep: [[{ a: 1 }]] });
    doc.getMap("media").set("m", new Y.Map([["caption", new Y.Text("caption")]]));
    doc.getMap("details").set("list", [{}, [], "text", 1, null, new Uint8Array(40)]);
    doc.getMap("details").set("list", { again: [1, "two", { three: 3 }] });
    expect(piecesOf(doc)).toBe(scanUpdate(Y.encodeStateAsUpdate(doc))?.structs);
  });
});
