import * as Y from "yjs";
import { type MarkName, markNames } from "./content.ts";
import { bodyText, marksMap } from "./document.ts";
import { eachBest, type Interval } from "./eachBest.ts";
import { safeLink } from "./links.ts";
import { readPairKey } from "./pairKey.ts";

/**
 * Marks of the body as ranges beside the text. An operation says «this mark has this value from here to there»;
 * for each character and mark the operation with the highest (lamport, client) that covers it wins, as in
 * Peritext (Litt, Lim, Kleppmann, van Hardenberg 2022). Anchors are ids of characters, living or deleted, so no
 * edit of the text ever moves, doubles or spills a mark.
 *
 * Stored in the map `marks`: key `<lamport>.<client>`, value `[name, value, start client, start clock, end
 * client, end clock, end side]`. The range starts before its start character. It ends before the end character
 * (side 0, marks that grow with typing at their end), after it (side 1, links), or at the end of the text
 * (end client -1: earlier versions wrote that; it took in whatever others wrote below meanwhile). Entries of other shapes and unknown
 * names are left alone and not shown, as are those with a lamport that nobody can have come to.
 */

export type MarkValue = true | string | null;
export type Marks = { readonly bold?: true; readonly italic?: true; readonly link?: string };

/** Units `from` to `to` (exclusive) carry `marks`, which is never empty. */
export interface MarkSpan {
  from: number;
  to: number;
  marks: Marks;
}

interface Operation {
  key: string;
  lamport: number;
  client: number;
  name: MarkName;
  value: MarkValue;
  from: Place;
  to: Place;
}

/** `order` counts deleted units too and never changes its rank against others; `index` counts living ones. */
interface Place {
  order: number;
  index: number;
}

const grows: Record<MarkName, boolean> = { bold: true, italic: true, link: false };

function readValue(name: MarkName, value: unknown): MarkValue | undefined {
  if (value === null) return null;
  if (name === "link") return safeLink(value) ?? undefined;
  return value === true ? true : undefined;
}

type Anchor = { item: Y.Item; offset: number; place: Place };

function anchorAt(doc: Y.Doc, text: Y.Text, client: unknown, clock: unknown, after: boolean): Anchor | null {
  if (typeof clock !== "number" || !Number.isInteger(clock) || clock < 0) return null;
  const structs = doc.store.clients.get(client as number);
  const last = structs?.[structs.length - 1];
  if (!structs || !last || clock >= last.id.clock + last.length) return null;
  const item = structs[Y.findIndexSS(structs, clock)];
  if (!(item instanceof Y.Item) || item.parent !== text) return null;
  return { item, offset: clock - item.id.clock + (after ? 1 : 0), place: { order: 0, index: 0 } };
}

/**
 * Lamport and client of a key. Each operation takes a key of its own, one above the highest, so a lamport above the number
 * of keys that the map ever had is no writer's: the next one would not fit into a number. Null for those and other shapes.
 */
function readKey(map: Y.Map<unknown>, key: string): readonly [number, number] | null {
  const id = readPairKey(key);
  return id && id[0] <= map._map.size ? id : null;
}

const isMarkName = (name: unknown): name is MarkName => (markNames as readonly unknown[]).includes(name);

/** All well-formed operations with their places in the text, oldest first. `onMissing`: an anchor is not there (yet). */
function readOperations(doc: Y.Doc, onMissing: () => void = () => {}): Operation[] {
  const map = marksMap(doc);
  if (map.size === 0) return [];
  const text = bodyText(doc);
  const byItem = new Map<Y.Item, Anchor[]>();
  const remember = (anchor: Anchor): Place => {
    const list = byItem.get(anchor.item);
    if (list) list.push(anchor);
    else byItem.set(anchor.item, [anchor]);
    return anchor.place;
  };
  const atEnd: Place = { order: Number.POSITIVE_INFINITY, index: 0 };
  const operations: Operation[] = [];
  map.forEach((raw, key) => {
    const id = readKey(map, key);
    if (!id || !Array.isArray(raw)) return;
    const stored = raw as unknown[];
    const name = stored[0];
    if (!isMarkName(name)) return;
    const value = readValue(name, stored[1]);
    if (value === undefined) return;
    const start = anchorAt(doc, text, stored[2], stored[3], false);
    const end = stored[4] === -1 ? "end" : anchorAt(doc, text, stored[4], stored[5], stored[6] === 1);
    if (!start || !end) {
      onMissing();
      return;
    }
    const from = remember(start);
    const to = end === "end" ? atEnd : remember(end);
    const [lamport, client] = id;
    operations.push({ key, lamport, client, name, value, from, to });
  });
  let order = 0;
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    const anchors = byItem.get(item);
    const living = !item.deleted && item.countable;
    if (anchors)
      for (const { place, offset } of anchors) {
        place.order = order + offset;
        place.index = living ? index + offset : index;
      }
    order += item.length;
    if (living) index += item.length;
  }
  atEnd.index = index;
  return operations
    .filter((operation) => operation.from.order < operation.to.order)
    .sort((a, b) => a.lamport - b.lamport || a.client - b.client);
}

