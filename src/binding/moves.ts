import { Fragment } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import * as Y from "yjs";
import {
  type CopiedStretch,
  type CopyLedger,
  copyLedger,
  eachItem,
  type IdStretch,
  type UnitId,
} from "../domain/article/copies.ts";
import { articleTexts } from "../domain/article/document.ts";
import type { StoredPiece, Witness } from "../domain/article/shownText.ts";
import { mapAt } from "./restored.ts";
import {
  append,
  emptyUnits,
  endToken,
  idAt,
  otherToken,
  readUnits,
  storeUnits,
  type Units,
} from "./takenUnits.ts";

const witnesses = new WeakMap<Y.Doc, MoveWitness>();

/** The witness that all texts of an article share: what leaves one of them may arrive in another. */
export function movesOf(doc: Y.Doc): MoveWitness {
  let moves = witnesses.get(doc);
  if (!moves) {
    moves = new MoveWitness(doc);
    witnesses.set(doc, moves);
  }
  return moves;
}

/**
 * Sees what an edit takes out of a text and puts into one, so that words that only change their place are known as the
 * same words: dragged, moved by keys, or cut and pasted, within a text or from one to another. A cut is remembered
 * until the next one, and goes with the clipboard; what is dragged out of a text is remembered until it is dropped.
 */
export class MoveWitness implements Witness {
  readonly #doc: Y.Doc;
  #removed = emptyUnits();
  #inserted = emptyUnits();
  #cut: Units | null = null;
  #dragged: Units | null = null;
  #arriving = false;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /** The last cut as text for the clipboard, so that another page of the article knows it; empty when there is none. */
  get lastCut(): string {
    return this.#cut && this.#cut.tokens !== "" ? storeUnits(this.#cut) : "";
  }

  /** Takes a cut that the clipboard brings for the last one; not when it is damaged or of another article. */
  bringCut(stored: string): void {
    this.#cut = readUnits(this.#doc, stored) ?? this.#cut;
  }

  /** Before the edits of some transactions; false when nothing in them can be a move. */
  begin(transactions: readonly Transaction[]): boolean {
    this.#removed = emptyUnits();
    this.#inserted = emptyUnits();
    const steps = transactions.reduce((sum, transaction) => sum + transaction.steps.length, 0);
    const awaited = this.#awaited(transactions);
    this.#arriving = awaited !== null && wordsOf(awaited) === wordsIn(transactions);
    return steps > 1 || awaited !== null || is(transactions, "cut") || is(transactions, draggedOut);
  }

  /** Whether the transactions that began bring in what was taken out before them. */
  get arriving(): boolean {
    return this.#arriving;
  }

