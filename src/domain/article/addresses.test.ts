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
  ["xwww.example.org example.org", []],
  ["me@www.example.org", [["me@www.example.org", "mailto:me@www.example.org"]]],
  ["https:// http://. www.example www..org", []],
  ["javascript:alert(1)//https://", []],
  ["(desk@example.org),", [["desk@example.org", "mailto:desk@example.org"]]],
  [
    "Jo.Do+x@Müller.example. www.example.org",
    [
      ["Jo.Do+x@Müller.example", "mailto:Jo.Do+x@Müller.example"],
      ["www.example.org", "https://www.example.org"],
    ],
  ],
  [
    "https://a.example/@desk https://u@a.example/",
    [
      ["https://a.example/@desk", "https://a.example/@desk"],
      ["https://u@a.example/", "https://u@a.example/"],
    ],
  ],
  ["@desk a@b a@b.c a@@b.ch jürg@example.org logo@2x.png mailto:a@example.org a@b.ch/x a@b.ch@c", []],
])("finds the addresses in «%s»", (text, wanted) => {
  expect(found(text)).toEqual(wanted);
});

it("is not held up by hostile text", () => {
  expect(found(`https://a.example/${")".repeat(200_000)}`)).toEqual([]);
  expect(found("https://".repeat(50_000))).toEqual([]);
  for (const part of ["a@", "a@b.", "a.b", "a@b.c1 "]) expect(found(part.repeat(50_000))).toEqual([]);
  expect(found(`${"www.".repeat(50_000)} https://a.example`)).toEqual([
    ["https://a.example", "https://a.example"],
  ]);
});
