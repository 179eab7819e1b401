import { expect, it } from "vitest";
import * as Y from "yjs";
import { entryAt, replacedUnseen } from "./replacedUnseen.ts";

const key = "leadMedia";
const docs = (): Y.Doc[] => [1, 2].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
const map = (doc: Y.Doc | undefined): Y.Map<unknown> => (doc as Y.Doc).getMap("details");
const meet = (a: Y.Doc, b: Y.Doc): void => {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
};

it("tells one of two who set a key at the same time that the other's stands", () => {
  const [a, b] = docs() as [Y.Doc, Y.Doc];
  map(a).set(key, "before");
  meet(a, b);
  const entries = [a, b].map((doc, i) => {
    map(doc).set(key, `of ${i}`);
    return entryAt(map(doc), key) as Y.Item;
  });
  meet(a, b);
  expect(map(a).get(key)).toBe("of 1");
  expect([a, b].map((doc, i) => replacedUnseen(map(doc), key, entries[i] as Y.Item))).toEqual([true, false]);
  map(b).set(key, "later");
  meet(a, b);
  expect([a, b].map((doc, i) => replacedUnseen(map(doc), key, entries[i] as Y.Item))).toEqual([true, false]);
});

it("does not count who replaces or takes away what they know of", () => {
  const [a, b] = docs() as [Y.Doc, Y.Doc];
  map(a).set(key, "mine");
  const mine = entryAt(map(a), key) as Y.Item;
  meet(a, b);
  map(b).delete(key);
  meet(a, b);
  expect(replacedUnseen(map(a), key, mine)).toBe(false);
  map(b).set(key, "another");
  map(b).set(key, "a third");
  meet(a, b);
  expect(map(a).get(key)).toBe("a third");
  expect(replacedUnseen(map(a), key, mine)).toBe(false);
});
