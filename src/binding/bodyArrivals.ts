import { type Node, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import type * as Y from "yjs";
import type { FlatPart } from "../domain/article/flatText.ts";
import type { MarkSpan } from "../domain/article/marks.ts";
import type { ShownText } from "../domain/article/shownText.ts";
import { insertLength } from "./alignment.ts";
import { blockNode, type LaidOut, laidOutLength, layOut, mayVanish } from "./bodyLayout.ts";
import { bringStyles, type Hunk, replaceBlocks } from "./bodySteps.ts";
import { inlineNodes } from "./inline.ts";

/** What others wrote into the body, as steps of the editor. */

/** An edit inside one text block: `position` in the editor before all of them, `flat` in the text after them. */
export interface PlainHunk {
  position: number;
  flat: number;
  removed: number;
  inserted: string[];
  part: LaidOut & { kind: "text" };
}

/** The hunks as edits inside text blocks, in order; null when one of them touches more than that. */
export function plainHunks(
  layout: readonly LaidOut[],
  hunks: readonly Hunk[],
  rivals: ShownText["rivals"],
): PlainHunk[] | null {
  const out: PlainHunk[] = [];
  let shift = 0;
  let next = 0;
  let flat = 0;
  let position = 0;
  const grown = new Map<LaidOut, number>();
  for (const { at, removed, inserted } of hunks) {
    if (!inserted.every((piece) => typeof piece === "string")) return null;
    let part = layout[next];
    while (part && (part.kind === "atom" || at > flat + part.length)) {
      flat += laidOutLength(part);
      if (part.visible) position += part.kind === "atom" ? 1 : part.length + 2;
      part = layout[++next];
    }
    if (!part || part.kind !== "text" || !part.visible) return null;
    if (at < flat || at + removed > flat + part.length) return null;
    const added = inserted.reduce((sum, piece) => sum + piece.length, 0);
    const length = (grown.get(part) ?? part.length) + added - removed;
    if (length === 0 && mayVanish(part.end, rivals)) return null;
    if (part.length === 0 && part.end && rivals.has(part.end)) return null;
    grown.set(part, length);
    out.push({ position: position + 1 + at - flat, flat: at + shift, removed, inserted, part });
    shift += added - removed;
  }
  return out;
}

/** Shows edits inside text blocks; the layout follows. `spans`: the marks after them. */
export function showPlain(tr: Transaction, hunks: readonly PlainHunk[], spans: readonly MarkSpan[]): void {
  for (const { position, removed, inserted, part, flat } of hunks.toReversed()) {
    const content = inlineNodes(tr.doc.type.schema, inserted, spans, flat);
    if (removed > 0 || content.size > 0)
      tr.step(new ReplaceStep(position, position + removed, new Slice(content, 0, 0)));
    part.length += content.size - removed;
  }
}

/**
 * Lays the body out anew and replaces the blocks that differ, styles by attribute steps. `before`: the layout that the
 * editor shows; `hunks` and `ends` (terminators with other keys) tell what changed since. Answers with the new layout.
 */
export function showStructure(
  tr: Transaction,
  before: readonly LaidOut[],
  text: ShownText,
  spans: readonly MarkSpan[],
  hunks: readonly Hunk[],
  ends: ReadonlySet<Y.Map<unknown>>,
): LaidOut[] {
  const parts = text.parts();
  const after = layOut(parts, text.visible(parts));
  bringStyles(tr, before, after, ends);
  const kept = untouchedBlocks(before, hunks);
  const { schema } = tr.doc.type;
  const runs: BlockRun[] = [];
  let from = 0;
  let nodes: Node[] = [];
  const close = (to: number): void => {
    if (to > from || nodes.length > 0) runs.push({ from, to, nodes });
    nodes = [];
  };
  parts.forEach((part, i) => {
    if (after[i]?.visible !== true) return;
    const block = kept.get(identity(part));
    if (block === undefined) nodes.push(blockNode(schema, part, spans));
    else {
      close(block);
      from = block + 1;
    }
  });
  close(tr.doc.childCount);
  // From behind, so that the places of the others hold.
  for (const run of runs.reverse()) replaceBlocks(tr, run.from, run.to, run.nodes);
  return after;
}

/** Blocks of the editor, `to` exclusive, and what shows in their place. */
interface BlockRun {
  from: number;
  to: number;
  nodes: Node[];
}

/** What a part is recognised by, whatever is written before it; nothing tells open blocks apart. */
const identity = (part: LaidOut | FlatPart): object | null => (part.kind === "text" ? part.end : part.embed);

/** The editor's blocks in which nothing came or went, by the identity of what they show. */
function untouchedBlocks(
  layout: readonly LaidOut[],
  hunks: readonly Hunk[],
): ReadonlyMap<object | null, number> {
  const blocks = new Map<object | null, number>();
  let block = 0;
  let start = 0;
  let next = 0;
  for (const part of layout) {
    const end = start + laidOutLength(part);
    let hunk = hunks[next];
    while (hunk && hunk.at + hunk.removed < start) hunk = hunks[++next];
    if (part.visible) {
      const id = identity(part);
      if (id && !(hunk && hunk.at <= end)) blocks.set(id, block);
      block += 1;
    }
    start = end;
  }
  return blocks;
}

/** Where a flat index has gone; it stays before what came in right at it. */
export function carriedIndex(index: number, hunks: readonly Hunk[]): number {
  let moved = index;
  for (const { at, removed, inserted } of hunks) {
    if (at >= index) break;
    if (index < at + removed) return moved - (index - at);
    moved += inserted.reduce<number>((sum, piece) => sum + insertLength(piece), -removed);
  }
  return moved;
}
