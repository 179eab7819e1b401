import * as Y from "yjs";

/**
 * The body as flat text. A text block is its characters and inline embeds, closed by one terminator: an embedded
 * `Y.Map` with `style`, `indent` and, once its block was deleted as a whole, `gone`. Atom blocks (figure,
 * divider) are single embedded objects that say so themselves (`block: true`), so that a version that does not
 * know one still places it rightly. Concurrent edits may leave text that no terminator closes, before an atom or
 * at the end: it is a block of its own, and reading never repairs it.
 */

export type AtomEmbed = Readonly<Record<string, unknown>>;
export type Piece = string | InlineEmbed;
/** An inline object of a newer version; one unit long. */
export interface InlineEmbed {
  embed: unknown;
}

export interface TextPart {
  kind: "text";
  /** Flat index of its first unit. */
  start: number;
  /** Units without the terminator (UTF-16 code units; an inline embed is one). */
  length: number;
  pieces: Piece[];
  /** Null where concurrent edits left the block open. */
  end: Y.Map<unknown> | null;
}

export interface AtomPart {
  kind: "atom";
  start: number;
  embed: AtomEmbed;
}

export type FlatPart = TextPart | AtomPart;

export const flatLength = (part: FlatPart): number =>
  part.kind === "atom" ? 1 : part.length + (part.end ? 1 : 0);

export const isAtomEmbed = (value: unknown): value is AtomEmbed =>
  typeof value === "object" &&
  value !== null &&
  !(value instanceof Y.AbstractType) &&
  (value as AtomEmbed).block === true;

/** Cuts units in document order into parts. Neither empty open blocks nor the end of the text make a part. */
export class PartBuilder {
  readonly parts: FlatPart[] = [];
  #at: number;
  #start: number;
  #pieces: Piece[] = [];

  constructor(start = 0) {
    this.#at = start;
    this.#start = start;
  }

  text(text: string): void {
    if (text === "") return;
    const last = this.#pieces.length - 1;
    if (last >= 0 && typeof this.#pieces[last] === "string") this.#pieces[last] += text;
    else this.#pieces.push(text);
    this.#at += text.length;
  }

  /** Any embedded value: a `Y.Map` ends the block, an atom stands alone, everything else is inline. */
  embed(value: unknown): void {
    if (value instanceof Y.Map) {
      this.#close(value as Y.Map<unknown>);
      this.#at += 1;
      this.#start = this.#at;
    } else if (isAtomEmbed(value)) {
      if (this.#at > this.#start) this.#close(null);
      this.parts.push({ kind: "atom", start: this.#at, embed: value });
      this.#at += 1;
      this.#start = this.#at;
    } else {
      this.#pieces.push({ embed: value });
      this.#at += 1;
    }
  }

  finish(): FlatPart[] {
    if (this.#at > this.#start) this.#close(null);
    return this.parts;
  }

  #close(end: Y.Map<unknown> | null): void {
    const length = this.#at - this.#start;
    this.parts.push({ kind: "text", start: this.#start, length, pieces: this.#pieces, end });
    this.#pieces = [];
    this.#start = this.#at;
  }
}

/** Calls `unit` for every living stretch of a text, in order: strings, or single embedded values. */
export function eachStretch(
  text: Y.Text,
  onText: (text: string) => void,
  onEmbed: (value: unknown) => void,
): void {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const content = item.content;
    if (content instanceof Y.ContentString) onText(content.str);
    else if (content instanceof Y.ContentEmbed) onEmbed(content.embed);
    else if (content instanceof Y.ContentType) onEmbed(content.type);
    else for (const value of content.getContent()) onEmbed(value);
  }
}

/** The style a terminator names; damaged or missing values read as a paragraph without indent. */
export function terminatorStyle(end: Y.Map<unknown> | null): { style: string; indent: number } {
  const style = end?.get("style");
  const indent = end?.get("indent");
  return {
    style: typeof style === "string" && style !== "" ? style : "paragraph",
    indent:
      typeof indent === "number" && Number.isInteger(indent) && indent > 0 ? Math.min(indent, maxIndent) : 0,
  };
}

export const maxIndent = 8;

export function newTerminator(style: string, indent: number): Y.Map<unknown> {
  const end = new Y.Map<unknown>();
  end.set("style", style);
  if (indent > 0) end.set("indent", indent);
  return end;
}

export interface FigureEmbed {
  id: string;
  media: string;
  moves: number;
}

export const newFigure = ({ id, media, moves }: FigureEmbed): AtomEmbed => ({
  kind: "figure",
  block: true,
  id,
  media,
  moves,
});
export const newDivider = (): AtomEmbed => ({ kind: "divider", block: true });

/** The figure an atom describes; null when it is no figure or its values are of wrong types. */
export function asFigure(embed: AtomEmbed): FigureEmbed | null {
  if (embed.kind !== "figure" || typeof embed.id !== "string" || typeof embed.media !== "string") return null;
  const moves = embed.moves;
  return {
    id: embed.id,
    media: embed.media,
    moves: typeof moves === "number" && Number.isFinite(moves) ? moves : 0,
  };
}

/**
 * Which parts are shown. Hidden are: a text block that was deleted as a whole and holds nothing (words typed
 * into it meanwhile show it again), an empty one whose terminator has a rival that shows (a block that two people
 * moved or brought back; `rivals`: all that live of each, the best first), and every copy of a figure but one: the
 * most moved, the first of equals.
 */
export function visibleParts(
  parts: readonly FlatPart[],
  rivals: ReadonlyMap<Y.Map<unknown>, readonly Y.Map<unknown>[]> = new Map(),
): boolean[] {
  const shownFigure = new Map<string, { moves: number; at: number }>();
  const filled = new Set<Y.Map<unknown>>();
  if (rivals.size > 0)
    for (const part of parts) if (part.kind === "text" && part.length > 0 && part.end) filled.add(part.end);
  /** Of all that live of one terminator, the one that shows when it is empty; null when words in another show. */
  const shownEmpty = new Map<readonly Y.Map<unknown>[], Y.Map<unknown> | null>();
  const outdone = (end: Y.Map<unknown>): boolean => {
    const all = rivals.get(end);
    if (!all) return false;
    let shown = shownEmpty.get(all);
    if (shown === undefined) {
      shown = all.some((map) => filled.has(map))
        ? null
        : (all.find((map) => map.get("gone") !== true) ?? null);
      shownEmpty.set(all, shown);
    }
    return shown !== end;
  };
  const visible = parts.map((part, at) => {
    if (part.kind === "text")
      return part.length > 0 || !part.end || !(part.end.get("gone") === true || outdone(part.end));
    const figure = asFigure(part.embed);
    if (!figure || figure.id === "") return true;
    const rival = shownFigure.get(figure.id);
    if (!rival || figure.moves > rival.moves) shownFigure.set(figure.id, { moves: figure.moves, at });
    return true;
  });
  if (shownFigure.size > 0)
    parts.forEach((part, at) => {
      if (part.kind !== "atom") return;
      const figure = asFigure(part.embed);
      if (figure && figure.id !== "") visible[at] = shownFigure.get(figure.id)?.at === at;
    });
  return visible;
}
