import * as Y from "yjs";
import { copiesMap } from "./document.ts";
import { asFigure, isAtomEmbed } from "./flatText.ts";

/**
 * Moving a paragraph and taking back a deletion, in whatever text, both write new characters for old ones: nothing that is deleted
 * in a text ever lives again. When two people do so at once, the same words would stand twice. So each such
 * stretch is entered here: «these units stand for those». Of all living units that stand for one original, the
 * one with the highest (rank, client, clock) is shown, and the others are hidden wherever they are. A move ranks
 * one above what it moved, an undo as high as what it brings back. Nobody cleans hidden units away: the one
 * that shows may be taken back at the same time by somebody else, and then the next must be there.
 *
 * Stored in the map `copies`: key `<client>.<clock>` of the first copied unit, value `[client, clock of the
 * first original, length, rank]`. Entries of other shapes, or about units that do not exist, say nothing.
 */

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

/** A unit, or several in a row, that stand for an original. */
interface Member extends IdStretch {
  rank: number;
  root: { client: number; clock: number };
}

interface Terminator {
  map: Y.Map<unknown>;
  client: number;
  clock: number;
  rank: number;
}

export interface CopyState {
  /** Units that a better copy stands for. */
  hidden: readonly Member[];
  /** For each terminator of which several live: all of them, the best first. */
  rivals: ReadonlyMap<Y.Map<unknown>, readonly Y.Map<unknown>[]>;
}

const nothing: CopyState = { hidden: [], rivals: new Map() };

/** Copies of copies of copies: deeper than any writer makes them, who always name the first original. */
const maxDepth = 16;

const isClock = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** The entries as they are stored, and what each unit stands for. */
export class CopyLedger {
  readonly entries: CopiedStretch[] = [];
  readonly #byClient = new Map<number, CopiedStretch[]>();

