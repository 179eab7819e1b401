import type { TextRun } from "../../../domain/article/content.ts";
import type { Meaning } from "./meaning.ts";

type Marks = Omit<TextRun, "text">;

/**
 * One block's words while they are read. Spaces collapse as they do on a page; those at its ends go where the block
 * itself begins or ends, and stay where somebody cut it: «old » goes before «plan». Where a browser copied a piece of a
 * block with the block around it, spaces at the cut stand in elements of their own (`spaceBefore`, `spaceBehind`).
 */
export class Line {
  readonly #runs: TextRun[] = [];
  readonly #fromBorder: boolean;
  /** Shows once more follows, or where the line is cut. Soft: perhaps only a line end of the source. */
  #space: { marks: Marks; soft: boolean; own: boolean } | null = null;
  /** A line break, which shows once more follows. */
  #break = false;
  #spaceBefore = false;

  /** `fromBorder`: whether it begins where its block does. */
  constructor(fromBorder: boolean) {
    this.#fromBorder = fromBorder;
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  /** Whether it ends with a line break. */
  get isBroken(): boolean {
    return this.#break;
  }

  /** At the start of its block, in an element of its own. */
  get spaceBefore(): boolean {
    return this.#spaceBefore;
  }

  /** At the end, so far. */
  get spaceBehind(): boolean {
    return this.#space?.own === true;
  }

  /**
   * Words without line ends. Of a space alone: `soft`, whether it may be one of the source only; `own`, whether it has
   * an element of its own.
   */
  text(text: string, meaning: Meaning, { soft = false, own = false } = {}): void {
    const marks = marksOf(meaning);
    if (meaning.spaces === "keep") {
      this.#add(text, marks);
      return;
    }
    const words = text.replace(/[ \u00a0]{2,}/g, " ");
    // Browsers write a space that would collapse as a no-break space in an element of its own.
    if (words === " " || words === "\u00a0") {
      this.#keepSpace(marks, soft, own);
      return;
    }
    const from = words.startsWith(" ") ? 1 : 0;
    const to = words.endsWith(" ") ? -1 : undefined;
    if (from > 0) this.#keepSpace(marks, false);
    this.#add(words.slice(from, to), marks);
    if (to) this.#keepSpace(marks, false);
  }

  /** A space where anything follows. */
  gap(): void {
    this.#keepSpace({}, true);
  }

  /** A line break where anything follows. */
  lineBreak(): void {
    this.#space = null;
    this.#break = !this.isEmpty;
  }

  /** Its words; none when there are none to see. `toBorder`: whether it ends where its block does. */
  finish(toBorder: boolean): TextRun[] {
    const runs = this.#runs;
    if (this.#space && !this.#space.soft && !toBorder) this.#push(" ", this.#space.marks);
    if (this.#fromBorder) mend(runs, 0, (text) => text.trimStart());
    else mend(runs, 0, (text) => (text.startsWith("\u00a0") ? ` ${text.slice(1)}` : text));
    if (toBorder) mend(runs, -1, (text) => text.trimEnd());
    else mend(runs, -1, (text) => (text.endsWith("\u00a0") ? `${text.slice(0, -1)} ` : text));
    const isPiece = !this.#fromBorder && !toBorder;
    return isPiece || runs.some(({ text }) => text.trim() !== "") ? runs : [];
  }

  #keepSpace(marks: Marks, soft: boolean, own = false): void {
    const isBefore = this.isEmpty && this.#fromBorder;
    if (isBefore && own) this.#spaceBefore = true;
    if (this.#break || isBefore) return;
    if (!this.#space) this.#space = { marks, soft, own };
    else if (!soft) this.#space.soft = false;
  }

  #add(text: string, marks: Marks): void {
    if (text === "") return;
    if (this.#break) this.#push("\n", {});
    else if (this.#space && !(this.isEmpty && this.#space.soft)) this.#push(" ", this.#space.marks);
    this.#break = false;
    this.#space = null;
    this.#push(text, marks);
  }

  #push(text: string, marks: Marks): void {
    const last = this.#runs.at(-1);
    if (last && last.bold === marks.bold && last.italic === marks.italic && last.link === marks.link)
      last.text += text;
    else this.#runs.push({ text, ...marks });
  }
}

/** Changes what stands at the start (0) or the end (-1) of some runs, and takes away those that are empty then. */
function mend(runs: TextRun[], at: 0 | -1, change: (text: string) => string): void {
  for (let run = runs.at(at); run; run = runs.at(at)) {
    run.text = change(run.text);
    if (run.text !== "") return;
    runs.splice(at, 1);
  }
}

function marksOf({ bold, italic, href, style }: Meaning): Marks {
  const marks: { bold?: true; italic?: true; link?: string } = {};
  if (bold && style !== "heading" && style !== "subheading") marks.bold = true;
  if (italic) marks.italic = true;
  if (href !== null) marks.link = href;
  return marks;
}
