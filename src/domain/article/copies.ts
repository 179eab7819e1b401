import * as Y from "yjs";
import { copiesMap } from "./document.ts";
import { KeptOf } from "./keptOf.ts";
import { readPairKey } from "./pairKey.ts";

/**
 * Moving words, within a text or from one to another, and taking back a deletion both write new characters for old
 * ones: nothing that is deleted in a text ever lives again. When two people do so at once, the same words would stand
 * twice. So each such stretch is entered here: «these units stand for those». Of all living units that stand for one
 * original, in whatever texts of the article, the one with the highest (rank, client, clock) is shown, and the others
 * are hidden (resolveCopies.ts). A move ranks one above what it moved, an undo as high as what it brings back. Nobody
 * cleans hidden units away: the one that shows may be taken back at the same time by somebody else, and then the next
 * must be there.
 *
 * Stored in the map `copies`: key `<client>.<clock>` of the first copied unit, value `[client, clock of the
 * first original, length, rank]`. Entries of other shapes, about units that do not exist, or of a rank that nobody can
 * have come to, say nothing.
 */

export interface UnitId {
  client: number;
  clock: number;
}

export interface IdStretch {
  client: number;
  clock: number;
  length: number;
}

/** `copy` stands for `original`, unit by unit. */
export interface CopiedStretch {
  copy: { client: number; clock: number };
  original: { client: number; clock: number };
  length: number;
  rank: number;
}

/** Copies of copies of copies: deeper than any writer makes them, who always name the first original. */
const maxDepth = 16;

const isClock = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Null for entries of other shapes. A move ranks one above an entry that is there, so no rank is above the number of keys
 * that the map ever had (an undo of what was never moved has -1): one above another number may be the same number.
 */
function readEntry(map: Y.Map<unknown>, key: string): CopiedStretch | null {
  const id = readPairKey(key);
  const raw = map.get(key);
  if (!id || !Array.isArray(raw)) return null;
  const [client, clock, length, rank] = raw as unknown[];
  if (!isClock(client) || !isClock(clock) || !isClock(length) || length === 0) return null;
  if (!Number.isInteger(rank) || (rank as number) < -1 || (rank as number) > map._map.size) return null;
  return { copy: { client: id[0], clock: id[1] }, original: { client, clock }, length, rank: rank as number };
}

/** Two stretches of one client that share units. */
const overlap = (a: UnitId, b: UnitId, length: number): boolean =>
  a.client === b.client && Math.abs(a.clock - b.clock) < length;

/**
 * The entries that can be true, by client and clock of the copy. A unit is a copy once: of entries that overlap, the one
 * that begins later holds from there on. `awaits` is told what units have to come before another entry can be true.
 */
function readEntries(doc: Y.Doc, awaits: (client: number, end: number) => void): CopiedStretch[] {
  const entries: CopiedStretch[] = [];
  const map = copiesMap(doc);
  map.forEach((_raw, key) => {
    const entry = readEntry(map, key);
    if (!entry) return;
    const { copy, original, length } = entry;
    // Nothing is copied before it is there.
    if (overlap(copy, original, length)) return;
    const missing = [copy, original].find(
      ({ client, clock }) => clock + length > Y.getState(doc.store, client),
    );
    if (missing) awaits(missing.client, missing.clock + length);
    else entries.push(entry);
  });
  entries.sort(
    (a, b) =>
      a.copy.client - b.copy.client || a.copy.clock - b.copy.clock || a.length - b.length || a.rank - b.rank,
  );
  entries.forEach((entry, i) => {
    const next = entries[i + 1];
    if (next?.copy.client === entry.copy.client)
      entry.length = Math.min(entry.length, next.copy.clock - entry.copy.clock);
  });
  return entries.filter(({ length }) => length > 0);
}

/** Looks into the entries while first originals are looked for: far more than those of any article take. */
const mostLooks = (entries: number): number => 4 * entries + 10_000;

/** What each unit stands for. Making it reads all entries: ask for that of the document (`copyLedger`). */
export class CopyLedger {
  /** The entries as they are stored, by client and clock of the copy, without overlap. */
  readonly entries: readonly CopiedStretch[];
  /** The same with first originals, cut where those do not follow each other. */
  readonly rooted: readonly CopiedStretch[];
  readonly #entriesOf: ReadonlyMap<number, readonly CopiedStretch[]>;
  readonly #rootedOf: ReadonlyMap<number, readonly CopiedStretch[]>;
  /** By client: the lowest clock that its units have to reach before another entry can be true. */
  readonly #awaited = new Map<number, number>();
  #looks: number;

