import * as Y from "yjs";
import { copyLedger, eachItem, type IdStretch, livingUnit } from "./copies.ts";
import { deleteRanges } from "./deleteRanges.ts";
import { bodyText } from "./document.ts";
import { type FlatPart, PartBuilder, visibleParts } from "./flatText.ts";
import { insertTight, insertWords, precedesDeleted } from "./insertTight.ts";
import type { MarkChange, MarkSpan } from "./marks.ts";
import { type CopyState, resolveCopies } from "./resolveCopies.ts";

export interface Range {
  from: number;
  to: number;
}

/** A piece of the text as it is stored: units that follow each other in one item. */
export interface StoredPiece extends IdStretch {
  /** A string of `length` units, or one embedded value. */
  content: string | { embed: unknown };
}

/** Units that an edit takes away, or, of those in their midst, leaves: the `end` of a block that it deletes as a whole. */
export interface Removal {
  length: number;
  stays: boolean;
  end?: Y.Map<unknown> | undefined;
}

/**
 * A text (the body, unless another is named) as everybody reads it: the stored text without the units that a better
 * copy stands for, there or in another text (resolveCopies.ts).
 * All indexes are those of the shown text; only this module knows both. Almost always nothing is hidden, and both
 * are the same. What changes the document behind its back must be told by `renew`.
 */
export class ShownText {
  readonly doc: Y.Doc;
  readonly text: Y.Text;
  #state: CopyState;
  /** Hidden units by index in the stored text, in order. */
  #gaps: Range[] = [];
  /** How many units are hidden before each gap, and in all. */
  #hiddenBefore: number[] = [0];
  /** While set, what is deleted and inserted is told to it. */
  witness: Witness | null = null;
  /** Told of each change made through here, in indexes of the stored text. */
  follower: Follower | null = null;

  constructor(doc: Y.Doc, text: Y.Text = bodyText(doc)) {
    this.doc = doc;
    this.text = text;
    this.#state = resolveCopies(doc, text);
    this.#findGaps();
  }

  /** Reads again what is hidden. */
  renew(): void {
    this.#state = resolveCopies(this.doc, this.text);
    this.#findGaps();
  }

  get gaps(): readonly Range[] {
    return this.#gaps;
  }

  /** For each terminator of which several live: all of them, the best first. */
  get rivals(): CopyState["rivals"] {
    return this.#state.rivals;
  }

  /** Whether an entry of the ledger is about any of its units. */
  get takesPart(): boolean {
    return this.#state.takesPart;
  }

