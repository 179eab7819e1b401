import { expect, it } from "vitest";
import * as Y from "yjs";
import { decodedBytes, Fullness } from "./fullness.ts";

const pieces = 40_000;

/** Letters, each a piece of its own. */
function write(text: Y.Text, count: number): void {
  text.doc?.transact(() => {
    for (let i = 0; i < count; i++) text.insert(0, "x");
  });
}

const letters = (structs: number) => ({ structs, deletes: [] });

it("[13] a full article is counted anew only after it grew by a twentieth, however much is sent to it", () => {
  const doc = new Y.Doc();
  write(doc.getText("body"), pieces);
  const limits = { articleBytes: 1e9, articlePieces: pieces, weighEveryMs: 5_000 };
  const size = { rows: 0, logBytes: 0, snapshotBytes: 0 };
  let now = 10_000;
  const fullness = new Fullness({ doc, size, limits, now: () => now, isOf: () => false });
  const counted = (): number => fullness.decodedBytes / decodedBytes(1, 0);
  const grow = (count: number): void => {
    fullness.takes(letters(count), "anna", count);
    write(doc.getText("body"), count);
  };
  expect(fullness.hasRoomFor(1, letters(1), true, "anna")).toBe(false);
  grow(700);
  expect(fullness.hasRoomFor(1, letters(1), true, "anna")).toBe(false);
  expect(counted()).toBe(pieces);
  grow(400);
  expect(fullness.hasRoomFor(1, letters(1), true, "anna")).toBe(false);
  expect(counted()).toBe(pieces + 1_100);
  grow(10);
  now += limits.weighEveryMs;
  expect(fullness.hasRoomFor(1, letters(1), true, "anna")).toBe(false);
  expect(counted()).toBe(pieces + 1_110);
});
