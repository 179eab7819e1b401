import { Fragment, type Mark, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { paragraphsOf } from "../text/cleanText.ts";

/** Plain text for the body: every line a paragraph, the first and the last joining what they are pasted into. */
export function bodySlice(schema: Schema, text: string, marks: readonly Mark[]): Slice {
  const { textblock } = schema.nodes;
  const paragraphs = paragraphsOf(text);
  if (!textblock || paragraphs.length === 0) return Slice.empty;
  const nodes = paragraphs.map((line) =>
    textblock.create(null, line === "" ? null : schema.text(line, marks)),
  );
  return new Slice(Fragment.fromArray(nodes), 1, 1);
}

/** Plain text for a field: one line, or lines with breaks between them. */
export function fieldSlice(schema: Schema, text: string, lineBreaks: boolean): Slice {
  const lines = paragraphsOf(text);
  const { hardBreak } = schema.nodes;
  const trimmed = lines.length > 1 ? lines.map((line) => line.trim()) : lines;
  const nodes: Node[] = [];
  if (lineBreaks && hardBreak)
    trimmed.forEach((line, i) => {
      if (i > 0) nodes.push(hardBreak.create());
      if (line !== "") nodes.push(schema.text(line));
    });
  else if (trimmed.join("") !== "") nodes.push(schema.text(trimmed.join(" ")));
  return new Slice(Fragment.fromArray(nodes), 0, 0);
}
