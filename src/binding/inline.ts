import { Fragment, type Mark, type Node, type Schema } from "@tiptap/pm/model";
import type { Piece } from "../domain/article/flatText.ts";
import { type MarkSpan, type Marks, marksBetween } from "../domain/article/marks.ts";

/** The marks of a span as the schema's; marks the schema does not know are not shown. */
export function schemaMarks(schema: Schema, marks: Marks): readonly Mark[] {
  let out: readonly Mark[] = [];
  const add = (name: string, attrs?: Record<string, unknown>): void => {
    const type = schema.marks[name];
    if (type) out = type.create(attrs).addToSet(out);
  };
  if (marks.bold) add("bold");
  if (marks.italic) add("italic");
  if (marks.link !== undefined) add("link", { href: marks.link });
  return out;
}

/** The reverse of `schemaMarks`. */
export function plainMarks(marks: readonly Mark[]): Marks {
  const out: { bold?: true; italic?: true; link?: string } = {};
  for (const mark of marks) {
    if (mark.type.name === "bold") out.bold = true;
    else if (mark.type.name === "italic") out.italic = true;
    else if (mark.type.name === "link") out.link = String(mark.attrs.href);
  }
  return out;
}

const lineBreak = "\n";

function pushText(schema: Schema, text: string, marks: readonly Mark[], out: Node[]): void {
  if (!text.includes(lineBreak)) {
    if (text !== "") out.push(schema.text(text, marks));
    return;
  }
  const lines = text.split(lineBreak);
  lines.forEach((line, i) => {
    if (i > 0)
      out.push(
        (schema.nodes.hardBreak as NonNullable<typeof schema.nodes.hardBreak>).create(null, null, marks),
      );
    if (line !== "") out.push(schema.text(line, marks));
  });
}

/** Inline nodes for flat content that starts at flat index `at`; one unit of text is one position. */
export function inlineNodes(
  schema: Schema,
  pieces: readonly Piece[],
  spans: readonly MarkSpan[] = [],
  at = 0,
): Fragment {
  const nodes: Node[] = [];
  let index = at;
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      const marks = schemaMarks(schema, marksBetween(spans, index, index + 1)[0]?.marks ?? {});
      nodes.push(
        (schema.nodes.unknownInline as NonNullable<typeof schema.nodes.unknownInline>).create(
          piece,
          null,
          marks,
        ),
      );
      index += 1;
      continue;
    }
    let done = 0;
    for (const span of marksBetween(spans, index, index + piece.length)) {
      pushText(schema, piece.slice(done, span.from - index), [], nodes);
      pushText(
        schema,
        piece.slice(span.from - index, span.to - index),
        schemaMarks(schema, span.marks),
        nodes,
      );
      done = span.to - index;
    }
    pushText(schema, piece.slice(done), [], nodes);
    index += piece.length;
  }
  return Fragment.fromArray(nodes);
}

/** The flat text of one inline node: its characters, "\n" for a break, or null for an embed. */
export const inlineText = (node: Node): string | null =>
  node.isText ? (node.text as string) : node.type.name === "hardBreak" ? lineBreak : null;
