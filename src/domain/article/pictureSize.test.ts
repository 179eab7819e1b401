import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { addMedia, assetSize, mediaEntry, setAsset } from "./document.ts";

const lake = "a".repeat(64);
const hill = "b".repeat(64);

function articleWith(size?: { width: number; height: number }): { doc: Y.Doc; entry: Y.Map<unknown> } {
  const doc = new Y.Doc();
  addMedia(doc, "lead", lake, size);
  const entry = mediaEntry(doc, "lead");
  if (!entry) throw new Error("no entry");
  return { doc, entry };
}

describe("the size of a picture's file", () => {
  it("stands beside the file, before and after it is replaced", () => {
    const { entry } = articleWith({ width: 1600, height: 900 });
    expect(assetSize(entry)).toEqual({ width: 1600, height: 900 });
    setAsset(entry, hill, { width: 800, height: 1200 });
    expect(assetSize(entry)).toEqual({ width: 800, height: 1200 });
  });

  it("is unknown where nobody noted it, also after a replacement that noted none", () => {
    expect(assetSize(articleWith().entry)).toBeNull();
    const { entry } = articleWith({ width: 1600, height: 900 });
    setAsset(entry, hill);
    expect(assetSize(entry)).toBeNull();
  });

  it("never belongs to another file, whichever of two replacements at the same time holds", () => {
    const here = articleWith({ width: 1600, height: 900 }).doc;
    const there = new Y.Doc();
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    const entryOf = (doc: Y.Doc): Y.Map<unknown> => mediaEntry(doc, "lead") as Y.Map<unknown>;
    setAsset(entryOf(here), hill, { width: 800, height: 1200 });
    setAsset(entryOf(there), "c".repeat(64));
    Y.applyUpdate(here, Y.encodeStateAsUpdate(there));
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    expect(assetSize(entryOf(here))).toEqual(assetSize(entryOf(there)));
    const holds = entryOf(here).get("asset") === hill;
    expect(assetSize(entryOf(here))).toEqual(holds ? { width: 800, height: 1200 } : null);
  });

  it.each([
    ["text", { asset: lake, width: "1600", height: 900 }],
    ["parts of pixels", { asset: lake, width: 1600.5, height: 900 }],
    ["nothing", { asset: lake, width: 0, height: 900 }],
    ["less than nothing", { asset: lake, width: -1600, height: -900 }],
    ["what no number is", { asset: lake, width: Number.NaN, height: Number.NaN }],
    ["a thread", { asset: lake, width: 1, height: 1_000_000 }],
    ["another file's", { asset: hill, width: 1600, height: 900 }],
    ["no object", "1600x900"],
  ])("is not taken from a client that says %s", (_, said) => {
    const { entry } = articleWith({ width: 1600, height: 900 });
    entry.set("size", said);
    expect(assetSize(entry)).toBeNull();
  });
});