  removed(pieces: readonly StoredPiece[]): void {
    this.#removed.seams.add(this.#removed.tokens.length);
    for (const piece of pieces) append(this.#removed, piece);
  }

  inserted(piece: StoredPiece): void {
    append(this.#inserted, piece);
  }

  /** After the edits: which of the units put in stand for units taken out. */
  finish(transactions: readonly Transaction[]): CopiedStretch[] {
    if (is(transactions, "cut")) this.#cut = this.#removed;
    else if (is(transactions, draggedOut)) this.#dragged = this.#removed;
    else {
      const awaited = this.#awaited(transactions);
      // Dropped within one text: what an earlier drag took out of another came to nothing.
      const within = is(transactions, "drop") && this.#removed.tokens !== "";
      const from = within ? this.#removed : (awaited ?? this.#removed);
      if (is(transactions, "drop")) this.#dragged = null;
      return matchMove(this.#doc, from, this.#inserted);
    }
    return [];
  }

  /** What was taken out before these transactions and may arrive with them. */
  #awaited(transactions: readonly Transaction[]): Units | null {
    if (is(transactions, "paste")) return this.#cut;
    return is(transactions, "drop") ? this.#dragged : null;
  }
}

/** The `uiEvent` of a transaction that takes words out because they are dropped into another text. */
export const draggedOut = "dragged out";

const is = (transactions: readonly Transaction[], event: string): boolean =>
  transactions.some((transaction) => transaction.getMeta("uiEvent") === event);

/** The letters of a cut, or of what transactions bring in, without the spaces that may come and go on the way. */
const wordsOf = ({ tokens }: Units): string => tokens.replace(notLetters, "");
const wordsIn = (transactions: readonly Transaction[]): string =>
  transactions
    .flatMap(({ steps }) => steps)
    .map((step) => (step instanceof ReplaceStep ? step.slice.content : Fragment.empty))
    .map((content) => content.textBetween(0, content.size, "", ""))
    .join("")
    .replace(notLetters, "");
const notLetters = new RegExp(`[\\s${endToken}${otherToken}]`, "g");

/**
 * Pairs letters run by run, wherever blocks end among them: what was taken out of two blocks may have left the one
 * end standing. Ends are paired where they follow the same letters. Nothing when what was put in is more than what
 * was taken out, but for spaces: a field has one line, so a space or line break stands where a block ended, and lines
 * that are joined lose the spaces around them.
 */
function matchMove(doc: Y.Doc, removed: Units, inserted: Units): CopiedStretch[] {
  if (removed.tokens === "" || inserted.tokens === "") return [];
  const { letters, indexes, ends } = withoutEnds(inserted.tokens);
  const pairs: { from: UnitId; to: UnitId }[] = [];
  const pairedEnds: { from: UnitId; to: UnitId }[] = [];
  const pair = (from: number, to: number): void =>
    void pairs.push({ from: idAt(removed, from), to: idAt(inserted, to) });
  let cursor = 0;
  let unmatched = "";
  const place = (words: string, at: number): boolean => {
    const found = words === "" ? -1 : letters.indexOf(words, cursor);
    if (found < 0) return false;
    for (let k = 0; k < words.length; k++) pair(at + k, indexes[found + k] as number);
    unmatched += letters.slice(cursor, found);
    cursor = found + words.length;
    return true;
  };
  let next = 0;
  while (next < removed.tokens.length) {
    let end = removed.tokens.indexOf(endToken, next);
    if (end < 0) end = removed.tokens.length;
    const run = removed.tokens.slice(next, end);
    if (!place(run, next)) for (const { words, at } of linesOf(removed, next, end)) place(words, at);
    next = end;
    while (next < removed.tokens.length && removed.tokens[next] === endToken) {
      const same = pairs.length > 0 ? ends.get(cursor)?.shift() : undefined;
      if (same !== undefined) {
        pair(next, same);
        pairedEnds.push(pairs[pairs.length - 1] as { from: UnitId; to: UnitId });
      }
      next += 1;
    }
  }
  unmatched += letters.slice(cursor);
  if (pairs.length === 0 || unmatched.trim() !== "") return [];
  for (const { from, to } of pairedEnds) bringKeys(doc, from, to);
  return asStretches(doc, pairs);
}

/**
 * What a field may keep of some units, each piece without the spaces around it, and where it begins: a line of words
 * between seams and objects.
 */
function linesOf({ tokens, seams }: Units, from: number, to: number): { words: string; at: number }[] {
  const lines: { words: string; at: number }[] = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    const isObject = tokens[i] === otherToken;
    if (i < to && tokens[i] !== "\n" && !isObject && !seams.has(i)) continue;
    const line = tokens.slice(start, i);
    const words = line.trim();
    lines.push({ words, at: start + line.indexOf(words) });
    start = isObject ? i + 1 : i;
  }
  return lines;
}

/** What the editor tells of a block, and the mark of one that went. */
const ownKeys: ReadonlySet<string> = new Set(["style", "indent", "gone"]);

/** What a newer version says of a block goes with it. */
function bringKeys(doc: Y.Doc, original: UnitId, copy: UnitId): void {
  const from = mapAt(doc, original);
  const to = mapAt(doc, copy);
  if (!from || !to) return;
  for (const [key, value] of from.entries())
    if (!ownKeys.has(key) && !to.has(key) && !(value instanceof Y.AbstractType)) to.set(key, value);
}

/** The letters alone, where each stands among the tokens, and where ends stand after so many letters. */
function withoutEnds(tokens: string): { letters: string; indexes: number[]; ends: Map<number, number[]> } {
  let letters = "";
  const indexes: number[] = [];
  const ends = new Map<number, number[]>();
  for (let i = 0; i < tokens.length; i++)
    if (tokens[i] === endToken) ends.set(letters.length, [...(ends.get(letters.length) ?? []), i]);
    else {
      letters += tokens[i];
      indexes.push(i);
    }
  return { letters, indexes, ends };
}

function asStretches(doc: Y.Doc, pairs: readonly { from: UnitId; to: UnitId }[]): CopiedStretch[] {
  const ledger = copyLedger(doc);
  const copies: CopiedStretch[] = [];
  for (const { from, to } of pairs) {
    const last = copies[copies.length - 1];
    if (
      last &&
      last.copy.client === to.client &&
      last.copy.clock + last.length === to.clock &&
      last.original.client === from.client &&
      last.original.clock + last.length === from.clock
    )
      last.length += 1;
    else copies.push({ copy: to, original: from, length: 1, rank: 0 });
  }
  return copies.flatMap((copied) => standsFor(doc, ledger, copied));
}

/**
 * Entries for units that newly stand for others, told of the first originals, one rank above them. Words that show
 * elsewhere already (pasted a second time) are words of their own: nothing.
 */
function standsFor(doc: Y.Doc, ledger: CopyLedger, copied: CopiedStretch): CopiedStretch[] {
  const entries: CopiedStretch[] = [];
  ledger.roots({ ...copied.original, length: copied.length }, (offset, root, length) => {
    const { client, clock } = copied.original;
    const rank = Math.max(0, ledger.rankOf(client, clock + offset)) + 1;
    const shown = livingOffsets(doc, ledger, { ...root, length });
    for (let from = 0; from < length; ) {
      let to = from;
      while (to < length && !shown[to]) to += 1;
      if (to > from)
        entries.push({
          copy: { client: copied.copy.client, clock: copied.copy.clock + offset + from },
          original: { client: root.client, clock: root.clock + from },
          length: to - from,
          rank,
        });
      from = to + 1;
    }
  });
  return entries;
}

/** Which of some first originals live, themselves or as a copy. The end of a block that was deleted as a whole does not. */
function livingOffsets(doc: Y.Doc, ledger: CopyLedger, roots: IdStretch): Uint8Array {
  const lives = new Uint8Array(roots.length);
  const isArticleText = articleTexts(doc);
  const look = (units: IdStretch, start: number): void =>
    eachItem(doc, units, (item, offset, length) => {
      if (item.deleted || !isArticleText(item.parent)) return;
      const from = start + item.id.clock + offset - units.clock;
      if (!isGoneEnd(item)) lives.fill(1, Math.max(0, from), Math.max(0, from + length));
    });
  look(roots, 0);
  for (const { copy, original, length } of ledger.rooted) {
    if (original.client !== roots.client) continue;
    const from = Math.max(roots.clock, original.clock);
    const to = Math.min(roots.clock + roots.length, original.clock + length);
    const clock = copy.clock + from - original.clock;
    if (from < to) look({ client: copy.client, clock, length: to - from }, from - roots.clock);
  }
  return lives;
}

/** A block that was deleted as a whole leaves its terminator behind. */
const isGoneEnd = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentType && content.type instanceof Y.Map && content.type.get("gone") === true;