/** Cuts overlapping operations (oldest first) into spans that carry a mark, in order; `at` chooses the coordinate. */
function sweep(operations: readonly Operation[], at: (place: Place) => number): MarkSpan[] {
  const carried = markNames.map((name) => stretchesOf(operations, name, at));
  const next = markNames.map(() => 0);
  const spans: MarkSpan[] = [];
  for (let from = 0; ; ) {
    let to = Number.POSITIVE_INFINITY;
    let done = true;
    const marks: Record<string, MarkValue> = {};
    markNames.forEach((name, i) => {
      const stretch = carried[i]?.[next[i] as number];
      if (!stretch) return;
      done = false;
      if (stretch.from <= from) marks[name] = stretch.value;
      to = Math.min(to, stretch.from <= from ? stretch.to : stretch.from);
    });
    if (done) return spans;
    const last = spans[spans.length - 1];
    if (last && last.to === from && sameMarks(last.marks, marks)) last.to = to;
    else if (isMarked(marks)) spans.push({ from, to, marks });
    from = to;
    markNames.forEach((_name, i) => {
      if ((carried[i]?.[next[i] as number]?.to ?? Number.POSITIVE_INFINITY) <= from)
        next[i] = (next[i] as number) + 1;
    });
  }
}

/** Where the latest operation of that name gives a value, in order. */
function stretchesOf(
  operations: readonly Operation[],
  name: MarkName,
  at: (place: Place) => number,
): (Interval & { value: MarkValue })[] {
  const stretches: (Interval & { value: MarkValue })[] = [];
  const latestFirst: (Interval & { value: MarkValue })[] = [];
  for (let i = operations.length - 1; i >= 0; i--) {
    const operation = operations[i] as Operation;
    const interval = { from: at(operation.from), to: at(operation.to), value: operation.value };
    if (operation.name === name && interval.from < interval.to) latestFirst.push(interval);
  }
  eachBest(latestFirst, ({ value }, from, to) => {
    if (value !== null) stretches.push({ from, to, value });
  });
  return stretches;
}

export const sameMarks = (a: Marks, b: Marks): boolean =>
  a.bold === b.bold && a.italic === b.italic && a.link === b.link;

const isMarked = ({ bold, italic, link }: Marks): boolean =>
  bold !== undefined || italic !== undefined || link !== undefined;

/** The marks of the body as they show, in order, without overlap; stretches without marks are left out. */
export function resolveMarks(doc: Y.Doc): MarkSpan[] {
  return resolveWithEdges(doc).spans;
}

/** Marks with what it takes to follow edits of the text without resolving them again (markIndex.ts). */
export interface ResolvedMarks {
  spans: MarkSpan[];
  /** Where operations begin and end, rising: what is inserted right there may be covered or not. */
  edges: Int32Array;
  /** Every operation's anchors are there; else one may come to hold when more text arrives. */
  complete: boolean;
}

export function resolveWithEdges(doc: Y.Doc): ResolvedMarks {
  let complete = true;
  const operations = readOperations(doc, () => {
    complete = false;
  });
  const edges = new Int32Array(operations.length * 2);
  operations.forEach(({ from, to }, i) => {
    edges[i * 2] = from.index;
    edges[i * 2 + 1] = to.index;
  });
  return { spans: sweep(operations, (place) => place.index), edges: edges.sort(), complete };
}

