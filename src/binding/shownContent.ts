import type { Node, Schema } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { MarkIndex } from "../domain/article/markIndex.ts";
import type { MarkSpan } from "../domain/article/marks.ts";
import { ShownText } from "../domain/article/shownText.ts";
import { blockNode, emptyParagraph, type LaidOut, layOut } from "./bodyLayout.ts";
import { inlineNodes } from "./inline.ts";
import { bodySchema, fieldSchema } from "./schema.ts";

/**
 * The body as its editor shows it. An editor that begins with it has nothing to change once it is bound: a change of
 * an editor on the page asks the browser where the selection is, which lays out the page.
 */
export function bodyContent(doc: Y.Doc): Node {
  const shown = new ShownText(doc);
  const { blocks } = shownBlocks(bodySchema, shown, shown.spans(new MarkIndex(doc).spans));
  return bodySchema.topNodeType.create(null, blocks.length > 0 ? blocks : emptyParagraph(bodySchema));
}

/** A field as its editor shows it; see `bodyContent`. */
export function fieldContent(text: Y.Text): Node {
  if (!text.doc) throw new Error("a text must be part of a document before an editor shows it");
  return fieldSchema.topNodeType.create(null, shownLine(fieldSchema, new ShownText(text.doc, text)));
}

/** The visible blocks of a body, and where each part of the flat text stands among them. */
export function shownBlocks(
  schema: Schema,
  shown: ShownText,
  spans: readonly MarkSpan[],
): { layout: LaidOut[]; blocks: Node[] } {
  const parts = shown.parts();
  const layout = layOut(parts, shown.visible(parts));
  const blocks = parts.filter((_, i) => layout[i]?.visible).map((part) => blockNode(schema, part, spans));
  return { layout, blocks };
}

/** What a field shows: one line. */
export const shownLine = (schema: Schema, shown: ShownText) =>
  inlineNodes(
    schema,
    shown.pieces(0, shown.length).map(({ content }) => content),
  );
