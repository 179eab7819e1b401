import { expect, it } from "vitest";
import * as Y from "yjs";
import { CopyLedger, recordCopies } from "./copies.ts";
import { bodyText, copiesMap, marksMap } from "./document.ts";
import { resolveMarks, writeMarks } from "./marks.ts";

const documentOf = (words: string): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = 10;
  bodyText(doc).insert(0, words);
  return doc;
};

// One such entry had ended all marks of an article for good: what comes after it had no number any more.
it.each(["9007199254740991.666", "999999999999999.666", `${"9".repeat(400)}.666`, "7.666", "9".repeat(20)])(
  "marks are set and shown after somebody wrote an entry «%s»",
  (key) => {
    for (const left of [true, false]) {
      const doc = documentOf("Die Brücke");
      marksMap(doc).set(key, left ? ["bold", null, 10, 0, 10, 9, 1] : 0);
      if (!left) marksMap(doc).delete(key);
      doc.transact(() => writeMarks(doc, [{ name: "bold", value: true, from: 0, to: 3 }]));
      doc.transact(() => writeMarks(doc, [{ name: "italic", value: true, from: 4, to: 10 }]));
      doc.transact(() => writeMarks(doc, [{ name: "bold", value: null, from: 0, to: 2 }]));
      expect(resolveMarks(doc)).toEqual([
        { from: 2, to: 3, marks: { bold: true } },
        { from: 4, to: 10, marks: { italic: true } },
      ]);
    }
  },
);

it.each([1e308, 9007199254740991, 3, 0.5, -2])(
  "words can be moved again after somebody entered a copy of rank %d",
  (rank) => {
    const doc = documentOf("abcdef");
    const [first, second, third] = [
      { client: 10, clock: 0 },
      { client: 10, clock: 2 },
      { client: 10, clock: 4 },
    ] as const;
    copiesMap(doc).set("10.2", [10, 0, 2, rank]);
    expect(new CopyLedger(doc).rankOf(second.client, second.clock)).toBe(0);
    recordCopies(doc, [{ copy: third, original: first, length: 2, rank: 1 }]);
    expect(new CopyLedger(doc).rankOf(third.client, third.clock)).toBe(1);
  },
);