  constructor(doc: Y.Doc) {
    copiesMap(doc).forEach((raw, key) => {
      const copy = unitOf(key);
      if (!copy || !Array.isArray(raw)) return;
      const [client, clock, length, rank] = raw as unknown[];
      if (!isClock(client) || !isClock(clock) || !isClock(length) || length === 0) return;
      if (typeof rank !== "number" || !Number.isFinite(rank)) return;
      if (copy.clock + length > Y.getState(doc.store, copy.client)) return;
      if (clock + length > Y.getState(doc.store, client)) return;
      this.entries.push({ copy, original: { client, clock }, length, rank });
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

const unitOf = (key: string): UnitId | null => {
  const id = /^(\d{1,15})\.(\d{1,15})$/.exec(key);
  return id && { client: Number(id[1]), clock: Number(id[2]) };
};

/** Whether the entry of that key is about units of the text. */
export function isCopyIn(text: Y.Text, key: string): boolean {
  const unit = unitOf(key);
  return unit !== null && textOf(text.doc as Y.Doc, unit) === text;
}

/** The texts in which some units stand for others, of those that were taken from the document before. */
export function textsWithCopies(doc: Y.Doc): ReadonlySet<unknown> {
  const texts = new Set<unknown>();
  for (const key of copiesMap(doc).keys()) {
    const unit = unitOf(key);
    if (unit) texts.add(textOf(doc, unit));
  }
  return texts;
}

function textOf(doc: Y.Doc, unit: UnitId): unknown {
  let text: unknown = null;
  eachItem(doc, { ...unit, length: 1 }, (item) => {
    text = item.parent;
  });
  return text;
}

/** Figures carry an identity of their own, and need no entry. */
export const carriesIdentity = (embed: unknown): boolean =>
  isAtomEmbed(embed) && Boolean(asFigure(embed)?.id);

const holdsFigure = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentEmbed && carriesIdentity((content as { embed: unknown }).embed);

/** What of a text is hidden because a better copy of it shows. */
export function resolveCopies(doc: Y.Doc, text: Y.Text): CopyState {
  if (copiesMap(doc).size === 0) return nothing;
  const ledger = new CopyLedger(doc);
  const members: Member[] = [];
  const ends = new Map<string, Map<Y.Map<unknown>, Terminator>>();
  const add = (stretch: IdStretch, root: { client: number; clock: number }, rank: number): void =>
    eachItem(doc, stretch, (item, offset, length) => {
      if (item.deleted || !item.countable || item.parent !== text || holdsFigure(item)) return;
      const clock = item.id.clock + offset;
      const own = { client: root.client, clock: root.clock + clock - stretch.clock };
      if (item.content instanceof Y.ContentType) {
        const map = item.content.type as unknown;
        if (!(map instanceof Y.Map)) return;
        const key = `${own.client}.${own.clock}`;
        const group = ends.get(key) ?? new Map<Y.Map<unknown>, Terminator>();
        ends.set(key, group.set(map, { map, client: stretch.client, clock, rank }));
      } else members.push({ client: stretch.client, clock, length, root: own, rank });
    });
  for (const { copy, original, length, rank } of ledger.entries)
    ledger.roots({ ...original, length }, (offset, root, run) => {
      add({ client: copy.client, clock: copy.clock + offset, length: run }, root, rank);
      add({ ...root, length: run }, root, 0);
    });
  const rivals = new Map<Y.Map<unknown>, Y.Map<unknown>[]>();
  for (const group of ends.values()) {
    if (group.size < 2) continue;
    const maps = [...group.values()].sort((a, b) => (better(a, b) ? -1 : 1)).map(({ map }) => map);
    for (const map of maps) rivals.set(map, maps);
  }
  return { hidden: losers(members), rivals };
}

type Ranked = { rank: number; client: number; clock: number };

const better = (a: Ranked, b: Ranked): boolean => {
  if (a.rank !== b.rank) return a.rank > b.rank;
  return a.client !== b.client ? a.client > b.client : a.clock > b.clock;
};

/** Of the members that overlap on one original, all but the best, cut to where they overlap. */
function losers(members: Member[]): Member[] {
  members.sort((a, b) => a.root.client - b.root.client || a.root.clock - b.root.clock);
  const hidden = new Map<string, Member>();
  for (let i = 0; i < members.length; ) {
    const first = members[i] as Member;
    let end = first.root.clock + first.length;
    let next = i + 1;
    for (; next < members.length; next++) {
      const { root, length } = members[next] as Member;
      if (root.client !== first.root.client || root.clock >= end) break;
      end = Math.max(end, root.clock + length);
    }
    if (next > i + 1) cutOverlaps(members.slice(i, next), hidden);
    i = next;
  }
  return [...hidden.values()];
}

function cutOverlaps(members: readonly Member[], hidden: Map<string, Member>): void {
  const edges = new Set<number>();
  for (const { root, length } of members) edges.add(root.clock).add(root.clock + length);
  const cuts = [...edges].sort((a, b) => a - b);
  for (let k = 0; k + 1 < cuts.length; k++) {
    const from = cuts[k] as number;
    const length = (cuts[k + 1] as number) - from;
    const here = members
      .filter(({ root, length: whole }) => root.clock <= from && root.clock + whole >= from + length)
      .map((m) => ({
        ...m,
        clock: m.clock + from - m.root.clock,
        length,
        root: { client: m.root.client, clock: from },
      }));
    let best = here[0];
    for (const member of here) if (best && better(member, best)) best = member;
    for (const member of here)
      if (best && (member.client !== best.client || member.clock !== best.clock))
        hidden.set(`${member.client}.${member.clock}`, member);
  }
}

export interface UnitId {
  client: number;
  clock: number;
}

/** The best living unit of a text that stands for the same original as `unit`, which may be itself; null when none lives. */
export function livingUnit(text: Y.Text, ledger: CopyLedger, unit: UnitId): UnitId | null {
  const doc = text.doc as Y.Doc;
  if (unit.clock >= Y.getState(doc.store, unit.client)) return null;
  const lives = ({ client, clock }: UnitId): boolean => {
    let living = false;
    eachItem(doc, { client, clock, length: 1 }, (item) => {
      living = !item.deleted && item.parent === text;
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
