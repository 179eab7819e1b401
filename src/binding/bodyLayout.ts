import type { Node, Schema } from "@tiptap/pm/model";
import type * as Y from "yjs";
import {
  type AtomEmbed,
  asFigure,
  type FlatPart,
  newDivider,
  newFigure,
  terminatorStyle,
} from "../domain/article/flatText.ts";
import type { MarkSpan } from "../domain/article/marks.ts";
import type { ShownText } from "../domain/article/shownText.ts";
import { inlineNodes } from "./inline.ts";

/** A part of the flat body as the editor lays it out. A text's `length` follows plain typing. */
export type LaidOut = { visible: boolean } & (
  | { kind: "text"; length: number; end: Y.Map<unknown> | null }
  | { kind: "atom"; embed: AtomEmbed }
);

export const laidOutLength = (part: LaidOut): number =>
  part.kind === "atom" ? 1 : part.length + (part.end ? 1 : 0);

/** The positions of the editor that a visible part takes. */
export const positions = (part: LaidOut): number => (part.kind === "atom" ? 1 : part.length + 2);

export function layOut(parts: readonly FlatPart[], visible: readonly boolean[]): LaidOut[] {
  return parts.map((part, i) =>
    part.kind === "text"
      ? { kind: "text", length: part.length, end: part.end, visible: visible[i] as boolean }
      : { kind: "atom", embed: part.embed, visible: visible[i] as boolean },
  );
}

export function layOutText(shown: ShownText): LaidOut[] {
  const parts = shown.parts();
  return layOut(parts, shown.visible(parts));
}

/** What a block of the editor shows, by its index. */
export function shownPart(layout: readonly LaidOut[], block: number): LaidOut | undefined {
  let left = block;
  for (const part of layout) if (part.visible && left-- === 0) return part;
  return undefined;
}

/** Whether a block with that terminator is hidden once it is empty. */
export const mayVanish = (end: Y.Map<unknown> | null, rivals: ShownText["rivals"]): boolean =>
  !end || end.get("gone") === true || rivals.has(end);

/**
 * Flat index of an editor position. The closing token of a text block is its terminator; opening tokens count
 * nothing. At a border between blocks it is the start of the block that follows, behind what is hidden.
 */
export function flatIndex(layout: readonly LaidOut[], position: number): number {
  let at = 0;
  let flat = 0;
  for (const part of layout) {
    if (part.visible) {
      if (position <= at) return flat;
      if (part.kind === "text" && position < at + part.length + 2)
        return flat + Math.min(position - at - 1, part.length);
      at += positions(part);
    }
    flat += laidOutLength(part);
  }
  return flat;
}

/** Editor position of a flat index; for what is hidden, the border where it would be. */
export function editorPosition(layout: readonly LaidOut[], index: number): number {
  let at = 0;
  let flat = 0;
  let lastInside = 1;
  for (const part of layout) {
    const length = laidOutLength(part);
    const open = part.kind === "text" && !part.end;
    if (index < flat + length || (open && index === flat + length)) {
      if (!part.visible || part.kind === "atom") return at;
      return at + 1 + Math.min(index - flat, part.length);
    }
    flat += length;
    if (part.visible) {
      lastInside = part.kind === "text" ? at + 1 + part.length : at + 1;
      at += positions(part);
    }
  }
  return lastInside;
}

type BodyNode = "textblock" | "figure" | "divider" | "unknownBlock";
const nodeType = (schema: Schema, name: BodyNode) => {
  const type = schema.nodes[name];
  if (!type) throw new Error(`the body's schema has no ${name}`);
  return type;
};

/** The node that shows a part: a placeholder for an atom that the schema has no node for. */
export function blockNode(schema: Schema, part: FlatPart, spans: readonly MarkSpan[]): Node {
  if (part.kind === "text")
    return nodeType(schema, "textblock").create(
      terminatorStyle(part.end),
      inlineNodes(schema, part.pieces, spans, part.start),
    );
  const figure = asFigure(part.embed);
  if (figure && schema.nodes.figure) return schema.nodes.figure.create(figure);
  if (part.embed.kind === "divider" && schema.nodes.divider) return schema.nodes.divider.create();
  return nodeType(schema, "unknownBlock").create({ embed: part.embed });
}

/** What a body without any visible part shows: a paragraph that exists once somebody types. */
export const emptyParagraph = (schema: Schema): Node =>
  nodeType(schema, "textblock").create({ style: "paragraph", indent: 0 });

/** The embedded object that stands for an atom node. */
export function atomEmbed(node: Node): AtomEmbed {
  if (node.type.name === "figure")
    return newFigure({
      id: String(node.attrs.id),
      media: String(node.attrs.media),
      moves: Number(node.attrs.moves),
    });
  if (node.type.name === "divider") return newDivider();
  return node.attrs.embed as AtomEmbed;
}

/** Whether an atom node shows this embed; what this version does not read is compared by identity. */
export function showsEmbed(node: Node, embed: AtomEmbed): boolean {
  if (node.type.name === "unknownBlock") return node.attrs.embed === embed;
  const figure = asFigure(embed);
  if (figure)
    return (
      node.type.name === "figure" &&
      node.attrs.id === figure.id &&
      node.attrs.media === figure.media &&
      node.attrs.moves === figure.moves
    );
  return embed.kind === "divider" && node.type.name === "divider";
}
