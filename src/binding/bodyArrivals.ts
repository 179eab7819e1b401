import type { Transaction } from "@tiptap/pm/state";
import type * as Y from "yjs";
import type { MarkSpan } from "../domain/article/marks.ts";
import type { ShownText } from "../domain/article/shownText.ts";
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
    if (removed > 0 || content.size > 0) tr.replaceWith(position, position + removed, content);
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
  const first = hunks[0]?.at ?? Number.POSITIVE_INFINITY;
  const last = hunks.reduce((end, hunk) => Math.max(end, hunk.at + hunk.removed), -1);
  const same = (a: LaidOut, b: LaidOut): boolean =>
    a.visible === b.visible &&
    (a.kind === "text"
      ? b.kind === "text" && a.length === b.length && a.end === b.end && !(a.end && ends.has(a.end))
      : b.kind === "atom" && a.embed === b.embed);
  let head = 0;
  let flat = 0;
  const least = Math.min(before.length, after.length);
  while (head < least) {
    const part = before[head] as LaidOut;
    const end = flat + laidOutLength(part);
    const open = part.kind === "text" && !part.end;
    if (end > first || (open && end === first) || !same(part, after[head] as LaidOut)) break;
    flat = end;
    head += 1;
  }
  let tail = 0;
  let start = before.reduce((sum, part) => sum + laidOutLength(part), 0);
  while (tail < least - head) {
    const part = before[before.length - 1 - tail] as LaidOut;
    start -= laidOutLength(part);
    if (start < last || !same(part, after[after.length - 1 - tail] as LaidOut)) break;
    tail += 1;
  }
  const shown = (layout: readonly LaidOut[], to: number): number =>
    layout.slice(0, to).filter((part) => part.visible).length;
  const fromBlock = shown(before, head);
  const emptyBefore = before.every((part) => !part.visible);
  const toBlock = emptyBefore ? tr.doc.childCount : shown(before, before.length - tail);
  bringStyles(tr, before, after, ends);
  const nodes = parts
    .slice(head, parts.length - tail)
    .filter((_, i) => after[head + i]?.visible)
    .map((part) => blockNode(tr.doc.type.schema, part, spans));
  replaceBlocks(tr, fromBlock, toBlock, nodes);
  return after;
}
