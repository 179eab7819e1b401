import * as Y from "yjs";
import { copiesMap } from "./document.ts";
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
 * first original, length, rank]`. Entries of other shapes, or about units that do not exist, say nothing.
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

/** Null for entries of other shapes. */
function readEntry(key: string, raw: unknown): CopiedStretch | null {
  const id = readPairKey(key);
  if (!id || !Array.isArray(raw)) return null;
  const [client, clock, length, rank] = raw as unknown[];
  if (!isClock(client) || !isClock(clock) || !isClock(length) || length === 0) return null;
  if (typeof rank !== "number" || !Number.isFinite(rank)) return null;
  return { copy: { client: id[0], clock: id[1] }, original: { client, clock }, length, rank };
}

/** The entries as they are stored, and what each unit stands for. */
export class CopyLedger {
  readonly entries: CopiedStretch[] = [];
  readonly #byClient = new Map<number, CopiedStretch[]>();

  constructor(doc: Y.Doc) {
    copiesMap(doc).forEach((raw, key) => {
      const entry = readEntry(key, raw);
      if (!entry) return;
      const { copy, original, length } = entry;
      if (copy.clock + length > Y.getState(doc.store, copy.client)) return;
      if (original.clock + length > Y.getState(doc.store, original.client)) return;
      this.entries.push(entry);
    });
    for (const entry of this.entries) {
      const list = this.#byClient.get(entry.copy.client);
      if (list) list.push(entry);
      else this.#byClient.set(entry.copy.client, [entry]);
    }
    for (const list of this.#byClient.values()) list.sort((a, b) => a.copy.clock - b.copy.clock);
  }

  /** The entry that a unit is part of, or how many units on none begins. */
  #find(client: number, clock: number): { entry: CopiedStretch | null; free: number } {
    const list = this.#byClient.get(client) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] as CopiedStretch).copy.clock <= clock) low = middle + 1;
      else high = middle;
    }
    const entry = list[low - 1];
    if (entry && clock < entry.copy.clock + entry.length) return { entry, free: 0 };
    return { entry: null, free: (list[low]?.copy.clock ?? Number.POSITIVE_INFINITY) - clock };
  }

  rankOf(client: number, clock: number): number {
    return this.#find(client, clock).entry?.rank ?? 0;
  }

  /** Calls `visit` for each run of units with the first original that it stands for (itself, when it is no copy). */
  roots(
    { client, clock, length }: IdStretch,
    visit: (offset: number, root: { client: number; clock: number }, length: number) => void,
    depth = 0,
  ): void {
    for (let done = 0; done < length; ) {
      const { entry, free } = this.#find(client, clock + done);
      if (!entry || depth >= maxDepth) {
        const run = Math.min(length - done, entry ? 1 : free);
        visit(done, { client, clock: clock + done }, run);
        done += run;
        continue;
      }
      const inEntry = clock + done - entry.copy.clock;
      const run = Math.min(length - done, entry.length - inEntry);
      const before = done;
      const original = { client: entry.original.client, clock: entry.original.clock + inEntry, length: run };
      this.roots(original, (offset, root, part) => visit(before + offset, root, part), depth + 1);
      done += run;
    }
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

/** Whether the entry of that key makes units of the text stand for others, or others stand for units of the text. */
export function isCopyOf(text: Y.Text, key: string): boolean {
  const doc = text.doc as Y.Doc;
  const entry = readEntry(key, copiesMap(doc).get(key));
  return entry !== null && (textOf(doc, entry.copy) === text || textOf(doc, entry.original) === text);
}

/** The texts of which units stand for others or have others stand for them, of those that were taken from the document before. */
export function textsWithCopies(doc: Y.Doc): ReadonlySet<unknown> {
  const texts = new Set<unknown>();
  copiesMap(doc).forEach((raw, key) => {
    const entry = readEntry(key, raw);
    if (entry) texts.add(textOf(doc, entry.copy)).add(textOf(doc, entry.original));
  });
  return texts;
}

type Ranked = { rank: number; client: number; clock: number };

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
  for (const { copy, original, length, rank } of ledger.entries)
    ledger.roots({ ...original, length }, (offset, first, run) => {
      const inside = root.clock - first.clock;
      if (first.client !== root.client || inside < 0 || inside >= run) return;
      const member = { client: copy.client, clock: copy.clock + offset + inside, rank };
      if ((best === null || better(member, best)) && lives(member)) best = member;
    });
  return best && { client: best.client, clock: best.clock };
}

/** Enters copies. Call it in the transaction that made them, or right after it. */
export function recordCopies(doc: Y.Doc, copies: readonly CopiedStretch[]): void {
  const map = copiesMap(doc);
  for (const { copy, original, length, rank } of copies)
    map.set(`${copy.client}.${copy.clock}`, [original.client, original.clock, length, rank]);
}