  constructor(doc: Y.Doc) {
    this.entries = readEntries(doc, (client, end) =>
      this.#awaited.set(client, Math.min(end, this.#awaited.get(client) ?? end)),
    );
    this.#entriesOf = byClient(this.entries);
    this.#looks = mostLooks(this.entries.length);
    const rooted: CopiedStretch[] = [];
    for (const { copy, original, length, rank } of this.entries)
      this.#follow({ ...original, length }, 0, (offset, root, run) => {
        const part = { client: copy.client, clock: copy.clock + offset };
        if (!overlap(part, root, run)) rooted.push({ copy: part, original: root, length: run, rank });
      });
    this.rooted = rooted;
    this.#rootedOf = byClient(rooted);
  }

  /** Whether a transaction, done or going on, makes it say something else. */
  isOutdated({ doc, changed }: Y.Transaction): boolean {
    if ((changed as ReadonlyMap<unknown, unknown>).has(copiesMap(doc))) return true;
    for (const [client, end] of this.#awaited) if (Y.getState(doc.store, client) >= end) return true;
    return false;
  }

  rankOf(client: number, clock: number): number {
    const list = this.#rootedOf.get(client) ?? [];
    const found = list[firstEndingAfter(list, clock)];
    return found && found.copy.clock <= clock ? found.rank : 0;
  }

  /** Calls `visit` for each run of units with the first original that it stands for (itself, when it is no copy). */
  roots(units: IdStretch, visit: (offset: number, root: UnitId, length: number) => void): void {
    eachRun(this.#rootedOf.get(units.client) ?? [], units, (entry, offset, length) =>
      visit(offset, entry ? originalOf(entry, units.clock + offset) : unitAt(units, offset), length),
    );
  }

  /** From copy to original until there is no entry. Once it has looked too often, what it is at counts as the first. */
  #follow(
    units: IdStretch,
    depth: number,
    visit: (offset: number, root: UnitId, length: number) => void,
  ): void {
    const list = this.#looks > 0 && depth < maxDepth ? (this.#entriesOf.get(units.client) ?? []) : [];
    eachRun(list, units, (entry, offset, length) => {
      const goesOn = this.#looks-- > 0;
      if (!entry || !goesOn) visit(offset, unitAt(units, offset), length);
      else
        this.#follow({ ...originalOf(entry, units.clock + offset), length }, depth + 1, (inner, root, run) =>
          visit(offset + inner, root, run),
        );
    });
  }
}

const ledgers = new KeptOf(
  (doc) => new CopyLedger(doc),
  (ledger, by) => ledger.isOutdated(by),
);

/** What each unit of a document stands for as it is now. Made anew only once it says something else. */
export const copyLedger = (doc: Y.Doc): CopyLedger => ledgers.of(doc);

const unitAt = ({ client, clock }: UnitId, offset: number): UnitId => ({ client, clock: clock + offset });
const originalOf = ({ copy, original }: CopiedStretch, clock: number): UnitId =>
  unitAt(original, clock - copy.clock);

function byClient(entries: readonly CopiedStretch[]): Map<number, CopiedStretch[]> {
  const lists = new Map<number, CopiedStretch[]>();
  for (const entry of entries) {
    const list = lists.get(entry.copy.client);
    if (list) list.push(entry);
    else lists.set(entry.copy.client, [entry]);
  }
  return lists;
}

