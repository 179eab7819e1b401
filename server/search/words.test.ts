import { describe, expect, it } from "vitest";
import { formsIn, formsOf, isOneTypoFrom, wordsIn } from "./words.ts";

describe("words of a text", () => {
  it("are runs of letters and digits in lower case, without signs that show as nothing", () => {
    expect(wordsIn("Do\u00adnau, «CO2-Gesetz» 2026! a.b")).toEqual([
      "donau",
      "co2",
      "gesetz",
      "2026",
      "a",
      "b",
    ]);
    expect(wordsIn("… – \u200b")).toEqual([]);
  });

  it("have the forms under which they are found", () => {
    expect(formsOf("müller")).toEqual(["muller", "mueller"]);
    expect(formsOf("mu\u0308ller")).toEqual(["muller", "mueller"]);
    expect(formsOf("\u0301\u0316")).toEqual([]);
    expect(formsOf("mueller")).toEqual(["mueller"]);
    expect(formsOf("straße")).toEqual(["strasse"]);
    expect(formsOf("préfecture")).toEqual(["prefecture"]);
    expect(formsOf("øresund")).toEqual(["oresund", "oeresund"]);
    expect(formsOf("x".repeat(500))).toEqual(["x".repeat(40)]);
    expect(formsOf(`a${"\u0301\u0316".repeat(50_000)}b`)).toEqual(["a"]);
    expect(formsIn(Array.from({ length: 30_000 }, (_, i) => `w${i}`).join(" ")).size).toBe(20_000);
    expect([...formsIn("Zürich, zürich, ZÜRICH und Zuerich")]).toEqual(["zurich", "zuerich", "und"]);
  });
});

describe("one typo", () => {
  it.each([
    ["gipfel", "gipfle", true],
    ["gipfel", "gifpel", true],
    ["gipfel", "gipfe", true],
    ["gipfel", "gipffel", true],
    ["gipfel", "kipfel", true],
    ["gipfel", "gipfel", false],
    ["gipfel", "gipfeln", true],
    ["gipfel", "wipfeln", false],
    ["gipfel", "pigfel", false],
    ["gipfel", "gi", false],
    ["ab", "ba", true],
  ])("%s, %s: %s", (one, other, expected) => {
    expect(isOneTypoFrom(one, other)).toBe(expected);
    expect(isOneTypoFrom(other, one)).toBe(expected);
  });
});