  get length(): number {
    return this.text.length - (this.#hiddenBefore[this.#gaps.length] as number);
  }

  parts(): FlatPart[] {
    const builder = new PartBuilder();
    this.eachShown(
      (text) => builder.text(text),
      (value) => builder.embed(value),
    );
    return builder.finish();
  }

  /** Calls back for every stretch that shows, in order: strings, or single embedded values. */
  eachShown(onText: (text: string) => void, onEmbed: (value: unknown) => void): void {
    eachShown(this.text, this.#gaps, (content) =>
      typeof content === "string" ? onText(content) : onEmbed(content.embed),
    );
  }

  visible(parts: readonly FlatPart[]): boolean[] {
    return visibleParts(parts, this.#state.rivals);
  }

  /** The first gap of which that does not hold. `holds` is true of the first gaps and of no others. */
  #firstGap(holds: (gap: Range, hiddenBefore: number) => boolean): number {
    let low = 0;
    let high = this.#gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.#gaps[middle] as Range, this.#hiddenBefore[middle] as number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where the unit at a shown index stands in the stored text. */
  #stored(index: number): number {
    const gap = this.#firstGap(({ from }, hiddenBefore) => from - hiddenBefore <= index);
    return index + (this.#hiddenBefore[gap] as number);
  }

  /** Where something that goes to a shown index goes in the stored text: beside the unit before it. */
  toStored(index: number): number {
    return this.#gaps.length === 0 ? index : index === 0 ? 0 : this.#stored(index - 1) + 1;
  }

  /** The shown index of an index of the stored text; inside what is hidden, where it would be. */
  toShown(stored: number): number {
    const next = this.#firstGap(({ from }) => from < stored);
    const last = this.#gaps[next - 1];
    return last && stored < last.to
      ? last.from - (this.#hiddenBefore[next - 1] as number)
      : stored - (this.#hiddenBefore[next] as number);
  }

  /** `tight`: right behind the unit before it, whatever was deleted there (insertTight.ts). */
  insert(index: number, text: string, tight = false): void {
    const at = this.toStored(index);
    const clock = Y.getState(this.doc.store, this.doc.clientID);
    if (tight) insertTight(this.text, at, text);
    else insertWords(this.text, at, text);
    this.follower?.inserted(at, text.length);
    this.#inserted({ client: this.doc.clientID, clock, length: text.length, content: text });
  }

  insertEmbed(index: number, embed: object, tight = false): void {
    const at = this.toStored(index);
    const clock = Y.getState(this.doc.store, this.doc.clientID);
    if (tight) insertTight(this.text, at, embed);
    else this.text.insertEmbed(at, embed);
    this.follower?.inserted(at, 1);
    this.#inserted({ client: this.doc.clientID, clock, length: 1, content: { embed } });
  }

  /** Whether something was deleted right behind the unit before a shown index. */
  precedesDeleted(index: number): boolean {
    return precedesDeleted(this.text, this.toStored(index));
  }

  /** Deletes units and every hidden copy of them, in whatever text: what somebody deletes must not come back as another copy. */
  delete(index: number, length: number): void {
    if (length <= 0) return;
    const { outdone } = this.#state;
    const gone = this.witness || outdone.length > 0 ? this.pieces(index, length) : [];
    const ranges = this.#storedRanges(index, length);
    for (const range of ranges.reverse()) this.#deleteStored(range);
    this.witness?.removed(gone);
    if (outdone.length > 0) this.#deleteMates(gone);
    if (outdone.length > 0 || this.#gaps.length > 0) this.renew();
  }

  /** Takes units away from an index on; answers with how many of them stay. */
  remove(index: number, removals: readonly Removal[]): number {
    const hides = this.#gaps.length > 0 || this.#state.outdone.length > 0;
    const apart = this.witness !== null || hides || removals.length < 3;
    const ranges: Range[] = [];
    let stay = 0;
    let gone = 0;
    for (const { length, stays, end } of removals) {
      const from = index + stay;
      if (stays) stay += length;
      else if (apart) this.delete(from, length);
      else ranges.push({ from: from + gone, to: from + gone + length });
      if (!stays) gone += length;
      if (end) this.#retire(end);
    }
    if (ranges.length > 0) deleteRanges(this.text, ranges);
    for (const { from, to } of ranges.reverse()) this.follower?.deleted(from, to - from);
    return stay;
  }

  /** Marks a block as deleted as a whole; its terminator stays for what colleagues type into it meanwhile. */
  #retire(end: Y.Map<unknown>): void {
    end.set("gone", true);
    const item = end._item;
    if (!item || !this.witness) return;
    const { client, clock } = item.id;
    this.witness.removed([{ client, clock, length: 1, content: { embed: end } }]);
  }

  /** The stored pieces of shown units, in order. */
  pieces(index: number, length: number): StoredPiece[] {
    return piecesOf(this.text, this.#storedRanges(index, length));
  }

  #storedRanges(index: number, length: number): Range[] {
    const ranges: Range[] = [];
    let at = this.#stored(index);
    let left = length;
    const first = this.#firstGap(({ to }) => to <= at);
    for (let i = first; i < this.#gaps.length && left > 0; i++) {
      const { from, to } = this.#gaps[i] as Range;
      if (from > at) {
        const run = Math.min(left, from - at);
        ranges.push({ from: at, to: at + run });
        left -= run;
      }
      at = to;
    }
    if (left > 0) ranges.push({ from: at, to: at + left });
    return ranges;
  }

  #deleteMates(gone: readonly IdStretch[]): void {
    const ledger = copyLedger(this.doc);
    const mates = new Map<Y.Text, IdStretch[]>();
    for (const stretch of gone)
      ledger.roots(stretch, (_offset, root, run) => {
        for (const { text, client, clock, length, root: own } of this.#state.outdone) {
          if (own.client !== root.client) continue;
          const from = Math.max(own.clock, root.clock);
          const to = Math.min(own.clock + length, root.clock + run);
          if (from >= to) continue;
          const mate = { client, clock: clock + from - own.clock, length: to - from };
          mates.set(text, [...(mates.get(text) ?? []), mate]);
        }
      });
    for (const [text, stretches] of mates) {
      for (const place of placesOf(text, stretches).reverse())
        if (text === this.text) this.#deleteStored(place);
        else text.delete(place.from, place.to - place.from);
    }
  }

  #deleteStored({ from, to }: Range): void {
    this.text.delete(from, to - from);
    this.follower?.deleted(from, to - from);
  }

  #inserted(piece: StoredPiece): void {
    this.witness?.inserted(piece);
    if (this.#gaps.length > 0) this.#findGaps();
  }

  #findGaps(): void {
    const joined: Range[] = [];
    for (const gap of placesOf(this.text, this.#state.hidden)) {
      const last = joined[joined.length - 1];
      if (last && gap.from <= last.to) last.to = Math.max(last.to, gap.to);
      else joined.push(gap);
    }
    this.#gaps = joined;
    this.#hiddenBefore = [0];
    let hidden = 0;
    for (const { from, to } of joined) this.#hiddenBefore.push((hidden += to - from));
  }

  /** What resolved marks cover here. */
  spans(stored: readonly MarkSpan[]): MarkSpan[] {
    if (this.#gaps.length === 0) return stored as MarkSpan[];
    return stored
      .map(({ from, to, marks }) => ({ from: this.toShown(from), to: this.toShown(to), marks }))
      .filter(({ from, to }) => to > from);
  }

  /** The same changes in indexes of the stored text, as `writeMarks` wants them. */
  storedChanges(changes: readonly MarkChange[]): MarkChange[] {
    if (this.#gaps.length === 0) return changes as MarkChange[];
    return changes.map((change) => ({
      ...change,
      from: this.#stored(change.from),
      to: this.#stored(change.to - 1) + 1,
    }));
  }

  /** A position that stays with the unit before it, whatever colleagues write. */
  relative(index: number): Y.RelativePosition {
    const at = Math.max(0, Math.min(this.toStored(index), this.text.length));
    return Y.createRelativePositionFromTypeIndex(this.text, at, -1);
  }

  /** The shown index of a position; a position in words that were moved goes with them. Null when it is of another text. */
  indexOf(position: Y.RelativePosition): number | null {
    const isHere = (text: unknown): boolean => text === this.text;
    const moved = position.item && livingUnit(this.doc, copyLedger(this.doc), position.item, isHere);
    const target = moved
      ? new Y.RelativePosition(
          position.type,
          position.tname,
          Y.createID(moved.client, moved.clock),
          position.assoc,
        )
      : position;
    const found = Y.createAbsolutePositionFromRelativePosition(target, this.doc, false);
    return found?.type === this.text ? this.toShown(found.index) : null;
  }
}

export interface Follower {
  inserted(at: number, length: number): void;
  deleted(at: number, length: number): void;
}

/** Told of each unit that this person's edit takes out or puts in. */
export interface Witness {
  removed(pieces: readonly StoredPiece[]): void;
  inserted(piece: StoredPiece): void;
}

function eachShown(
  text: Y.Text,
  gaps: readonly Range[],
  visit: (content: string | { embed: unknown }) => void,
): void {
  let at = 0;
  let next = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const end = at + item.length;
    for (let from = at; from < end; ) {
      while (next < gaps.length && (gaps[next] as Range).to <= from) next += 1;
      const gap = gaps[next];
      if (gap && gap.from <= from) {
        from = Math.min(end, gap.to);
        continue;
      }
      const to = gap ? Math.min(end, gap.from) : end;
      visitContent(item, from - at, to - at, visit);
      from = to;
    }
    at = end;
  }
}

function visitContent(
  item: Y.Item,
  from: number,
  to: number,
  visit: (content: string | { embed: unknown }) => void,
): void {
  const { content } = item;
  if (content instanceof Y.ContentString) visit(content.str.slice(from, to));
  else if (content instanceof Y.ContentEmbed) visit({ embed: (content as { embed: unknown }).embed });
  else if (content instanceof Y.ContentType) visit({ embed: content.type });
  else for (const embed of content.getContent().slice(from, to)) visit({ embed });
}

/** Pieces of ranges, which are in order and do not overlap. */
function piecesOf(text: Y.Text, ranges: readonly Range[]): StoredPiece[] {
  const pieces: StoredPiece[] = [];
  let at = 0;
  let next = 0;
  for (let item = text._start; item !== null && next < ranges.length; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const { client } = item.id;
    for (; next < ranges.length; next++) {
      const { from, to } = ranges[next] as Range;
      const start = Math.max(from, at);
      const end = Math.min(to, at + item.length);
      let clock = item.id.clock + start - at;
      if (start < end)
        visitContent(item, start - at, end - at, (content) => {
          const length = typeof content === "string" ? content.length : 1;
          pieces.push({ client, clock, length, content });
          clock += length;
        });
      if (to > at + item.length) break;
    }
    at += item.length;
  }
  return pieces;
}

/** Where living units of a text stand in it, as stored, in order. */
function placesOf(text: Y.Text, stretches: readonly IdStretch[]): Range[] {
  if (stretches.length === 0) return [];
  const wanted = new Map<Y.Item, Range[]>();
  for (const stretch of stretches)
    eachItem(text.doc as Y.Doc, stretch, (item, offset, length) => {
      if (item.deleted || !item.countable || item.parent !== text) return;
      const range = { from: offset, to: offset + length };
      const ranges = wanted.get(item);
      if (ranges) ranges.push(range);
      else wanted.set(item, [range]);
    });
  const places: Range[] = [];
  let at = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (const { from, to } of wanted.get(item) ?? []) places.push({ from: at + from, to: at + to });
    at += item.length;
  }
  return places.sort((a, b) => a.from - b.from);
}

type Operation = { retain?: number; delete?: number; insert?: unknown };

/** A change of the stored text as a change of the shown one. `before` was hidden before it, the gaps of `shown` are after it. */
export function shownDelta(
  delta: readonly Operation[],
  before: readonly Range[],
  shown: ShownText,
): readonly Operation[] {
  if (before.length === 0 && shown.gaps.length === 0) return delta;
  const out: Operation[] = [];
  const wasHidden = hiddenAt(before);
  const isHidden = hiddenAt(shown.gaps);
  let old = 0;
  let now = 0;
  const passed = (length: number): void => {
    for (let left = length; left > 0; ) {
      const was = wasHidden(old);
      const is = isHidden(now);
      const run = Math.min(left, was.until - old, is.until - now);
      if (!was.hidden && !is.hidden) out.push({ retain: run });
      else if (!was.hidden) out.push({ delete: run });
      else if (!is.hidden) {
        for (const { content } of piecesOf(shown.text, [{ from: now, to: now + run }]))
          out.push({ insert: typeof content === "string" ? content : content.embed });
      }
      old += run;
      now += run;
      left -= run;
    }
  };
  for (const operation of delta) {
    if (operation.retain !== undefined) passed(operation.retain);
    else if (operation.delete !== undefined) {
      for (let left = operation.delete; left > 0; ) {
        const was = wasHidden(old);
        const run = Math.min(left, was.until - old);
        if (!was.hidden) out.push({ delete: run });
        old += run;
        left -= run;
      }
    } else {
      const length = typeof operation.insert === "string" ? operation.insert.length : 1;
      for (let done = 0; done < length; ) {
        const is = isHidden(now);
        const run = Math.min(length - done, is.until - now);
        if (!is.hidden)
          out.push({
            insert:
              typeof operation.insert === "string"
                ? operation.insert.slice(done, done + run)
                : operation.insert,
          });
        now += run;
        done += run;
      }
    }
  }
  passed(Math.max(0, shown.text.length - now));
  return out;
}

/** Whether an index is hidden, and up to where that holds. Ask in rising order. */
function hiddenAt(gaps: readonly Range[]): (index: number) => { hidden: boolean; until: number } {
  let next = 0;
  return (index) => {
    while (next < gaps.length && (gaps[next] as Range).to <= index) next += 1;
    const gap = gaps[next];
    if (!gap) return { hidden: false, until: Number.POSITIVE_INFINITY };
    return gap.from <= index ? { hidden: true, until: gap.to } : { hidden: false, until: gap.from };
  };
}
