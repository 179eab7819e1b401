import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { type AtomEmbed, asFigure, newTerminator, terminatorStyle } from "../domain/article/flatText.ts";
import type { ShownText } from "../domain/article/shownText.ts";
import { atomEmbed, type LaidOut, laidOutLength, layOutText, showsEmbed } from "./bodyLayout.ts";
import { inlineUnits, type TextCut, type Unit, type UnitEdit } from "./units.ts";

/**
 * The units of the body between two positions of a document. With the layout that belongs to it (the old side)
 * terminators carry their map, blocks that no terminator closes have none, and what is hidden between two shown
 * blocks is listed.
 */
export function bodyUnits(
  document: Node,
  from: number,
  to: number,
  layout: readonly LaidOut[] | null,
  cut: TextCut,
): Unit[] {
  const units: Unit[] = [];
  let next = 0;
  let at = 0;
  for (let i = 0; i < document.childCount && at < to; i++) {
    const block = document.child(i);
    const end = at + block.nodeSize;
    let part: LaidOut | undefined;
    if (layout) {
      for (part = layout[next]; part && !part.visible; part = layout[++next])
        if (at > from && at < to)
          for (let k = laidOutLength(part); k > 0; k--) units.push({ kind: "hidden" });
      next += 1;
    }
    if (end > from) {
      if (!block.isTextblock) {
        if (at >= from) units.push({ kind: "atom", node: block });
      } else {
        inlineUnits(block, Math.max(0, from - at - 1), to - at - 1, cut, units);
        const closing = end - 1;
        const { style, indent } = block.attrs as { style: string; indent: number };
        if (closing >= from && closing < to) {
          if (!layout) units.push({ kind: "end", style, indent });
          else if (part?.kind === "text" && part.end)
            units.push({ kind: "end", style, indent, map: part.end });
        }
      }
    }
    at = end;
  }
  return units;
}

/** Whether only closed blocks lie before a flat index: no text there runs on into what follows. */
export function isPartStart(layout: readonly LaidOut[], index: number): boolean {
  let flat = 0;
  let open = false;
  for (const part of layout) {
    if (flat >= index) break;
    flat += laidOutLength(part);
    open = part.kind === "text" && !part.end;
  }
  return flat === index && !open;
}

export class LayoutMismatch extends Error {}

/**
 * Makes every block of the document exist in the flat text as it is shown: adds terminators where blocks would
 * run together or vanish, brings styles over, revives a block. `before`: the layout before the edit. Answers with the layout of the document.
 */
export function settle(text: ShownText, document: Node, before: readonly LaidOut[]): LaidOut[] {
  let layout = layOutText(text);
  // With one gone, the next best may stand up.
  while (retireRivals(layout, before)) layout = layOutText(text);
  for (let round = 0; ; round++) {
    if (round > document.childCount * 2 + 8) throw new LayoutMismatch("the body does not settle");
    if (match(text, document, layout)) return layout;
    layout = layOutText(text);
  }
}

/**
 * What the person takes away must not stand up again as the copy of another move: a hidden block that would show
 * now goes with it.
 */
function retireRivals(layout: readonly LaidOut[], before: readonly LaidOut[]): boolean {
  const hidden = new Set<Y.Map<unknown>>();
  for (const part of before) if (part.kind === "text" && part.end && !part.visible) hidden.add(part.end);
  let retired = false;
  for (const part of layout) {
    if (part.kind !== "text" || !part.visible || part.length > 0 || !part.end) continue;
    if (!hidden.has(part.end)) continue;
    part.end.set("gone", true);
    retired = true;
  }
  return retired;
}

