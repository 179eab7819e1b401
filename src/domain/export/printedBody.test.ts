import { describe, expect, it } from "vitest";
import type { BodyBlock } from "../article/content.ts";
import { plainRuns } from "./printed.ts";
import { type PrintedList, printBody } from "./printedBody.ts";
import { block } from "./testing/articles.ts";

/** Lists as nested arrays: `ul`/`ol`, then items; a list behind an item belongs to it. */
type Outline = (string | Outline)[];
const outline = ({ ordered, items }: PrintedList): Outline => [
  ordered ? "ol" : "ul",
  ...items.flatMap(({ runs, lists }) => [plainRuns(runs), ...lists.map(outline)]),
];
const lists = (blocks: readonly BodyBlock[]): Outline[] =>
  printBody(blocks, () => null).map((printed) =>
    printed.kind === "list" ? outline(printed.list) : [printed.kind],
  );
const bullet = (text: string, indent = 0): BodyBlock => block("bullet", text, indent);
const number = (text: string, indent = 0): BodyBlock => block("number", text, indent);

describe("lists", () => {
  it("nest by indent", () => {
    expect(lists([bullet("a"), bullet("b", 1), bullet("c", 2), bullet("d", 1), bullet("e")])).toEqual([
      ["ul", "a", ["ul", "b", ["ul", "c"], "d"], "e"],
    ]);
  });

  it("stay one where indents leave steps out", () => {
    expect(lists([bullet("a"), bullet("b", 3), bullet("c", 1), bullet("d")])).toEqual([
      ["ul", "a", ["ul", "b", "c"], "d"],
    ]);
    expect(lists([bullet("a", 2), bullet("b"), bullet("c", 1)])).toEqual([["ul", "a", "b", ["ul", "c"]]]);
  });

  it("change their kind beside each other on every level", () => {
    expect(lists([bullet("a"), number("b"), number("c", 1), bullet("d", 1), number("e")])).toEqual([
      ["ul", "a"],
      ["ol", "b", ["ol", "c"], ["ul", "d"], "e"],
    ]);
  });

  it("end at every other block, also at one that is not printed", () => {
    expect(
      lists([number("a"), block("paragraph", " "), number("b"), { kind: "unknown", name: "x" }, number("c")]),
    ).toEqual([
      ["ol", "a"],
      ["ol", "b"],
      ["ol", "c"],
    ]);
  });

  it("hold every item once, whatever the indents", () => {
    const blocks = Array.from({ length: 500 }, (_, at) =>
      block(at % 7 < 4 ? "bullet" : "number", `i${at}`, (at * 7919) % 6),
    );
    const flat = (part: string | Outline): string[] =>
      typeof part === "string" ? [part] : part.flatMap(flat);
    const items = lists(blocks)
      .flatMap(flat)
      .filter((part) => part.startsWith("i"));
    expect(items).toEqual(blocks.map((_, at) => `i${at}`));
  });
});

it("makes one quote of quotes that follow each other, and two of quotes apart", () => {
  const quotes = printBody(
    [block("quote", "a"), block("quote", "b"), { kind: "divider" }, block("quote", "c")],
    () => null,
  );
  expect(
    quotes.map((printed) => (printed.kind === "quote" ? printed.paragraphs.map(plainRuns) : printed.kind)),
  ).toEqual([["a", "b"], "divider", ["c"]]);
});

it("drops white space around a block, across its runs, and blocks of nothing else", () => {
  const [only, ...others] = printBody(
    [
      block("paragraph", [{ text: " \n" }, { text: " a ", bold: true }, { text: "b" }, { text: "\n \0" }]),
      block("heading", [{ text: " ", bold: true }]),
      block("bullet", "\n"),
    ],
    () => null,
  );
  expect(others).toEqual([]);
  expect(only).toEqual({ kind: "paragraph", runs: [{ text: "a ", bold: true }, { text: "b" }] });
});
