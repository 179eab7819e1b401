import { getSchema } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type Command, EditorState, NodeSelection, type Selection, TextSelection } from "@tiptap/pm/state";
import { bodySchemaParts } from "../../binding/index.ts";

export const schema = getSchema(bodySchemaParts);

/**
 * A body as short words: `heading: A title`, `bullet/1: indented`, `---`, `figure a`. `<` and `>` mark the
 * selection, `|` a caret.
 */
export function bodyState(...lines: string[]): EditorState {
  let anchor = -1;
  let head = -1;
  let at = 0;
  const nodes: Node[] = lines.map((line) => {
    const node = block(line.replace(/[|<>]/g, ""));
    if (node.isTextblock) {
      const text = line.slice(line.indexOf(": ") + 2);
      const place = (mark: string): number =>
        at + 1 + text.slice(0, text.indexOf(mark)).replace(/[|<>]/g, "").length;
      if (/[|<]/.test(text)) anchor = place(/\|/.test(text) ? "|" : "<");
      if (/[|>]/.test(text)) head = place(/\|/.test(text) ? "|" : ">");
    }
    at += node.nodeSize;
    return node;
  });
  const doc = schema.topNodeType.create(null, nodes);
  const selection: Selection | undefined = anchor >= 0 ? TextSelection.create(doc, anchor, head) : undefined;
  return EditorState.create({ doc, selection });
}

function block(line: string): Node {
  if (line === "---") return schema.node("divider");
  const figure = /^figure (\w+)(?: (\d+))?$/.exec(line);
  if (figure) return schema.node("figure", { id: figure[1], media: "m", moves: Number(figure[2] ?? 0) });
  const [, style, indent, text] = /^(\w+)(?:\/(\d+))?: (.*)$/.exec(line) as RegExpExecArray;
  return schema.node(
    "textblock",
    { style, indent: Number(indent ?? 0) },
    text ? schema.text(text) : undefined,
  );
}

/** The reverse, without the selection. */
export function lines(state: EditorState): string[] {
  const out: string[] = [];
  state.doc.forEach((node) => {
    if (node.type.name === "divider") out.push("---");
    else if (node.type.name === "figure") out.push(`figure ${node.attrs.id} ${node.attrs.moves}`);
    else {
      const text = node.textBetween(0, node.content.size, null, "\n");
      out.push(`${node.attrs.style}${node.attrs.indent ? `/${node.attrs.indent}` : ""}: ${text}`);
    }
  });
  return out;
}

/** The state after the command; null when it did not apply. */
export function after(state: EditorState, command: Command): EditorState | null {
  let next = state;
  return command(state, (transaction) => {
    next = state.apply(transaction);
  })
    ? next
    : null;
}

export const select = (state: EditorState, index: number): EditorState => {
  let at = 0;
  for (let i = 0; i < index; i++) at += state.doc.child(i).nodeSize;
  return state.apply(state.tr.setSelection(NodeSelection.create(state.doc, at)));
};
