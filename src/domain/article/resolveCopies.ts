import * as Y from "yjs";
import { better, CopyLedger, eachItem, type IdStretch, type UnitId } from "./copies.ts";
import { articleTexts, copiesMap } from "./document.ts";
import { asFigure, isAtomEmbed } from "./flatText.ts";

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

/** What of a text is hidden because a better copy of it shows, in that text or in another of the article. */
export function resolveCopies(doc: Y.Doc, text: Y.Text): CopyState {
  if (copiesMap(doc).size === 0) return nothing;
  const isArticleText = articleTexts(doc);
  const ledger = new CopyLedger(doc);
  const members: Member[] = [];
  const ends = new Map<string, Map<Y.Map<unknown>, Terminator>>();
  let takesPart = false;
  const add = (stretch: IdStretch, root: UnitId, rank: number): void =>
    eachItem(doc, stretch, (item, offset, length) => {
      const { parent, content } = item;
      takesPart ||= parent === text;
      if (item.deleted || !item.countable || holdsFigure(item)) return;
      if (parent !== text && !isArticleText(parent)) return;
      const clock = item.id.clock + offset;
      const own = { client: root.client, clock: root.clock + clock - stretch.clock };
      if (content instanceof Y.ContentType) {
        const map = content.type as unknown;
        if (parent !== text || !(map instanceof Y.Map)) return;
        const key = `${own.client}.${own.clock}`;
        const group = ends.get(key) ?? new Map<Y.Map<unknown>, Terminator>();
        ends.set(key, group.set(map, { map, client: stretch.client, clock, rank }));
      } else members.push({ text: parent as Y.Text, client: stretch.client, clock, length, root: own, rank });
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
  const lost = losers(members);
  return {
    hidden: lost.filter(({ loser }) => loser.text === text).map(({ loser }) => loser),
    outdone: lost.filter(({ winner }) => winner.text === text).map(({ loser }) => loser),
    takesPart,
    rivals,
  };
}

interface Loss {
  loser: Member;
  winner: Member;
}

/** Of the members that overlap on one original, all but the best, cut to where they overlap. */
function losers(members: Member[]): Loss[] {
  members.sort((a, b) => a.root.client - b.root.client || a.root.clock - b.root.clock);
  const lost = new Map<string, Loss>();
  for (let i = 0; i < members.length; ) {
    const first = members[i] as Member;
    let end = first.root.clock + first.length;
    let next = i + 1;
    for (; next < members.length; next++) {
      const { root, length } = members[next] as Member;
      if (root.client !== first.root.client || root.clock >= end) break;
      end = Math.max(end, root.clock + length);
    }
    if (next > i + 1) cutOverlaps(members.slice(i, next), lost);
    i = next;
  }
  return [...lost.values()];
}

function cutOverlaps(members: readonly Member[], lost: Map<string, Loss>): void {
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
        lost.set(`${member.client}.${member.clock}`, { loser: member, winner: best });
  }
}
