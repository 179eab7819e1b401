import fc from "fast-check";
import { expect, it } from "vitest";
import type { LogEntry } from "./articleLog.ts";
import { packEntries, unpackEntries } from "./packedEntries.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const clientId = fc.maxSafeNat();
const entry: fc.Arbitrary<LogEntry> = fc.oneof(
  fc.record({
    kind: fc.constant("update" as const),
    articleId: text,
    update: fc.uint8Array({ maxLength: 40 }),
    author: fc.option(fc.record({ id: text, name: text })),
    at: fc.maxSafeNat(),
  }),
  fc.record({ kind: fc.constant("writer" as const), articleId: text, clientId, personId: text }),
  fc.record({ kind: fc.constant("reserved" as const), articleId: text, clientId, personId: text }),
  fc.record({ kind: fc.constant("relayed" as const), articleId: text, clientId, relayedBy: text }),
);

it("entries come out as they went in, in their order", () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      expect([...unpackEntries(structuredClone(packEntries(entries)))]).toEqual(entries);
    }),
  );
});
