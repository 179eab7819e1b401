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

  it("is an address, or is not", () => {
    expect(isEmail("anna.m+desk@news.example.ch")).toBe(true);
    for (const text of ["", "anna@", "anna", "müller@example.ch", `${"a".repeat(250)}@example.ch`])
      expect(isEmail(text)).toBe(false);
  });
});
