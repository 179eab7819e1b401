import type { Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import {
  type CopiedStretch,
  CopyLedger,
  carriesIdentity,
  livingUnit,
  type UnitId,
} from "../domain/article/copies.ts";
import { bodyText } from "../domain/article/document.ts";
import type { StoredPiece, Witness } from "../domain/article/shownText.ts";
import { mapAt } from "./restored.ts";

/** Stand for what is no letter while taken-out and put-in units are compared as strings. */
const endToken = "\uE000";
const otherToken = "\uE001";

interface Units {
  tokens: string;
  /** Stretches of ids in order; `at` is the index of the first one's token. */
  runs: (UnitId & { at: number })[];
}

const emptyUnits = (): Units => ({ tokens: "", runs: [] });

/** Figures are known by their ids, and a hidden copy of one may be taken out with the words around it. */
function append(units: Units, { client, clock, content }: StoredPiece): void {
  if (typeof content !== "string" && carriesIdentity(content.embed)) return;
  units.runs.push({ at: units.tokens.length, client, clock });
  units.tokens +=
    typeof content === "string" ? content : content.embed instanceof Y.Map ? endToken : otherToken;
}

function idAt({ runs }: Units, index: number): UnitId {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle] as Units["runs"][number]).at <= index) low = middle;
    else high = middle - 1;
  }
  const { at, client, clock } = runs[low] as Units["runs"][number];
  return { client, clock: clock + index - at };
}

/**
 * Sees what an edit takes out of the body and puts in, so that words that only change their place are known as
 * the same words: dragged, moved by keys, or cut and pasted. A cut is remembered until the next one.
 */
export class MoveWitness implements Witness {
  #removed = emptyUnits();
  #inserted = emptyUnits();
  #cut: Units | null = null;

  /** Before the edits of some transactions; false when nothing in them can be a move. */
  begin(transactions: readonly Transaction[]): boolean {
    this.#removed = emptyUnits();
    this.#inserted = emptyUnits();
    const steps = transactions.reduce((sum, transaction) => sum + transaction.steps.length, 0);
    return steps > 1 || isCut(transactions) || (this.#cut !== null && isPaste(transactions));
  }

  removed(pieces: readonly StoredPiece[]): void {
    for (const piece of pieces) append(this.#removed, piece);
  }

  inserted(piece: StoredPiece): void {
    append(this.#inserted, piece);
  }

  /** After the edits: which of the units put in stand for units taken out. */
  finish(doc: Y.Doc, transactions: readonly Transaction[]): CopiedStretch[] {
    if (isCut(transactions)) {
      this.#cut = this.#removed;
      return [];
    }
    const from = isPaste(transactions) && this.#cut ? this.#cut : this.#removed;
    return matchMove(doc, from, this.#inserted);
  }
}

const isCut = (transactions: readonly Transaction[]): boolean =>
  transactions.some((transaction) => transaction.getMeta("uiEvent") === "cut");
const isPaste = (transactions: readonly Transaction[]): boolean =>
  transactions.some((transaction) => transaction.getMeta("uiEvent") === "paste");

/**
 * Pairs letters run by run, wherever blocks end among them: what was taken out of two blocks may have left the one
 * end standing. Ends are paired where they follow the same letters. Nothing when what was put in is more than what
 * was taken out.
 */
function matchMove(doc: Y.Doc, removed: Units, inserted: Units): CopiedStretch[] {
  if (removed.tokens === "" || inserted.tokens === "") return [];
  const { letters, indexes, ends } = withoutEnds(inserted.tokens);
  const pairs: { from: UnitId; to: UnitId }[] = [];
  const pairedEnds: { from: UnitId; to: UnitId }[] = [];
  const pair = (from: number, to: number): void =>
    void pairs.push({ from: idAt(removed, from), to: idAt(inserted, to) });
  let cursor = 0;
  let matched = 0;
  let next = 0;
  while (next < removed.tokens.length) {
    let end = removed.tokens.indexOf(endToken, next);
    if (end < 0) end = removed.tokens.length;
    const run = removed.tokens.slice(next, end);
    const found = run === "" ? -1 : letters.indexOf(run, cursor);
    if (found >= 0) {
      for (let k = 0; k < run.length; k++) pair(next + k, indexes[found + k] as number);
      cursor = found + run.length;
      matched += run.length;
    }
    next = end;
    while (next < removed.tokens.length && removed.tokens[next] === endToken) {
      const same = matched > 0 ? ends.get(cursor)?.shift() : undefined;
      if (same !== undefined) {
        pair(next, same);
        pairedEnds.push(pairs[pairs.length - 1] as { from: UnitId; to: UnitId });
      }
      next += 1;
    }
  }
  if (matched === 0 || matched < letters.length) return [];
  for (const { from, to } of pairedEnds) bringKeys(doc, from, to);
  return asStretches(doc, pairs);
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
  const ledger = new CopyLedger(doc);
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
  return copies.flatMap((copied) => standsFor(doc, ledger, copied, 1));
}

/**
 * An entry for units that newly stand for others, told of the first originals; one rank `above` them. Words that
 * show elsewhere already (pasted a second time) are words of their own: nothing.
 */
function standsFor(doc: Y.Doc, ledger: CopyLedger, copied: CopiedStretch, above: number): CopiedStretch[] {
  const living = livingUnit(bodyText(doc), ledger, copied.original);
  if (living && !isGoneEnd(doc, living)) return [];
  const entries: CopiedStretch[] = [];
  ledger.roots({ ...copied.original, length: copied.length }, (offset, root, length) => {
    const { client, clock } = copied.original;
    entries.push({
      copy: { client: copied.copy.client, clock: copied.copy.clock + offset },
      original: root,
      length,
      rank: Math.max(0, ledger.rankOf(client, clock + offset)) + above,
    });
  });
  return entries;
}

/** A block that was deleted as a whole leaves its terminator behind. */
const isGoneEnd = (doc: Y.Doc, unit: UnitId): boolean => mapAt(doc, unit)?.get("gone") === true;