/** Of entries of one client, in order: the index of the first that ends after a clock. */
function firstEndingAfter(list: readonly CopiedStretch[], clock: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { copy, length } = list[middle] as CopiedStretch;
    if (copy.clock + length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cuts units of one client into those of one entry (of `list`, in order) and those of none. */
function eachRun(
  list: readonly CopiedStretch[],
  { clock, length }: IdStretch,
  visit: (entry: CopiedStretch | null, offset: number, length: number) => void,
): void {
  let next = firstEndingAfter(list, clock);
  for (let done = 0; done < length; ) {
    const entry = list[next];
    const from = entry ? Math.max(done, entry.copy.clock - clock) : length;
    if (from > done) {
      const free = Math.min(length, from);
      visit(null, done, free - done);
      done = free;
      continue;
    }
    const to = Math.min(
      length,
      (entry as CopiedStretch).copy.clock + (entry as CopiedStretch).length - clock,
    );
    visit(entry as CopiedStretch, done, to - done);
    done = to;
    next += 1;
  }
}

/** Calls `visit` for each item that holds some of the units, with the part of it that does. */
export function eachItem(
  doc: Y.Doc,
  { client, clock, length }: IdStretch,
  visit: (item: Y.Item, offset: number, length: number) => void,
): void {
  const structs = doc.store.clients.get(client);
  const end = Math.min(clock + length, Y.getState(doc.store, client));
  if (!structs || clock >= end) return;
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const item = structs[i] as Y.Item | Y.GC;
    if (item.id.clock >= end) return;
    const from = Math.max(clock, item.id.clock);
    const to = Math.min(end, item.id.clock + item.length);
    if (item instanceof Y.Item) visit(item, from - item.id.clock, to - from);
  }
}

/** The text that holds a unit, of those that were taken from the document before; null when no item does. */
function textOf(doc: Y.Doc, unit: UnitId): unknown {
  let text: unknown = null;
  eachItem(doc, { ...unit, length: 1 }, (item) => {
    text = item.parent;
  });
  return text;
}

/**
 * The text in which a position is read; null when there is none. A position in words that were moved goes with them, to
 * texts that `isIn` says yes to.
 */
export function textOfPosition(
  doc: Y.Doc,
  { item, type, tname }: Y.RelativePosition,
  isIn: (text: unknown) => boolean,
): unknown {
  if (item) return textOf(doc, livingUnit(doc, copyLedger(doc), item, isIn) ?? item);
  if (tname !== null) return doc.share.get(tname) ?? null;
  let text: unknown = null;
  if (type)
    eachItem(doc, { client: type.client, clock: type.clock, length: 1 }, ({ content }) => {
      if (content instanceof Y.ContentType) text = content.type;
    });
  return text;
}

/** Whether the entry of that key makes units of the text stand for others, or others stand for units of the text. */
export function isCopyOf(text: Y.Text, key: string): boolean {
  const doc = text.doc as Y.Doc;
  const entry = readEntry(copiesMap(doc), key);
  return entry !== null && (textOf(doc, entry.copy) === text || textOf(doc, entry.original) === text);
}

export type Ranked = { rank: number; client: number; clock: number };

/** Which of two units that stand for one original is shown. */
export const better = (a: Ranked, b: Ranked): boolean => {
  if (a.rank !== b.rank) return a.rank > b.rank;
  return a.client !== b.client ? a.client > b.client : a.clock > b.clock;
};

/**
 * The best living unit that stands for the same original as `unit`, which may be itself, in any text that `isIn` says yes
 * to; null when none lives.
 */
export function livingUnit(
  doc: Y.Doc,
  ledger: CopyLedger,
  unit: UnitId,
  isIn: (text: unknown) => boolean,
): UnitId | null {
  if (unit.clock >= Y.getState(doc.store, unit.client)) return null;
  const lives = ({ client, clock }: UnitId): boolean => {
    let living = false;
    eachItem(doc, { client, clock, length: 1 }, (item) => {
      living = !item.deleted && isIn(item.parent);
    });
    return living;
  };
  let root: UnitId = unit;
  ledger.roots({ ...unit, length: 1 }, (_offset, first) => {
    root = first;
  });
  let best: (UnitId & { rank: number }) | null = lives(root) ? { ...root, rank: 0 } : null;
  for (const { copy, original, length, rank } of ledger.rooted) {
    const inside = root.clock - original.clock;
    if (original.client !== root.client || inside < 0 || inside >= length) continue;
    const member = { client: copy.client, clock: copy.clock + inside, rank };
    if ((best === null || better(member, best)) && lives(member)) best = member;
  }
  return best && { client: best.client, clock: best.clock };
}

/** Enters copies. Call it in the transaction that made them, or right after it. */
export function recordCopies(doc: Y.Doc, copies: readonly CopiedStretch[]): void {
  const map = copiesMap(doc);
  for (const { copy, original, length, rank } of copies)
    map.set(`${copy.client}.${copy.clock}`, [original.client, original.clock, length, rank]);
}
