import type { BodyBlock, TextRun } from "../../../domain/article/content.ts";
import { maxIndent } from "../../../domain/article/flatText.ts";
import { cleanText } from "../../text/cleanText.ts";
import { Line } from "./Line.ts";
import {
  blockMeaning,
  type Declared,
  declarationsOf,
  isBlock,
  isLeftOut,
  listMeaning,
  type Meaning,
  meaningIn,
  plainMeaning,
} from "./meaning.ts";
import { isPicture, isPixel, letterOf } from "./pictures.ts";
import { Columns, isLayout } from "./tables.ts";

type TextBlock = Extract<BodyBlock, { kind: "text" }>;
export type ForeignBlock = TextBlock | { kind: "divider" };

export interface Foreign {
  blocks: ForeignBlock[];
  /** How many pictures were left out. */
  pictures: number;
}

/**
 * Reads the HTML of word processors, mails and web pages as flat blocks of the article's own kinds, by what each
 * element means where it stands: no styles, no classes, no pictures from elsewhere, no empty paragraphs.
 * `document` must be inert (a `DOMParser`'s, of `quietStyles`): nothing in it loads. Of a document in which the
 * clipboard marks a fragment only that comes in; what stands around it still says what it was cut from.
 */
export function readForeign(document: Document): Foreign {
  const reader = new Reader(!hasComment(document.body, fragmentStart));
  reader.children(document.body, plainMeaning);
  return reader.finish();
}

const fragmentStart = /^\s*StartFragment\s*$/;
const fragmentEnd = /^\s*EndFragment\s*$/;

function hasComment(root: Node, wanted: RegExp): boolean {
  const comments = root.ownerDocument?.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (comments?.nextNode()) if (wanted.test(comments.currentNode.nodeValue ?? "")) return true;
  return false;
}

/** Browsers write spaces at the ends of a copied text in an element of their own. */
const isAlone = ({ parentNode }: Node): boolean =>
  parentNode?.nodeName === "SPAN" && parentNode.childNodes.length === 1;

class Reader {
  readonly #blocks: ForeignBlock[] = [];
  #pictures = 0;
  #line = new Line(false);
  /** Of the block that the line is. */
  #meaning = plainMeaning;
  /** Before the first block and behind the last one, where the copy was cut. */
  #spaceBefore = false;
  #spaceBehind = false;
  /** Within the fragment that was copied. */
  #inside: boolean;
  readonly #columns: (Columns | null)[] = [];

  constructor(inside: boolean) {
    this.#inside = inside;
  }

