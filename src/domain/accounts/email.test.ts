import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEmail, normalEmail } from "./email.ts";

/** Spellings of ada@example.org that a guesser may try. */
const spellings = [
  "ada@example.org",
  " ada@example.org  ",
  "\tada@example.org\r\n",
  "\u00a0ada@example.org\u3000",
  "\u200bada@example.org\ufeff",
  "a\u200dda@exam\u00adple.org",
  "ADA@Example.ORG",
  "ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ",
  "ada @ example.org",
  "a\u3164da\u115f@exam\u2800ple.\uffa0org\u{e0041}\ufe0f\ue000",
  "ad\u0000a@example.org",
];

describe("the normal form of an e-mail address", () => {
  it.each(spellings)("of %j is ada@example.org", (spelling) => {
    expect(normalEmail(spelling)).toBe("ada@example.org");
  });

  it("stays as it is when it is formed again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(normalEmail(normalEmail(text))).toBe(normalEmail(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is no longer than an address by more than a letter, whatever becomes of its letters", () => {
    const long = normalEmail(`${"\ufdfa".repeat(240)}@example.org`);
    expect(long.length).toBe(255);
    expect(isEmail(long)).toBe(false);
  });

  it("is an address, or is not", () => {
    expect(isEmail("anna.m+desk@news.example.ch")).toBe(true);
    for (const text of ["", "anna@", "anna", "müller@example.ch", `${"a".repeat(250)}@example.ch`])
      expect(isEmail(text)).toBe(false);
  });
});