/** Looks marks up by unit. Ask in rising order of `from`. */
export function marksBetween(spans: readonly MarkSpan[], from: number, to: number): MarkSpan[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as MarkSpan).to <= from) low = middle + 1;
    else high = middle;
  }
  const found: MarkSpan[] = [];
  for (let i = low; i < spans.length && (spans[i] as MarkSpan).from < to; i++) {
    const span = spans[i] as MarkSpan;
    found.push({ from: Math.max(from, span.from), to: Math.min(to, span.to), marks: span.marks });
  }
  return found;
}

export interface MarkChange {
  name: MarkName;
  value: MarkValue;
  /** Units of the body, at least one. */
  from: number;
  to: number;
}

/**
 * Writes operations so that the units show the given values. Call it inside the transaction that wrote the
 * text. An older operation that a new one covers from end to end can never show again and is removed with it.
 * Answers with the keys of the new ones. With `restored` (the keys of all that were written so) they hold for exactly
 * these units and no deleted ones beside them, and remove none but each other: the others are somebody's steps.
 */
export function writeMarks(
  doc: Y.Doc,
  changes: readonly MarkChange[],
  restored?: ReadonlySet<string>,
): ReadonlySet<string> {
  const written = new Set<string>();
  if (changes.length === 0) return written;
  const map = marksMap(doc);
  const text = bodyText(doc);
  const before = readOperations(doc);
  let lamport = 0;
  // Keys of operations that are gone too: undo brings none back under a key that was taken meanwhile.
  for (const key of map._map.keys()) lamport = Math.max(lamport, readKey(map, key)?.[0] ?? 0);
  const idAt = unitIds(
    text,
    changes.flatMap(({ from, to }) => [from, to - 1, to]),
  );
  for (const { name, value, from, to } of changes) {
    const start = idAt(from);
    const last = idAt(to - 1);
    if (!start || !last) continue;
    const next = grows[name] && !restored ? idAt(to) : null;
    const end = next ? [next.client, next.clock, 0] : [last.client, last.clock, 1];
    const continued = next || restored ? null : continuedBy(doc, before, { name, value, from, to });
    if (continued) {
      map.set(continued.key, [...(map.get(continued.key) as unknown[]).slice(0, 4), ...end]);
      continue;
    }
    lamport += 1;
    const key = `${lamport}.${doc.clientID}`;
    written.add(key);
    map.set(key, [name, value, start.client, start.clock, ...end]);
  }
  if (before.length === 0 || written.size === 0) return written;
  const all = readOperations(doc);
  const covered = new Map(markNames.map((name) => [name, coverOf(all, name, written)]));
  const mayGo = ({ key }: Operation): boolean => !written.has(key) && (!restored || restored.has(key));
  for (const old of all)
    if (mayGo(old) && covered.get(old.name)?.(old.from.order, old.to.order)) map.delete(old.key);
  return written;
}

/**
 * The own operation that a change at the end of the text goes on: nothing follows there that a growing mark could end
 * before, and an operation for each letter would be many.
 */
function continuedBy(doc: Y.Doc, before: readonly Operation[], change: MarkChange): Operation | null {
  if (!grows[change.name]) return null;
  const rivals = before.filter(({ name }) => name === change.name);
  const own = rivals.find(
    ({ client, value, to }) =>
      client === doc.clientID &&
      value === change.value &&
      to.index === change.from &&
      Number.isFinite(to.order),
  );
  return own && !rivals.some((rival) => rival.to.order > own.to.order) ? own : null;
}

/** Answers whether one of the written operations of that name covers a range from end to end. */
function coverOf(
  all: readonly Operation[],
  name: MarkName,
  written: ReadonlySet<string>,
): (from: number, to: number) => boolean {
  const fresh = all.filter((operation) => operation.name === name && written.has(operation.key));
  fresh.sort((a, b) => a.from.order - b.from.order);
  // The furthest end of all that begin up to each one.
  const furthest: number[] = [];
  for (const { to } of fresh) furthest.push(Math.max(furthest[furthest.length - 1] ?? 0, to.order));
  return (from, to) => {
    let low = 0;
    let high = fresh.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((fresh[middle] as Operation).from.order <= from) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (furthest[low - 1] as number) >= to;
  };
}

/** The ids of the living units at the wanted indexes, found in one walk; null at the end of the text. */
function unitIds(text: Y.Text, wanted: readonly number[]): (index: number) => Y.ID | null {
  const ids = new Map<number, Y.ID>();
  const rising = [...new Set(wanted)].sort((a, b) => a - b);
  let next = 0;
  let at = 0;
  for (let item = text._start; item !== null && next < rising.length; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (; next < rising.length && (rising[next] as number) < at + item.length; next++) {
      const index = rising[next] as number;
      ids.set(index, Y.createID(item.id.client, item.id.clock + index - at));
    }
    at += item.length;
  }
  return (index) => ids.get(index) ?? null;
}

