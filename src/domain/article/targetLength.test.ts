import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { detailsMap } from "./document.ts";
import { readDetails } from "./readArticle.ts";
import { longestTarget, readTypedTarget, setTargetLength, standingOf } from "./targetLength.ts";

describe("a target as somebody types it", () => {
  it.each(["2500", " 2500 ", "2'500", "2’500", "2,500", "2.500", "2 500", "2\u00a0500", "2\u202f500"])(
    "%j is 2500",
    (typed) => expect(readTypedTarget(typed)).toEqual({ code: "ok", target: 2500 }),
  );
  it("may have several groups", () =>
    expect(readTypedTarget("123'456")).toEqual({ code: "ok", target: 123_456 }));
  it("is none when nothing is typed", () =>
    expect(readTypedTarget("  ")).toEqual({ code: "ok", target: null }));
  it.each(["viel", "-5", "2.5", "1e3", "2'50", "2'500.000", "٣", "0x10", "2500 Zeichen"])(
    "%j is no number",
    (typed) => expect(readTypedTarget(typed).code).toBe("no-number"),
  );
  it.each(["0", "000", String(longestTarget + 1), "9".repeat(400)])("%j is out of range", (typed) =>
    expect(readTypedTarget(typed).code).toBe("out-of-range"),
  );
});

describe("the target in the document", () => {
  it("is set, changed and removed; setting what is there writes nothing", () => {
    const doc = new Y.Doc();
    setTargetLength(doc, 2500);
    expect(readDetails(doc).targetLength).toBe(2500);
    const vector = Y.encodeStateVector(doc);
    setTargetLength(doc, 2500);
    expect(Y.encodeStateVector(doc)).toEqual(vector);
    setTargetLength(doc, null);
    expect(readDetails(doc).targetLength).toBeNull();
  });

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, longestTarget + 1, "2500", true, null, [1]])(
    "%j from elsewhere is none",
    (value) => {
      const doc = new Y.Doc();
      detailsMap(doc).set("targetLength", value);
      expect(readDetails(doc).targetLength).toBeNull();
    },
  );
});

it("stands within a twentieth of the target as met", () => {
  expect([0, 949, 950, 1000, 1050, 1051].map((length) => standingOf(length, 1000))).toEqual([
    "under",
    "under",
    "met",
    "met",
    "met",
    "over",
  ]);
});
