import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { inlineText } from "./inline.ts";

/**
 * A step's two sides as sequences of units, and which units of the old side stay. What stays keeps its identity
 * in the flat text, so that everything colleagues anchored or typed beside it stays too.
 */
export type Unit =
  /** One user-perceived character: never split, so no edit cuts a surrogate pair or an accent from its letter. */
  | { kind: "text"; text: string }
  | { kind: "inline"; embed: unknown }
  /** A block's terminator; on the old side with the map that it is. */
  | { kind: "end"; style: string; indent: number; map?: Y.Map<unknown> }
  | { kind: "atom"; node: Node }
  /** Something in the flat text that the editor does not show. It goes only with words of blocks that become one. */
  | { kind: "hidden" };

export const unitLength = (unit: Unit): number => (unit.kind === "text" ? unit.text.length : 1);

const joinsPrevious = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d)/u;

/** Cuts text into units; a code point that attaches to the one before shares its unit. */
export function textUnits(text: string, out: Unit[]): void {
  let joinNext = false;
  for (const character of text) {
    const last = out[out.length - 1];
    if (last?.kind === "text" && (joinNext || joinsPrevious.test(character))) last.text += character;
    else out.push({ kind: "text", text: character });
    joinNext = character === "\u200d";
  }
}

/** How a side's text is cut: where only one side holds text none of it can stay, and a run may be one unit. */
export type TextCut = "characters" | "runs";

/** The finest cut that a step needs; `both`: whether both of its sides hold inline content. */
export const textCut = (both: boolean): TextCut => (both ? "characters" : "runs");

/** Units of an inline run between two offsets of its parent's content. */
export function inlineUnits(parent: Node, from: number, to: number, cut: TextCut, out: Unit[]): void {
  let at = 0;
  for (let i = 0; i < parent.childCount && at < to; i++) {
    const child = parent.child(i);
    const end = at + child.nodeSize;
    if (end > from) {
      const text = inlineText(child);
      if (text !== null) {
        const piece = text.slice(Math.max(0, from - at), to - at);
        if (cut === "characters") textUnits(piece, out);
        else if (piece !== "") out.push({ kind: "text", text: piece });
      } else out.push({ kind: "inline", embed: child.attrs.embed });
    }
    at = end;
  }
}

const sameUnit = (a: Unit, b: Unit): boolean => {
  if (a.kind !== b.kind) return false;
  if (a.kind === "text") return a.text === (b as typeof a).text;
  if (a.kind === "inline") return a.embed === (b as typeof a).embed;
  if (a.kind === "end") return a.style === (b as typeof a).style && a.indent === (b as typeof a).indent;
  if (a.kind === "atom") return a.node.eq((b as typeof a).node);
  return false;
};

/** Above this many cells the table of the longest common subsequence is not worth its time. */
const tableCells = 40_000;

/** How many units at the start are the same, and where those that are the same at the end begin on either side. */
function commonEnds(
  before: readonly Unit[],
  after: readonly Unit[],
): { start: number; endBefore: number; endAfter: number } {
  let start = 0;
  const least = Math.min(before.length, after.length);
  while (start < least && sameUnit(before[start] as Unit, after[start] as Unit)) start++;
  let endBefore = before.length;
  let endAfter = after.length;
  while (
    endBefore > start &&
    endAfter > start &&
    sameUnit(before[endBefore - 1] as Unit, after[endAfter - 1] as Unit)
  ) {
    endBefore--;
    endAfter--;
  }
  return { start, endBefore, endAfter };
}

/**
 * For each old unit the index of the new unit that it becomes, or -1. Rising. Equal ends stay, then a longest
 * common subsequence, then terminators that remain between two stays are paired in order (they change style).
 */
function alignUnits(before: readonly Unit[], after: readonly Unit[]): Int32Array {
  const stays = new Int32Array(before.length).fill(-1);
  const { start, endBefore, endAfter } = commonEnds(before, after);
  for (let i = 0; i < start; i++) stays[i] = i;
  for (let i = endBefore; i < before.length; i++) stays[i] = i - endBefore + endAfter;
  const rows = endBefore - start;
  const columns = endAfter - start;
  if (rows > 0 && columns > 0) {
    if (rows * columns <= tableCells) commonSubsequence(before, after, start, endBefore, endAfter, stays);
    pairEnds(before, after, start, endBefore, endAfter, stays);
  }
  return stays;
}

