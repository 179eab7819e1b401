import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import type * as Y from "yjs";
import { terminatorStyle } from "../domain/article/flatText.ts";
import type { DeltaOperation } from "./alignment.ts";
import { emptyParagraph, type LaidOut } from "./bodyLayout.ts";

/** A remote edit at one place, in units of the text before it. */
export interface Hunk {
  at: number;
  removed: number;
  inserted: unknown[];
}

/** A delta's edits in order. */
export function toHunks(delta: readonly DeltaOperation[]): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  for (const operation of delta) {
    if (operation.retain !== undefined) {
      at += operation.retain;
      open = null;
      continue;
    }
    if (!open) {
      open = { at, removed: 0, inserted: [] };
      hunks.push(open);
    }
    if (operation.delete !== undefined) {
      open.removed += operation.delete;
      at += operation.delete;
    } else open.inserted.push(operation.insert);
  }
  return hunks;
}

/** Sets the styles that changed on blocks that stay. */
export function bringStyles(
  tr: Transaction,
  before: readonly LaidOut[],
  after: readonly LaidOut[],
  ends: ReadonlySet<Y.Map<unknown>>,
): void {
  const stay = new Set<Y.Map<unknown>>();
  for (const part of after)
    if (part.kind === "text" && part.visible && part.end && ends.has(part.end)) stay.add(part.end);
  if (stay.size === 0) return;
  let block = 0;
  let position = 0;
  for (const part of before) {
    if (!part.visible) continue;
    if (part.kind === "text" && part.end && stay.has(part.end)) {
      const { style, indent } = terminatorStyle(part.end);
      const { attrs } = tr.doc.child(block);
      if (attrs.style !== style) tr.setNodeAttribute(position, "style", style);
      if (attrs.indent !== indent) tr.setNodeAttribute(position, "indent", indent);
    }
    block += 1;
    position += part.kind === "atom" ? 1 : part.length + 2;
  }
}

/**
 * Replaces the blocks `from` to `to` (exclusive) by as small a step as shows the given nodes. Blocks that only come or
 * go do so whole: their neighbours stay the nodes they were, and keep their place on the screen, caret and composition.
 */
export function replaceBlocks(tr: Transaction, from: number, to: number, nodes: readonly Node[]): void {
  const { doc } = tr;
  const least = Math.min(to - from, nodes.length);
  let head = 0;
  while (head < least && doc.child(from + head).eq(nodes[head] as Node)) head += 1;
  let tail = 0;
  while (tail < least - head && doc.child(to - 1 - tail).eq(nodes[nodes.length - 1 - tail] as Node))
    tail += 1;
  const fresh = nodes.slice(head, nodes.length - tail);
  const gone = to - from - head - tail;
  if (gone === 0 && fresh.length === 0) return;
  const first = from + head;
  const start = blockStart(doc, first);
  const old: Node[] = [];
  for (let i = 0; i < gone; i++) old.push(doc.child(first + i));
  const empty = fresh.length === 0;
  if (empty && gone === doc.childCount) fresh.push(emptyParagraph(doc.type.schema));
  if (gone === 0 || empty) {
    const end = old.reduce((at, { nodeSize }) => at + nodeSize, start);
    tr.step(new ReplaceStep(start, end, new Slice(Fragment.fromArray(fresh), 0, 0)));
    return;
  }
  showDifference(tr, start, Fragment.fromArray(old), Fragment.fromArray(fresh));
}

function blockStart(doc: Node, index: number): number {
  let position = 0;
  for (let i = 0; i < index; i++) position += doc.child(i).nodeSize;
  return position;
}

/** A range of one content, and what stands there in another. */
export interface Replaced {
  from: number;
  to: number;
  newFrom: number;
  newTo: number;
}

/** What differs between two contents; null when they are equal. */
export function difference(old: Fragment, fresh: Fragment): Replaced | null {
  const from = old.findDiffStart(fresh);
  if (from === null) return null;
  const end = old.findDiffEnd(fresh) as { a: number; b: number };
  const overlap = Math.max(0, from - Math.min(end.a, end.b));
  return { from, to: end.a + overlap, newFrom: from, newTo: end.b + overlap };
}

/** Turns what stands at a position of the document into `fresh`, by one step over what differs. */
export function showDifference(tr: Transaction, at: number, old: Fragment, fresh: Fragment): void {
  const replaced = difference(old, fresh);
  if (!replaced) return;
  const slice = tr.doc.copy(fresh).slice(replaced.newFrom, replaced.newTo);
  tr.step(new ReplaceStep(at + replaced.from, at + replaced.to, slice));
}