/** A copy that undo made of deleted characters: `copy` stands again for what was deleted as `original`. */
export interface RestoredStretch {
  original: Y.ID;
  copy: Y.ID;
  length: number;
}

/** Calls `visit` for each item that a stored operation covers, with the part of it that it does, deleted ones too. */
export function markedIds(
  doc: Y.Doc,
  operation: unknown,
  visit: (item: Y.Item, from: number, to: number) => void,
): void {
  if (!Array.isArray(operation)) return;
  const [, , startClient, startClock, endClient, endClock, side] = operation as unknown[];
  const text = bodyText(doc);
  const start = anchorAt(doc, text, startClient, startClock, false);
  const end = endClient === -1 ? null : anchorAt(doc, text, endClient, endClock, side === 1);
  if (!start || (endClient !== -1 && !end)) return;
  for (let item: Y.Item | null = start.item; item !== null; item = item.right) {
    const last = item === end?.item;
    visit(item, item === start.item ? start.offset : 0, last ? end.offset : item.length);
    if (last) return;
  }
}

/**
 * Undo puts deleted characters back as copies beside their tombstones, perhaps outside the ranges that hold the
 * tombstones. Gives the copies what their originals carry, where `mayOverride` the operation that holds for the copy
 * now (null: none). Adds the keys of what it writes to `written`.
 */
export function restoreMarks(
  doc: Y.Doc,
  stretches: readonly RestoredStretch[],
  written: Set<string>,
  mayOverride?: (key: string | null) => boolean,
): void {
  if (stretches.length === 0 || marksMap(doc)._map.size === 0) return;
  const text = bodyText(doc);
  const operations = readOperations(doc);
  const spans = sweep(operations, (place) => place.order);
  const winner = (name: MarkName, at: number): string | null =>
    operations.findLast((o) => o.name === name && o.from.index <= at && at < o.to.index)?.key ?? null;
  const wanted: (MarkChange & { nextOrder: number })[] = [];
  const shown = resolveMarks(doc);
  const placeOf = ordersOf(doc, text);
  for (const { original, copy, length } of stretches) {
    for (let k = 0; k < length; k++) {
      const from = placeOf(copy, k);
      const tomb = placeOf(original, k);
      if (!from || !tomb || from.index === null) continue;
      const should: Marks = marksBetween(spans, tomb.order, tomb.order + 1)[0]?.marks ?? {};
      const is: Marks = marksBetween(shown, from.index, from.index + 1)[0]?.marks ?? {};
      for (const name of markNames) {
        const value = should[name] ?? null;
        if (value === (is[name] ?? null)) continue;
        if (mayOverride && !mayOverride(winner(name, from.index))) continue;
        const last = wanted.findLast((w) => w.name === name);
        const nextOrder = from.order + 1;
        if (last?.value === value && last.nextOrder === from.order)
          Object.assign(last, { to: from.index + 1, nextOrder });
        else wanted.push({ name, value, from: from.index, to: from.index + 1, nextOrder });
      }
    }
  }
  for (const key of writeMarks(doc, wanted, written)) written.add(key);
}

/** Looks the places of units up, deleted ones too; null for units of other texts. */
function ordersOf(doc: Y.Doc, text: Y.Text): (unit: Y.ID, offset: number) => UnitPlace | null {
  const places = new Map<Y.Item, UnitPlace>();
  let order = 0;
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    const living = !item.deleted && item.countable;
    places.set(item, { order, index: living ? index : null });
    order += item.length;
    if (living) index += item.length;
  }
  return ({ client, clock }, offset) => {
    const at = clock + offset;
    if (at >= Y.getState(doc.store, client)) return null;
    const item = Y.getItem(doc.store, Y.createID(client, at));
    const place = places.get(item);
    if (!place) return null;
    const inside = at - item.id.clock;
    return { order: place.order + inside, index: place.index === null ? null : place.index + inside };
  };
}

/** `order` counts deleted units too; `index` is null for those. */
interface UnitPlace {
  order: number;
  index: number | null;
}
