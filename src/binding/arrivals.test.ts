import { expect, it } from "vitest";
import * as Y from "yjs";
import { arrivedDelta } from "./arrivals.ts";
import { Random } from "./testing/random.ts";

it("tells of every edit what Yjs tells", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = new Random(seed);
    const docs = Array.from({ length: 4 }, () => new Y.Doc());
    const reader = new Y.Doc();
    let told = 0;
    reader.getText("t").observe((event) => {
      const arrived = arrivedDelta(event);
      const joined: typeof arrived = [];
      for (const operation of arrived) {
        const last = joined[joined.length - 1];
        if (typeof last?.insert === "string" && typeof operation.insert === "string")
          last.insert += operation.insert;
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
          else if (kind === 1 && at < text.length) text.delete(at, 1);
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

it("finds typed letters without walking through Yjs's own account of the text", () => {
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
  Y.applyUpdate(reader, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(reader)));
  expect(told).toEqual([[{ retain: 5 }, { insert: "s" }, { retain: 6 }, { insert: "ed" }]]);
});