/** One pass; false after a change of structure, which needs the layout anew. */
function match(text: ShownText, document: Node, layout: LaidOut[]): boolean {
  const copies = new Map<string, number>();
  for (const part of layout) {
    const id = part.kind === "atom" ? asFigure(part.embed)?.id : undefined;
    if (id) copies.set(id, (copies.get(id) ?? 0) + 1);
  }
  const mayHide = (part: LaidOut): boolean =>
    part.kind === "text"
      ? part.length === 0 && part.end !== null && (part.end.get("gone") === true || text.rivals.has(part.end))
      : (copies.get(asFigure(part.embed)?.id ?? "") ?? 0) > 1;
  let at = 0;
  let next = 0;
  for (let i = 0; i < document.childCount; i++) {
    const block = document.child(i);
    const shows = (part: LaidOut): boolean =>
      block.isTextblock
        ? part.kind === "text" && part.length === block.content.size
        : part.kind === "atom" && showsEmbed(block, part.embed);
    let hidden: Y.Map<unknown> | null = null;
    // A skipped atom may be what the next block shows: an empty block that has to be made goes before it.
    let atomAt: number | null = null;
    let part = layout[next];
    while (part && mayHide(part) && (part.kind === "text" ? !(part.visible && shows(part)) : !shows(part))) {
      part.visible = false;
      if (part.kind === "atom") atomAt ??= at;
      else if (atomAt === null) hidden = part.end?.get("gone") === true ? part.end : null;
      at += laidOutLength(part);
      part = layout[++next];
    }
    if (part && shows(part)) {
      part.visible = true;
      next += 1;
      if (part.kind === "text" && !bringStyle(text, at, part, block)) return false;
      at += laidOutLength(part);
      continue;
    }
    if (!block.isTextblock) {
      // What stands here may be a colleague's, or what the next block shows: it is never overwritten.
      text.insertEmbed(atomAt ?? at, atomEmbed(block), true);
      return false;
    }
    const { style, indent } = block.attrs as { style: string; indent: number };
    const only = document.childCount === 1 && !part;
    if (block.content.size === 0 && only && style === "paragraph" && indent === 0) return true;
    if (block.content.size === 0 && hidden) {
      hidden.set("gone", false);
      return false;
    }
    if (block.content.size === 0) {
      text.insertEmbed(atomAt ?? at, newTerminator(style, indent), true);
      return false;
    }
    if (part?.kind === "text" && part.length > block.content.size) {
      text.insertEmbed(at + block.content.size, newTerminator(style, indent));
      return false;
    }
    throw new LayoutMismatch("a block has other text than the document");
  }
  for (const part of layout.slice(next)) {
    if (!mayHide(part)) throw new LayoutMismatch("the document has a block that is not shown");
    part.visible = false;
  }
  return true;
}

/** Brings a block's style into its terminator; false when one had to be added. */
function bringStyle(text: ShownText, at: number, part: LaidOut & { kind: "text" }, block: Node): boolean {
  const { style, indent } = block.attrs as { style: string; indent: number };
  if (!part.end) {
    if (style === "paragraph" && indent === 0) return true;
    text.insertEmbed(at + part.length, newTerminator(style, indent));
    return false;
  }
  const now = terminatorStyle(part.end);
  if (now.style !== style) part.end.set("style", style);
  if (now.indent !== indent) part.end.set("indent", indent);
  return true;
}

/** The id of the figure that a node shows, be it as a placeholder; null for other nodes and damaged figures. */
export function figureId(node: Node): string | null {
  if (node.type.name === "figure") return String(node.attrs.id);
  return node.type.name === "unknownBlock" ? (asFigure(node.attrs.embed as AtomEmbed)?.id ?? null) : null;
}

/** The ids of figures that edits took out and the document no longer shows. */
export function removedFigures(edits: readonly UnitEdit[], after: Node): Set<string> {
  const ids = new Set<string>();
  for (const { remove } of edits)
    for (const unit of remove) if (unit.kind === "atom") ids.add(figureId(unit.node) ?? "");
  ids.delete("");
  if (ids.size > 0) after.forEach((node) => void ids.delete(figureId(node) ?? ""));
  return ids;
}

/** Deletes every copy of the given figures: a hidden one must not come back when the shown one is deleted. */
export function deleteCopies(text: ShownText, ids: ReadonlySet<string>): void {
  if (ids.size === 0) return;
  const copies = text
    .parts()
    .filter((part) => part.kind === "atom" && ids.has(asFigure(part.embed)?.id ?? ""));
  for (const { start } of copies.reverse()) text.delete(start, 1);
}
