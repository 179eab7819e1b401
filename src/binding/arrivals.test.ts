import { expect, it } from "vitest";
import * as Y from "yjs";
import type { DeltaOperation } from "./alignment.ts";
import { arrivedDelta } from "./arrivals.ts";
import { Random } from "./testing/random.ts";

it("tells of every edit what Yjs tells", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = new Random(seed);
    const docs = Array.from({ length: 4 }, () => new Y.Doc());
    const reader = new Y.Doc();
    let told = 0;
    reader.getText("t").observe((event) => {
      const joined: DeltaOperation[] = [];
      for (const operation of arrivedDelta(event) ?? []) {
        const last = joined[joined.length - 1];
        if (typeof last?.insert === "string" && typeof operation.insert === "string")
          last.insert += operation.insert;
        else if (last?.delete !== undefined && operation.delete !== undefined)
          last.delete += operation.delete;
        else joined.push({ ...operation });
      }
      expect(joined, `seed ${seed}`).toEqual(event.delta);
      told += 1;
    });
    for (let round = 0; round < 6; round++) {
      for (const doc of docs) {
        const text = doc.getText("t");
        for (let n = random.below(4); n > 0; n--) {
          const at = random.below(text.length + 1);
          const kind = random.below(8);
          if (kind === 0) text.insertEmbed(at, new Y.Map());
          else if (kind === 1 && at < text.length)
            text.delete(at, Math.min(1 + random.below(9), text.length - at));
          else if (kind === 2) text.insertEmbed(at, { kind: "poll" });
          else text.insert(at, "ab");
          doc.getMap("other").set(`${doc.clientID} ${round} ${n}`, 1);
        }
      }
      reader.transact(() => {
        for (const doc of docs) Y.applyUpdate(reader, Y.encodeStateAsUpdate(doc));
      });
      for (const doc of docs) if (random.below(2)) Y.applyUpdate(doc, Y.encodeStateAsUpdate(reader));
    }
    expect(told).toBeGreaterThan(0);
  }
});

it("finds what came and went without Yjs's own account of the text", () => {
  const doc = new Y.Doc();
  const reader = new Y.Doc();
  doc.getText("t").insert(0, "River bursts banks");
  Y.applyUpdate(reader, Y.encodeStateAsUpdate(doc));
  const told: unknown[] = [];
  reader.getText("t").observe((event) => {
    Object.defineProperty(event, "delta", {
      get: () => {
        throw new Error("asked of every item");
      },
    });
    told.push(arrivedDelta(event));
  });
  doc.getText("t").insert(5, "s");
  doc.getText("t").insert(12, "ed");
  doc.getText("t").delete(0, 2);
  Y.applyUpdate(reader, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(reader)));
  expect(told).toEqual([[{ delete: 2 }, { retain: 3 }, { insert: "s" }, { retain: 6 }, { insert: "ed" }]]);
});

it("tells of no text that got values which are no objects", () => {
  const doc = new Y.Doc();
  const told: unknown[] = [];
  doc.getText("t").observe((event) => told.push(arrivedDelta(event)));
  const noObject: unknown = 5;
  doc.getText("t").insertEmbed(0, noObject as object);
  doc.getText("t").insert(0, "River");
  doc.getText("t").delete(5, 1);
  expect(told).toEqual([null, [{ insert: "River" }], [{ retain: 5 }, { delete: 1 }]]);
});