  finish(): Foreign {
    this.#close(false);
    const first = this.#blocks[0];
    const last = this.#blocks.at(-1);
    if (this.#spaceBefore && first?.kind === "text") first.runs.unshift({ text: " " });
    if (this.#spaceBehind && last?.kind === "text") last.runs.push({ text: " " });
    return { blocks: withoutOuterIndent(this.#blocks), pictures: this.#pictures };
  }

  children(parent: Node, meaning: Meaning): void {
    for (const child of parent.childNodes) this.#node(child, meaning);
  }

  #node(node: Node, meaning: Meaning): void {
    if (node.nodeType === Node.TEXT_NODE) this.#text(node.nodeValue ?? "", meaning, isAlone(node));
    else if (node.nodeType === Node.ELEMENT_NODE) this.#element(node as Element, meaning);
    else if (node.nodeType === Node.COMMENT_NODE) this.#comment(node.nodeValue ?? "");
  }

  #comment(words: string): void {
    const begins = fragmentStart.test(words);
    if (!begins && !fragmentEnd.test(words)) return;
    this.#close(false);
    this.#inside = begins;
  }

  #text(raw: string, meaning: Meaning, own = false): void {
    if (!this.#inside || meaning.invisible || meaning.sizeless) return;
    if (this.#line.isEmpty) this.#meaning = meaning;
    const collapses = meaning.spaces === "collapse";
    const soft = /^\s*[\r\n]\s*$/.test(raw) && meaning.spaces !== "keep";
    const text = cleanText(collapses ? raw.replace(/[ \t\r\n\f]+/g, " ") : raw);
    text.split("\n").forEach((line, i) => {
      if (i > 0) this.#lineBreak(meaning);
      if (line !== "") this.#line.text(line, meaning, { soft, own });
    });
  }

  #element(element: Element, around: Meaning): void {
    const name = element.tagName.toUpperCase();
    const css = declarationsOf(element);
    if (isLeftOut(element, name, css)) return;
    const meaning = meaningIn(element, name, css, around);
    if (isPicture(name)) this.#picture(element, css, meaning);
    else if (name === "BR") this.#lineBreak(meaning);
    else if (name === "HR") this.#divider(meaning);
    else if (name === "TABLE") this.#table(element, meaning);
    else if (name === "TR" && this.#columns.at(-1))
      this.#row(element, meaning, this.#columns.at(-1) as Columns);
    else if (!isBlock(name, css)) this.children(element, meaning);
    else if (meaning.cell) {
      this.#line.gap();
      this.children(element, meaning);
      this.#line.gap();
    } else if (name === "UL" || name === "OL") this.#block(element, listMeaning(name, meaning));
    else if (meaning.item && name !== "LI") {
      this.#line.lineBreak();
      this.children(element, meaning);
      this.#line.lineBreak();
    } else this.#block(element, blockMeaning(element, name, css, meaning));
  }

  #block(element: Element, meaning: Meaning): void {
    this.#close(this.#inside);
    this.children(element, meaning);
    this.#close(this.#inside);
  }

  #picture(element: Element, css: Declared, meaning: Meaning): void {
    if (!this.#inside || meaning.invisible || isPixel(element, css)) return;
    const letter = letterOf(element);
    if (letter === null) this.#pictures += 1;
    else this.#text(letter, meaning);
  }

  /** Two line breaks in a row are what many pages use for a new paragraph. */
  #lineBreak({ cell }: Meaning): void {
    if (!this.#inside) return;
    if (cell) this.#line.gap();
    else if (this.#line.isBroken) this.#close(true);
    else this.#line.lineBreak();
  }

  #divider({ notes, cell, quoted }: Meaning): void {
    if (!this.#inside || notes || cell) return;
    this.#close(true);
    if (!quoted) this.#blocks.push({ kind: "divider" });
  }

  #table(table: Element, meaning: Meaning): void {
    // One in a cell is words of the cell.
    if (meaning.cell) {
      this.#line.gap();
      this.children(table, meaning);
      this.#line.gap();
      return;
    }
    this.#columns.push(isLayout(table) ? null : new Columns());
    this.#block(table, meaning);
    this.#columns.pop();
  }

  /** The cells of a row on one line, `|` between them, so that a column keeps its place. */
  #row(row: Element, meaning: Meaning, columns: Columns): void {
    this.#close(this.#inside);
    columns.beginRow();
    for (const child of row.childNodes) {
      if (child.nodeType === Node.COMMENT_NODE) this.#comment(child.nodeValue ?? "");
      const name = child.nodeName.toUpperCase();
      if (name !== "TD" && name !== "TH") continue;
      const cell = child as Element;
      const css = declarationsOf(cell);
      if (isLeftOut(cell, name, css)) continue;
      this.#line = new Line(true);
      this.children(cell, { ...meaningIn(cell, name, css, meaning), cell: true });
      const runs = this.#line.finish(true);
      if (this.#inside) columns.add(cell, runs);
    }
    this.#line = new Line(true);
    this.#add(meaning, columns.endRow());
  }

  /** Ends the line. `atBorder`: its block ends here, rather than the copied fragment. */
  #close(atBorder: boolean): void {
    const spaces = { before: this.#line.spaceBefore, behind: atBorder && this.#line.spaceBehind };
    this.#add(this.#meaning, this.#line.finish(atBorder), spaces);
    this.#line = new Line(atBorder);
  }

  #add({ style, indent }: Meaning, runs: TextRun[], spaces?: { before: boolean; behind: boolean }): void {
    if (runs.length === 0) return;
    if (this.#blocks.length === 0) this.#spaceBefore = spaces?.before === true;
    this.#spaceBehind = spaces?.behind === true;
    this.#blocks.push({ kind: "text", style, indent: Math.min(indent, maxIndent), runs });
  }
}

/** Items that were cut out of an outer list stand as far out as they can. */
function withoutOuterIndent(blocks: ForeignBlock[]): ForeignBlock[] {
  const isItem = (block: ForeignBlock | undefined): block is TextBlock =>
    block?.kind === "text" && (block.style === "bullet" || block.style === "number");
  for (let from = 0, to: number; from < blocks.length; from = to) {
    to = from + 1;
    if (!isItem(blocks[from])) continue;
    while (isItem(blocks[to])) to += 1;
    const run = blocks.slice(from, to).filter(isItem);
    const outer = Math.min(...run.map(({ indent }) => indent));
    for (const item of run) item.indent -= outer;
  }
  return blocks;
}
