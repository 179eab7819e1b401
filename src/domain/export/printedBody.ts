import type { BodyBlock, TextRun } from "../article/content.ts";
import { cleanStretch } from "./cleanText.ts";
import type { PrintedFigure } from "./figures.ts";

export type PrintedBlock =
  | { kind: "paragraph" | "heading"; runs: TextRun[] }
  /** Level 2 while no heading came before: no level of the outline may be skipped. */
  | { kind: "subheading"; level: 2 | 3; runs: TextRun[] }
  /** Quotes that follow each other are one quote of several paragraphs. */
  | { kind: "quote"; paragraphs: TextRun[][] }
  | { kind: "list"; list: PrintedList }
  | { kind: "figure"; figure: PrintedFigure }
  | { kind: "divider" };

export interface PrintedList {
  ordered: boolean;
  items: PrintedItem[];
}
export interface PrintedItem {
  runs: TextRun[];
  /** Lists that are indented below this item. */
  lists: PrintedList[];
}

/** Blocks in print order. Empty ones, unknown ones and figures without a picture are left out. */
export function printBody(
  blocks: readonly BodyBlock[],
  figure: (media: string) => PrintedFigure | null,
): PrintedBlock[] {
  const printed: PrintedBlock[] = [];
  let lists: ListBuilder | null = null;
  let quote: TextRun[][] | null = null;
  let headed = false;
  for (const block of blocks) {
    const inList = block.kind === "text" && (block.style === "bullet" || block.style === "number");
    if (!inList) lists = null;
    if (block.kind !== "text" || block.style !== "quote") quote = null;
    if (block.kind === "figure") {
      const found = figure(block.media);
      if (found) printed.push({ kind: "figure", figure: found });
    } else if (block.kind === "divider") printed.push({ kind: "divider" });
    if (block.kind !== "text") continue;

    const runs = trimRuns(block.runs);
    if (runs.length === 0) continue;
    const { style } = block;
    if (style === "bullet" || style === "number") {
      lists ??= new ListBuilder((list) => printed.push({ kind: "list", list }));
      lists.add(style === "number", block.indent, runs);
    } else if (style === "quote") {
      if (quote) quote.push(runs);
      else {
        quote = [runs];
        printed.push({ kind: "quote", paragraphs: quote });
      }
    } else if (style === "subheading") printed.push({ kind: style, level: headed ? 3 : 2, runs });
    else {
      headed ||= style === "heading";
      printed.push({ kind: style, runs });
    }
  }
  return printed;
}

/** Clean runs without white space around them all; none when nothing is left to read. */
function trimRuns(runs: readonly TextRun[]): TextRun[] {
  const clean: TextRun[] = [];
  for (const run of runs) {
    const text = clean.length === 0 ? cleanStretch(run.text).trimStart() : cleanStretch(run.text);
    if (text !== "") clean.push(text === run.text ? run : { ...run, text });
  }
  for (let last = clean.at(-1); last; last = clean.at(-1)) {
    const text = last.text.trimEnd();
    if (text === last.text) break;
    clean.pop();
    if (text !== "") clean.push({ ...last, text });
  }
  return clean;
}

/** Nests flat list items by their indents, which may leave steps out. */
class ListBuilder {
  readonly #open: { list: PrintedList; indent: number }[] = [];
  readonly #begin: (list: PrintedList) => void;

  /** `begin` gets every list of the outermost level once. */
  constructor(begin: (list: PrintedList) => void) {
    this.#begin = begin;
  }

  add(ordered: boolean, indent: number, runs: TextRun[]): void {
    this.#leaveDeeperThan(indent);
    let level = this.#open.at(-1);
    if (level && level.indent === indent && level.list.ordered !== ordered) {
      this.#open.pop();
      level = undefined;
    }
    if (!level || level.indent < indent) level = this.#nest(ordered, indent);
    level.list.items.push({ runs, lists: [] });
  }

  #nest(ordered: boolean, indent: number): { list: PrintedList; indent: number } {
    const level = { list: { ordered, items: [] }, indent };
    const parent = this.#open.at(-1)?.list.items.at(-1);
    if (parent) parent.lists.push(level.list);
    else this.#begin(level.list);
    this.#open.push(level);
    return level;
  }

  #leaveDeeperThan(indent: number): void {
    for (let level = this.#open.at(-1); level && level.indent > indent; level = this.#open.at(-1)) {
      const outer = this.#open.at(-2);
      // An indent between the two levels, or left of the first item: the item goes on in the deeper list.
      if (!outer || outer.indent < indent) {
        level.indent = indent;
        return;
      }
      this.#open.pop();
    }
  }
}
