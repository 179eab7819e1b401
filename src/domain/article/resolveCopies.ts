import * as Y from "yjs";
import {
  better,
  type CopyLedger,
  copyLedger,
  eachItem,
  type IdStretch,
  type Ranked,
  type UnitId,
} from "./copies.ts";
import { articleTexts } from "./document.ts";
import { eachBest, type Interval } from "./eachBest.ts";
import { asFigure, isAtomEmbed } from "./flatText.ts";
import { KeptOf } from "./keptOf.ts";

/** Living units in a row that stand for an original. */
export interface Member extends IdStretch {
  text: Y.Text;
  rank: number;
  root: UnitId;
}

interface Terminator extends UnitId {
  map: Y.Map<unknown>;
  rank: number;
}

/** What the ledger of copies (copies.ts) says of one text. */
export interface CopyState {
  /** Units of the text that a better copy stands for, there or in another text. */
  hidden: readonly Member[];
  /** Units, of whatever text, that are hidden because better ones of this text show. */
  outdone: readonly Member[];
  /** Whether any of its units stands for another or has another stand for it. */
  takesPart: boolean;
  /** For each terminator of which several live: all of them, the best first. */
  rivals: ReadonlyMap<Y.Map<unknown>, readonly Y.Map<unknown>[]>;
}

const nothing: CopyState = { hidden: [], outdone: [], takesPart: false, rivals: new Map() };

/** Figures carry an identity of their own, and need no entry. */
export const carriesIdentity = (embed: unknown): boolean =>
  isAtomEmbed(embed) && Boolean(asFigure(embed)?.id);

const holdsFigure = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentEmbed && carriesIdentity((content as { embed: unknown }).embed);

/** All texts of a document, resolved together. */
interface Resolved {
  ledger: CopyLedger;
  states: ReadonlyMap<unknown, CopyState>;
  /** The units that the entries name, by client, in order. */
  named: ReadonlyMap<number, readonly IdStretch[]>;
}

/** Units come to an article once, and only what is deleted no longer stands for anything. */
const resolvedOf = new KeptOf(resolveAll, (resolved, by) => {
  return resolved.ledger.isOutdated(by) || deletesNamed(by, resolved.named);
});

/** What of a text is hidden because a better copy of it shows, in that text or in another of the article. */
export const resolveCopies = (doc: Y.Doc, text: Y.Text): CopyState =>
  resolvedOf.of(doc).states.get(text) ?? nothing;

function deletesNamed({ deleteSet }: Y.Transaction, named: Resolved["named"]): boolean {
  for (const [client, stretches] of named)
    for (const { clock, len } of deleteSet.clients.get(client) ?? []) {
      const next = stretches[firstNot(stretches, (stretch) => stretch.clock + stretch.length <= clock)];
      if (next && next.clock < clock + len) return true;
    }
  return false;
}

/** All texts at once: an article may have thousands. Takes n log n steps for what is stored of the entries and the texts. */
function resolveAll(doc: Y.Doc): Resolved {
  const isArticleText = articleTexts(doc);
  const ledger = copyLedger(doc);
  const { rooted } = ledger;
  const texts = new Map<unknown, TextState>();
  const stateOf = (text: unknown): TextState => {
    let state = texts.get(text);
    if (!state) texts.set(text, (state = new TextState()));
    return state;
  };
  const members: Member[] = [];
  const add = (stretch: IdStretch, root: UnitId, rank: number): void =>
    eachItem(doc, stretch, (item, offset, length) => {
      const { parent, content } = item;
      const state = stateOf(parent);
      if (item.deleted || !item.countable || holdsFigure(item)) return;
      const clock = item.id.clock + offset;
      const own = { client: root.client, clock: root.clock + clock - stretch.clock };
      if (content instanceof Y.ContentType) {
        const map = content.type as unknown;
        if (map instanceof Y.Map) state.addEnd(own, { map, client: stretch.client, clock, rank });
      } else if (isArticleText(parent))
        members.push({ text: parent as Y.Text, client: stretch.client, clock, length, root: own, rank });
    });
  for (const { copy, original, length, rank } of rooted) add({ ...copy, length }, original, rank);
  const roots = joined(rooted.map(({ original, length }) => ({ ...original, length })));
  for (const root of roots) add(root, root, 0);
  const allowance = { cuts: mostCuts(members.length) };
  for (const group of overlapping(members)) resolveGroup(group, stateOf, allowance);
  for (const state of texts.values()) state.findRivals();
  const named = new Map<number, IdStretch[]>();
  for (const stretch of joined([...roots, ...rooted.map(({ copy, length }) => ({ ...copy, length }))])) {
    const list = named.get(stretch.client);
    if (list) list.push(stretch);
    else named.set(stretch.client, [stretch]);
  }
  return { ledger, states: texts, named };
}

