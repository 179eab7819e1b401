import type { Node, Schema } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { MarkIndex } from "../domain/article/markIndex.ts";
import type { MarkSpan } from "../domain/article/marks.ts";
import { ShownText } from "../domain/article/shownText.ts";
import { blockNode, emptyParagraph, type LaidOut, layOut } from "./bodyLayout.ts";
import { inlineNodes } from "./inline.ts";
import { bodySchema, fieldSchema } from "./schema.ts";

/** What was read for an editor's first content. */
interface BodyReading {
  shown: ShownText;
  marks: MarkIndex;
  layout: LaidOut[];
}

/** Of contents whose documents have not changed since. */
const readings = new WeakMap<Node, BodyReading>();

/**
 * The body as its editor shows it. An editor that begins with it has nothing to change once it is bound: a change of
 * an editor on the page asks the browser where the selection is, which lays out the page.
 */
export function bodyContent(doc: Y.Doc): Node {
  const shown = new ShownText(doc);
  const marks = new MarkIndex(doc);
  const { blocks, layout } = shownBlocks(bodySchema, shown, shown.spans(marks.spans));
  const content = bodySchema.topNodeType.create(
    null,
    blocks.length > 0 ? blocks : emptyParagraph(bodySchema),
  );
  readings.set(content, { shown, marks, layout });
  doc.once("beforeTransaction", () => void readings.delete(content));
  return content;
}

/**
 * What `bodyContent` read for this content, for the one who goes on with it; null when the document changed since, or
 * the content is of another making.
 */
export function takeReading(content: Node): BodyReading | null {
  const reading = readings.get(content) ?? null;
  readings.delete(content);
  return reading;
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
