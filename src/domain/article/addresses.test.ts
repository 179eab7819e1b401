import { expect, it } from "vitest";
import { findAddresses } from "./addresses.ts";

const found = (text: string): [string, string][] =>
  findAddresses(text).map(({ from, to, href }) => [text.slice(from, to), href]);

it.each<[string, [string, string][]]>([
  ["Siehe https://example.org/a?b=1#c.", [["https://example.org/a?b=1#c", "https://example.org/a?b=1#c"]]],
  ["(www.example.org)", [["www.example.org", "https://www.example.org"]]],
  ["WWW.Example.org!", [["WWW.Example.org", "https://WWW.Example.org"]]],
  ["www.zürich.ch, www.", [["www.zürich.ch", "https://www.zürich.ch"]]],
  [
    "https://de.wikipedia.org/wiki/Bern_(Kanton)) und",
    [["https://de.wikipedia.org/wiki/Bern_(Kanton)", "https://de.wikipedia.org/wiki/Bern_(Kanton)"]],
  ],
  [
    "«http://a.example» „http://b.example“",
    [
      ["http://a.example", "http://a.example"],
      ["http://b.example", "http://b.example"],
    ],
  ],
  ["me@www.example.org xwww.example.org example.org", []],
  ["https:// http://. www.example www..org", []],
  ["javascript:alert(1)//https://", []],
])("finds the addresses in «%s»", (text, wanted) => {
  expect(found(text)).toEqual(wanted);
});

it("is not held up by hostile text", () => {
  expect(found(`https://a.example/${")".repeat(200_000)}`)).toEqual([]);
  expect(found("https://".repeat(50_000))).toEqual([]);
  expect(found(`${"www.".repeat(50_000)} https://a.example`)).toEqual([
    ["https://a.example", "https://a.example"],
  ]);
});
