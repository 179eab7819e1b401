import { readFileSync } from "node:fs";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText } from "../../src/domain/article/document.ts";
import { newFigure, newTerminator } from "../../src/domain/article/flatText.ts";
import { writeMarks } from "../../src/domain/article/marks.ts";
import {
  changesNothing,
  lacksPredecessors,
  newsOf,
  overlaps,
  withoutClients,
  withoutKnown,
} from "./docChanges.ts";
import { isStateVector, scanUpdate } from "./updateScan.ts";

/** Numbers in [0, 1), the same for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every kind of content, written by several clients in turn; one update for each step. */
function history(seed: number): { updates: Uint8Array[]; doc: Y.Doc } {
  const next = random(seed);
  const pick = (count: number): number => Math.floor(next() * count);
  const docs = [1, 2, 300, 2 ** 31].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
  const updates: Uint8Array[] = [];
  for (const doc of docs)
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "sync") return;
      updates.push(update);
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, "sync");
    });
  const steps: ((doc: Y.Doc) => void)[] = [
    (doc) => doc.getText("body").insert(pick(doc.getText("body").length + 1), "wörd 🐟 "),
    (doc) => doc.getText("body").insertEmbed(0, new Y.Map([["style", "quote"]])),
    (doc) => doc.getText("body").insertEmbed(0, { kind: "divider", deep: [[{ a: 1 }]] }),
    (doc) => doc.getText("body").delete(0, Math.min(3, doc.getText("body").length)),
    (doc) =>
      doc.getMap("details").set(`k${pick(3)}`, [null, undefined, 1.5, 2n ** 40n, true, { x: [1] }][pick(6)]),
    (doc) => doc.getMap("details").set("bytes", [Uint8Array.from([1, 2, 3])]),
    (doc) => doc.getMap("media").set(`m${pick(3)}`, new Y.Map([["caption", new Y.Text("cap")]])),
    (doc) => doc.getArray("list").push([1, "two", { three: 3 }, new Y.Map(), -7]),
  ];
  for (let i = 0; i < 60; i++) steps[pick(steps.length)]?.(docs[pick(docs.length)] as Y.Doc);
  return { updates, doc: docs[0] as Y.Doc };
}

const contentOf = (doc: Y.Doc): unknown[] => [
  doc.getText("body").toJSON(),
  doc.getMap("details").toJSON(),
  doc.getMap("media").toJSON(),
  doc.getArray("list").toJSON(),
];

