import { expect, it } from "vitest";
import * as Y from "yjs";
import { copyLedger, recordCopies } from "./copies.ts";
import { bodyText } from "./document.ts";
import { resolveCopies } from "./resolveCopies.ts";

const hiddenIn = (doc: Y.Doc): number =>
  resolveCopies(doc, bodyText(doc)).hidden.reduce((sum, { length }) => sum + length, 0);

/** «abc» stands twice: the second is entered as a copy of the first. */
function twice(): { doc: Y.Doc; text: Y.Text } {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const text = bodyText(doc);
  text.insert(0, "abcabc");
  recordCopies(doc, [
    { copy: { client: 1, clock: 3 }, original: { client: 1, clock: 0 }, length: 3, rank: 1 },
  ]);
  return { doc, text };
}

it("stays the same while words are typed, and is made anew for an entry", () => {
  const { doc, text } = twice();
  const before = copyLedger(doc);
  text.insert(6, "d");
  text.delete(0, 1);
  expect(copyLedger(doc)).toBe(before);
  recordCopies(doc, [
    { copy: { client: 1, clock: 7 }, original: { client: 1, clock: 2 }, length: 1, rank: 1 },
  ]);
  expect(copyLedger(doc)).not.toBe(before);
});

it("what is hidden is known again at each moment of a transaction", () => {
  const { doc, text } = twice();
  expect(hiddenIn(doc)).toBe(3);
  doc.transact(() => {
    text.delete(5, 1);
    expect(hiddenIn(doc)).toBe(2);
    text.delete(3, 1);
    expect(hiddenIn(doc)).toBe(1);
  });
  expect(hiddenIn(doc)).toBe(1);
});

it("an observer's own change is known before the document tells of it", () => {
  const { doc, text } = twice();
  const seen: number[] = [];
  hiddenIn(doc);
  text.observe(() => {
    if (seen.length > 0) return;
    seen.push(hiddenIn(doc));
    doc.transact(() => text.delete(text.length - 1, 1));
    seen.push(hiddenIn(doc));
  });
  text.delete(5, 1);
  expect(seen).toEqual([2, 1]);
});

it("an entry that came before its units holds once they are there", () => {
  const { doc } = twice();
  const entry = new Y.Doc();
  recordCopies(entry, [
    { copy: { client: 1, clock: 3 }, original: { client: 1, clock: 0 }, length: 3, rank: 1 },
  ]);
  const late = new Y.Doc();
  Y.applyUpdate(late, Y.encodeStateAsUpdate(entry));
  expect(hiddenIn(late)).toBe(0);
  Y.applyUpdate(late, Y.encodeStateAsUpdate(doc));
  expect(hiddenIn(late)).toBe(3);
});