function commonSubsequence(
  before: readonly Unit[],
  after: readonly Unit[],
  start: number,
  endBefore: number,
  endAfter: number,
  stays: Int32Array,
): void {
  const columns = endAfter - start + 1;
  const table = new Uint16Array((endBefore - start + 1) * columns);
  const at = (i: number, j: number): number => (i - start) * columns + (j - start);
  for (let i = endBefore - 1; i >= start; i--)
    for (let j = endAfter - 1; j >= start; j--)
      table[at(i, j)] = sameUnit(before[i] as Unit, after[j] as Unit)
        ? (table[at(i + 1, j + 1)] as number) + 1
        : Math.max(table[at(i + 1, j)] as number, table[at(i, j + 1)] as number);
  for (let i = start, j = start; i < endBefore && j < endAfter; ) {
    if (sameUnit(before[i] as Unit, after[j] as Unit)) {
      stays[i++] = j++;
    } else if ((table[at(i + 1, j)] as number) >= (table[at(i, j + 1)] as number)) i++;
    else j++;
  }
}

function pairEnds(
  before: readonly Unit[],
  after: readonly Unit[],
  start: number,
  endBefore: number,
  endAfter: number,
  stays: Int32Array,
): void {
  const limits = new Int32Array(endBefore - start);
  let limit = endAfter;
  for (let i = endBefore - 1; i >= start; i--) {
    limits[i - start] = limit;
    if ((stays[i] as number) >= 0) limit = stays[i] as number;
  }
  let free = start;
  for (let i = start; i < endBefore; i++) {
    if ((stays[i] as number) >= 0) {
      free = (stays[i] as number) + 1;
      continue;
    }
    if (before[i]?.kind !== "end") continue;
    const until = limits[i - start] as number;
    while (free < until && after[free]?.kind !== "end") free++;
    if (free < until) stays[i] = free++;
  }
}

/** One place where the sides differ: `keep` units stay before it, then `remove` goes and `insert` comes. */
export interface UnitEdit {
  keep: Unit[];
  remove: Unit[];
  insert: Unit[];
}

/** The least edits, in order, that turn one side into the other; what is kept behind the last edit is left out. */
export function unitEdits(before: readonly Unit[], after: readonly Unit[]): UnitEdit[] {
  const { start, endBefore, endAfter } = commonEnds(before, after);
  if (endBefore === start && endAfter === start) return [];
  if (endBefore === start || endAfter === start)
    return [
      {
        keep: before.slice(0, start),
        remove: before.slice(start, endBefore),
        insert: after.slice(start, endAfter),
      },
    ];
  const stays = alignUnits(before, after);
  const edits: UnitEdit[] = [];
  let edit: UnitEdit = { keep: [], remove: [], insert: [] };
  let next = 0;
  const close = (limit: number): void => {
    for (; next < limit; next++) edit.insert.push(after[next] as Unit);
    if (edit.remove.length === 0 && edit.insert.length === 0) return;
    edits.push(edit);
    edit = { keep: [], remove: [], insert: [] };
  };
  before.forEach((unit, i) => {
    const stay = stays[i] as number;
    if (stay < 0) {
      edit.remove.push(unit);
      return;
    }
    close(stay);
    edit.keep.push(unit);
    next = stay + 1;
  });
  close(after.length);
  return edits;
}

/** Joins neighbouring text units, so that a paste is one insertion. */
export function joinText(units: readonly Unit[]): Unit[] {
  const out: Unit[] = [];
  for (const unit of units) {
    const last = out[out.length - 1];
    if (unit.kind === "text" && last?.kind === "text")
      out[out.length - 1] = { kind: "text", text: last.text + unit.text };
    else out.push(unit);
  }
  return out;
}

export const unitsLength = (units: readonly Unit[]): number =>
  units.reduce((sum, unit) => sum + unitLength(unit), 0);
