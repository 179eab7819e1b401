import { expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText, marksMap } from "./document.ts";
import { MarkIndex } from "./markIndex.ts";
import { type MarkSpan, resolveMarks, writeMarks } from "./marks.ts";

const marksOfEach = (length: number, spans: readonly MarkSpan[]): string[] =>
  Array.from({ length }, (_, i) =>
    JSON.stringify(spans.find(({ from, to }) => from <= i && i < to)?.marks ?? {}),
  );

/** A cheap generator, so that a failing seed can be played again. */
function below(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
}

it.each(Array.from({ length: 15 }, (_, i) => i + 1))(
  "seed %i: the index says what resolving says, after every edit",
  (seed) => {
    const random = below(seed);
    const doc = new Y.Doc();
    doc.clientID = 1;
    const text = bodyText(doc);
    text.insert(0, "abcdefghijklmnopqrstuvwxyz");
    const index = new MarkIndex(doc);
    marksMap(doc).observe(() => index.renew());
    for (let i = 0; i < 120; i++) {
      const kind = random(10);
      const at = random(text.length + 1);
      if (kind < 6) {
        const typed = "xy".slice(random(2));
        text.insert(at, typed);
        index.inserted(at, typed.length);
      } else if (kind < 8 && at < text.length) {
        const length = Math.min(text.length - at, 1 + random(4));
        text.delete(at, length);
        index.deleted(at, length);
      } else if (at < text.length) {
        const to = Math.min(text.length, at + 1 + random(8));
        const name = (["bold", "italic", "link"] as const)[random(3)] ?? "bold";
        const value = random(3) === 0 ? null : name === "link" ? "https://example.org/" : true;
        doc.transact(() => writeMarks(doc, [{ name, value, from: at, to }]));
      }
      const { length } = text;
      expect(marksOfEach(length, index.spans)).toEqual(marksOfEach(length, resolveMarks(doc)));
    }
  },
);