const clone = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe("reading an update", () => {
  it.each(seeds)("seed %i: agrees with Yjs on what it brings and what must be there first", (seed) => {
    const { updates, doc } = history(seed);
    const server = new Y.Doc();
    for (const [index, update] of updates.entries()) {
      const scan = scanUpdate(update);
      if (!scan) throw new Error(`update ${index} was refused`);
      const early = new Y.Doc();
      Y.applyUpdate(early, update);
      const pends = early.store.pendingStructs !== null || early.store.pendingDs !== null;
      expect([index, lacksPredecessors(new Y.Doc(), scan)]).toEqual([index, pends]);
      expect(lacksPredecessors(server, scan)).toBe(false);
      Y.applyUpdate(server, update);
      expect(server.store.pendingStructs).toBeNull();
      for (const { client, to } of scan.brings) expect(Y.getState(server.store, client)).toBe(to);
      expect(changesNothing(server, scan)).toBe(true);
    }
    const whole = Y.encodeStateAsUpdate(server);
    expect(scanUpdate(whole)).not.toBeNull();
    expect(contentOf(server)).toEqual(contentOf(doc));
  });

  it.each(seeds)(
    "seed %i: whatever passes with flipped bits can be applied, encoded and read again",
    (seed) => {
      const { updates } = history(seed);
      const next = random(seed + 1_000);
      let refused = 0;
      let passed = 0;
      const server = new Y.Doc();
      for (const update of updates) {
        for (let i = 0; i < 40; i++) {
          const bad = update.slice();
          for (let flips = 1 + Math.floor(next() * 3); flips > 0; flips--) {
            const at = Math.floor(next() * bad.length);
            bad[at] = (bad[at] ?? 0) ^ (1 << Math.floor(next() * 8));
          }
          const cut = next() < 0.2 ? bad.subarray(0, Math.floor(next() * bad.length)) : bad;
          const scan = scanUpdate(cut);
          if (!scan) {
            refused++;
            continue;
          }
          passed++;
          const victim = clone(server);
          const lacking = lacksPredecessors(victim, scan);
          const news = newsOf(victim, scan);
          Y.applyUpdate(victim, overlaps(victim, news) ? withoutKnown(victim, cut, news) : cut);
          if (!lacking && !victim.store.pendingStructs && !victim.store.pendingDs) {
            const again = Y.encodeStateAsUpdate(victim);
            expect(scanUpdate(again)).not.toBeNull();
            Y.applyUpdate(new Y.Doc(), again);
          }
        }
        Y.applyUpdate(server, update);
      }
      expect(refused).toBeGreaterThan(100);
      expect(passed).toBeGreaterThan(100);
    },
  );

  /** A piece of one client that is deleted or, of kind 10, missing. */
  const piece = (kind: 0 | 1 | 10, length: number): Uint8Array =>
    encoding.encode((encoder) => {
      for (const number of [1, 1, 9, 0]) encoding.writeVarUint(encoder, number);
      encoding.writeUint8(encoder, kind);
      if (kind === 1) {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarString(encoder, "body");
      }
      encoding.writeVarUint(encoder, length);
      encoding.writeVarUint(encoder, 0);
    });
  const deletion = (length: number): Uint8Array =>
    encoding.encode((encoder) => {
      for (const number of [0, 1, 9, 1, 0, length]) encoding.writeVarUint(encoder, number);
    });

  it("refuses lengths that no article comes to, and takes those of one that was emptied again", () => {
    for (const update of [piece(0, 2 ** 36), piece(1, 2 ** 36), piece(10, 2 ** 36), deletion(2 ** 36)])
      expect(scanUpdate(update)).toBeNull();
    for (const update of [piece(0, 2 ** 29), piece(1, 2 ** 29), deletion(2 ** 29)])
      expect(scanUpdate(update)).toBeNull();
    for (const update of [piece(0, 2 ** 27), piece(1, 2 ** 27), deletion(2 ** 27)])
      expect(scanUpdate(update)).not.toBeNull();
  });

  it("never looks beyond its own bytes", () => {
    const shared = new Uint8Array(200).fill(0x61);
    const update = Uint8Array.from([1, 1, 9, 0, 4, 1, 1, 98, 50, 0x61]);
    shared.set(update, 20);
    expect(scanUpdate(shared.subarray(20, 20 + update.length))).toBeNull();
  });

  it.each([
    ["a value nested without end", Array.from({ length: 10_000 }, (_, index) => (index % 2 ? 1 : 117))],
    ["a document inside a document", [9]],
  ])("%s is refused", (_what, content) => {
    const kind = content[0] === 9 ? [9, 1, 0x67, 118, 0] : [8, 1, ...content, 126];
    const item = [1, 1, 9, 0, kind[0] as number, 1, 1, 98, ...kind.slice(1), 0];
    expect(scanUpdate(Uint8Array.from(item))).toBeNull();
  });

  it("a clock that would stop being exact is refused", () => {
    const update = encoding.encode((encoder) => {
      for (const value of [1, 1, 9, 0]) encoding.writeVarUint(encoder, value);
      encoding.writeUint8(encoder, 0);
      encoding.writeVarUint(encoder, 2 ** 52);
      encoding.writeVarUint(encoder, 0);
    });
    expect(scanUpdate(update)).toBeNull();
  });

  it("takes the same signed numbers as Yjs's own decoder, up to those that are exact", () => {
    const numbers = [
      [0x00],
      [0x7f],
      [0xbf, 0x7f],
      [0xff, ...Array<number>(6).fill(0xff), 0x0f],
      [0xbf, ...Array<number>(6).fill(0xff), 0x1f],
      [0xff, ...Array<number>(7).fill(0xff), 0x7f],
      [0xff, ...Array<number>(9).fill(0xff), 0x7f],
      [0x80, ...Array<number>(9).fill(0x80), 0x00],
      [0x80, ...Array<number>(40).fill(0x80), 0x00],
      [0xff],
      [0xff, 0xff],
    ];
    for (const bytes of numbers) {
      let exact = false;
      try {
        const number = decoding.readVarInt(decoding.createDecoder(Uint8Array.from(bytes)));
        exact = Number.isSafeInteger(number);
      } catch {
        exact = false;
      }
      const update = Uint8Array.from([1, 1, 9, 0, 8, 1, 1, 98, 1, 125, ...bytes, 0]);
      expect([bytes, scanUpdate(update) !== null]).toEqual([bytes, exact]);
    }
  });

  it("[P3] takes what the first version stored, and what newer versions may write", () => {
    const file = new URL("../../src/domain/article/testing/documentsOfVersion1.json", import.meta.url);
    const stored = JSON.parse(readFileSync(file, "utf8")) as Record<string, { update: string }>;
    for (const [name, { update }] of Object.entries(stored))
      expect([name, scanUpdate(Buffer.from(update, "base64")) !== null]).toEqual([name, true]);
    const doc = new Y.Doc();
    bodyText(doc).insert(0, "words");
    bodyText(doc).insertEmbed(5, newTerminator("paragraph", 0));
    bodyText(doc).insertEmbed(6, newFigure({ id: "f1", media: "m1", moves: 0 }));
    writeMarks(doc, [{ name: "link", value: "https://example.org", from: 0, to: 5 }]);
    bodyText(doc).insertEmbed(0, { kind: "poll", block: true, question: "Ja?" });
    bodyText(doc).insertEmbed(
      0,
      new Y.Map<unknown>([
        ["style", "question"],
        ["align", { of: ["right"] }],
      ]),
    );
    doc.getMap("polls").set(
      "p",
      new Y.Map<unknown>([
        ["question", new Y.Text("Ja?")],
        ["votes", [1, 2.5, null]],
      ]),
    );
    expect(scanUpdate(Y.encodeStateAsUpdate(doc))).not.toBeNull();
  });

  it("leaves out what others are said to have written, and nothing else", () => {
    const [anna, bert] = [new Y.Doc(), new Y.Doc()];
    anna.getText("body").insert(0, "anna");
    bert.getText("lead").insert(0, "bert");
    Y.applyUpdate(anna, Y.encodeStateAsUpdate(bert));
    const rest = new Y.Doc();
    Y.applyUpdate(rest, withoutClients(Y.encodeStateAsUpdate(anna), [bert.clientID]));
    expect([rest.getText("body").toJSON(), rest.getText("lead").toJSON()]).toEqual(["anna", ""]);
  });

  it("knows a state vector", () => {
    expect(isStateVector(Y.encodeStateVector(history(1).doc))).toBe(true);
    for (const bytes of [[], [1], [1, 2], [0, 0], [255, 255, 255]])
      expect(isStateVector(Uint8Array.from(bytes))).toBe(false);
  });
});
