import { columnBorder, type TextRun } from "../../../domain/article/content.ts";

const richContent = "table, ul, ol, blockquote, hr, h1, h2, h3, h4, h5, h6";

/**
 * Whether a table only places what is in it, as mails are made: it has one column, or text with a structure of its own
 * in its cells and no headings of columns.
 */
export function isLayout(table: Element): boolean {
  if (/^(presentation|none)$/.test(table.getAttribute("role") ?? "")) return true;
  const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table);
  if (rows.every((row) => row.children.length < 2)) return true;
  const cells = rows.flatMap((row) => [...row.children]);
  return (
    !cells.some(({ tagName }) => tagName === "TH") && cells.some((cell) => cell.querySelector(richContent))
  );
}

/** Empty cells that wide and tall ones of a table leave beside and below them: beyond, a cell is one cell. */
const mostSpanned = 10_000;

/** A table's rows as lines: a cell that reaches over several columns or rows leaves empty ones beside or below it. */
export class Columns {
  #cells: TextRun[][] = [];
  /** By column: how many of the rows that come are filled from above. */
  #filled: number[] = [];
  /** Those of the rows after the one that is being read. */
  #fills: number[] = [];
  #spanned = 0;

  beginRow(): void {
    this.#cells = [];
    this.#filled = this.#fills;
    this.#fills = this.#filled.map((rows) => Math.max(0, rows - 1));
  }

  add(cell: Element, words: TextRun[]): void {
    while ((this.#filled[this.#cells.length] ?? 0) > 0 && this.#spanned < mostSpanned) this.#addEmpty();
    const [width, height] = [spanOf(cell, "colspan"), spanOf(cell, "rowspan")];
    const first = this.#cells.push(words) - 1;
    while (this.#cells.length < first + width && this.#spanned < mostSpanned) this.#addEmpty();
    if (height > 1) this.#fills.length = Math.max(this.#fills.length, this.#cells.length);
    if (height > 1) this.#fills.fill(height - 1, first, this.#cells.length);
  }

  #addEmpty(): void {
    this.#cells.push([]);
    this.#spanned++;
  }

  /** The row's words; none when all of its cells are empty. */
  endRow(): TextRun[] {
    const last = this.#cells.findLastIndex((cell) => cell.length > 0);
    return this.#cells
      .slice(0, last + 1)
      .flatMap((cell, i) => (i === 0 ? cell : [{ text: columnBorder }, ...cell]));
  }
}

function spanOf(cell: Element, attribute: "colspan" | "rowspan"): number {
  const span = Number(cell.getAttribute(attribute) ?? 1);
  return Number.isInteger(span) && span > 0 ? span : 1;
}
