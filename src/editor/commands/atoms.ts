import type { Node } from "@tiptap/pm/model";
import {
  type Command,
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from "@tiptap/pm/state";

/** Index of the top-level block that holds `pos`, and where it starts. */
function blockAt(doc: Node, pos: number): { node: Node; start: number } | null {
  const $pos = doc.resolve(Math.min(pos, doc.content.size));
  if ($pos.depth > 0) return { node: $pos.node(1), start: $pos.before(1) };
  return $pos.nodeAfter ? { node: $pos.nodeAfter, start: pos } : null;
}

/** Where a block that belongs to the caret goes: after the caret's block, or before it while that is empty. */
export function blockPlace(state: EditorState): number {
  const { selection, doc } = state;
  const block = blockAt(doc, selection.from);
  if (!block) return doc.content.size;
  const empty = block.node.isTextblock && block.node.content.size === 0;
  return empty ? block.start : block.start + block.node.nodeSize;
}

/** Inserts a block between blocks; the end of the text always is a block one can write in. */
export function insertBlock(tr: Transaction, place: number, node: Node): Transaction {
  tr.insert(place, node);
  const after = place + node.nodeSize;
  const { textblock } = tr.doc.type.schema.nodes;
  if (after === tr.doc.content.size && textblock) tr.insert(after, textblock.create());
  return tr;
}

export const insertDivider: Command = (state, dispatch) => {
  const { divider } = state.schema.nodes;
  if (!divider) return false;
  const place = blockPlace(state);
  const tr = insertBlock(state.tr, place, divider.create());
  tr.setSelection(Selection.near(tr.doc.resolve(place + 1), 1));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Makes room for words beside a selected block, so that typing and pasting never take it away. */
export const writeBeside: Command = (state, dispatch) => {
  const { selection } = state;
  const { textblock } = state.schema.nodes;
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock || !textblock) return false;
  const below = state.doc.resolve(selection.to).nodeAfter;
  const { tr } = state;
  if (!below?.isTextblock || below.content.size > 0) tr.insert(selection.to, textblock.create());
  tr.setSelection(TextSelection.create(tr.doc, selection.to + 1));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Removes the block at `pos` and leaves the caret where one can write on. */
export const removeBlock =
  (pos: number): Command =>
  (state, dispatch) => {
    const node = state.doc.nodeAt(pos);
    if (!node) return false;
    const tr = state.tr.delete(pos, pos + node.nodeSize);
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size))));
    dispatch?.(tr);
    return true;
  };

/** Moves the figure at `pos` to the border between blocks at `place`; each move counts, so that one copy wins. */
export const moveFigureTo =
  (pos: number, place: number): Command =>
  (state, dispatch) => {
    const figure = state.doc.nodeAt(pos);
    if (figure?.type.name !== "figure") return false;
    if (place >= pos && place <= pos + figure.nodeSize) return false;
    const moved = figure.type.create({ ...figure.attrs, moves: Number(figure.attrs.moves) + 1 });
    const tr = state.tr.delete(pos, pos + figure.nodeSize);
    const at = tr.mapping.map(place);
    insertBlock(tr, at, moved);
    tr.setSelection(NodeSelection.create(tr.doc, at));
    dispatch?.(tr.scrollIntoView());
    return true;
  };

/** Moves the figure at `pos` over its neighbour. */
export const moveFigure =
  (pos: number, direction: "up" | "down"): Command =>
  (state, dispatch) => {
    const $pos = state.doc.resolve(pos);
    const figure = $pos.nodeAfter;
    if (!figure) return false;
    if (direction === "up")
      return $pos.nodeBefore ? moveFigureTo(pos, pos - $pos.nodeBefore.nodeSize)(state, dispatch) : false;
    const below = state.doc.resolve(pos + figure.nodeSize).nodeAfter;
    return below ? moveFigureTo(pos, pos + figure.nodeSize + below.nodeSize)(state, dispatch) : false;
  };