class TextState implements CopyState {
  readonly hidden: Member[] = [];
  readonly outdone: Member[] = [];
  readonly takesPart = true;
  readonly rivals = new Map<Y.Map<unknown>, readonly Y.Map<unknown>[]>();
  #ends = new Map<string, Map<Y.Map<unknown>, Terminator>>();

  addEnd({ client, clock }: UnitId, end: Terminator): void {
    const key = `${client}.${clock}`;
    const group = this.#ends.get(key) ?? new Map<Y.Map<unknown>, Terminator>();
    this.#ends.set(key, group.set(end.map, end));
  }

  findRivals(): void {
    for (const group of this.#ends.values()) {
      if (group.size < 2) continue;
      const maps = [...group.values()].sort(bestFirst).map(({ map }) => map);
      for (const map of maps) this.rivals.set(map, maps);
    }
    this.#ends.clear();
  }
}

/** Stretches by client and clock, each unit once. */
function joined(given: readonly IdStretch[]): IdStretch[] {
  const sorted = given.toSorted((a, b) => a.client - b.client || a.clock - b.clock);
  const stretches: IdStretch[] = [];
  for (const { client, clock, length } of sorted) {
    const last = stretches[stretches.length - 1];
    if (last?.client === client && clock <= last.clock + last.length)
      last.length = Math.max(last.length, clock + length - last.clock);
    else stretches.push({ client, clock, length });
  }
  return stretches;
}

/** Members by the originals that they share, directly or through others. Those that share none are left out. */
function overlapping(members: Member[]): Member[][] {
  members.sort((a, b) => a.root.client - b.root.client || a.root.clock - b.root.clock);
  const groups: Member[][] = [];
  for (let i = 0; i < members.length; ) {
    const first = members[i] as Member;
    let end = first.root.clock + first.length;
    let next = i + 1;
    for (; next < members.length; next++) {
      const { root, length } = members[next] as Member;
      if (root.client !== first.root.client || root.clock >= end) break;
      end = Math.max(end, root.clock + length);
    }
    if (next > i + 1) groups.push(members.slice(i, next));
    i = next;
  }
  return groups;
}

/** Words in one text that, by turns, others in several texts stand for: none but who wants to do harm comes near it. */
const mostCuts = (members: number): number => 4 * members + 100_000;

/** Of each original the best member shows; the others are cut to where it does. */
function resolveGroup(
  members: readonly Member[],
  stateOf: (text: unknown) => TextState,
  allowance: { cuts: number },
): void {
  const rivals = members.map((member) => {
    const { client, clock, length, rank, root } = member;
    // Ranked by where each would stand for the same original.
    return { member, from: root.clock, to: root.clock + length, rank, client, clock: clock - root.clock };
  });
  rivals.sort(bestFirst);
  const shown = new Map<Member, Interval[]>();
  /** Where members of the same text show, in order. */
  const byText: (Interval & { text: Y.Text })[] = [];
  eachBest(rivals, ({ member }, from, to) => {
    const own = shown.get(member);
    if (own) own.push({ from, to });
    else shown.set(member, [{ from, to }]);
    const last = byText[byText.length - 1];
    if (last?.text === member.text) last.to = to;
    else byText.push({ text: member.text, from, to });
  });
  const lose = (member: Member, from: number, to: number): void => {
    if (from >= to) return;
    stateOf(member.text).hidden.push(cut(member, from, to));
    for (let i = firstNot(byText, ({ to }) => to <= from); allowance.cuts > 0 && i < byText.length; i++) {
      const winner = byText[i] as (typeof byText)[number];
      if (winner.from >= to) break;
      allowance.cuts--;
      stateOf(winner.text).outdone.push(cut(member, Math.max(from, winner.from), Math.min(to, winner.to)));
    }
  };
  for (const { member, from, to } of rivals) {
    let at = from;
    for (const place of shown.get(member) ?? []) {
      lose(member, at, place.from);
      at = place.to;
    }
    lose(member, at, to);
  }
}

const bestFirst = (a: Ranked, b: Ranked): number => (better(a, b) ? -1 : better(b, a) ? 1 : 0);

const cut = (member: Member, from: number, to: number): Member => ({
  ...member,
  clock: member.clock + from - member.root.clock,
  length: to - from,
  root: { client: member.root.client, clock: from },
});

/** The index of the first of which that does not hold. `holds` is true of the first ones and of no others. */
function firstNot<T>(list: readonly T[], holds: (each: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
