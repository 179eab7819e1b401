import { Fragment, type Node } from "@tiptap/pm/model";
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

/** The border below the block that holds `pos`. */
export function blockAfter(doc: Node, pos: number): number {
  const block = blockAt(doc, pos);
  return block ? block.start + block.node.nodeSize : doc.content.size;
}

/** Inserts blocks between blocks; the end of the text always is a block one can write in. */
export function insertBlock(tr: Transaction, place: number, block: Node | Fragment): Transaction {
  tr.insert(place, block);
  const { textblock } = tr.doc.type.schema.nodes;
  if (textblock && !tr.doc.lastChild?.isTextblock) tr.insert(tr.doc.content.size, textblock.create());
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

/** Moves the figure at `pos` to the border between blocks at `place`. */
export const moveFigureTo =
  (pos: number, place: number): Command =>
  (state, dispatch) => {
    const figure = state.doc.nodeAt(pos);
    if (figure?.type.name !== "figure") return false;
    if (place >= pos && place <= pos + figure.nodeSize) return false;
    const { tr, at } = movedTo(state, pos, pos + figure.nodeSize, place);
    dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, at)).scrollIntoView());
    return true;
  };

/** Moves the figure at `pos` over its neighbour. */
export const moveFigure =
  (pos: number, direction: "up" | "down"): Command =>
  (state, dispatch) => {
    const figure = state.doc.nodeAt(pos);
    const place = figure && placeBeyond(state.doc, pos, pos + figure.nodeSize, direction);
    return place === null ? false : moveFigureTo(pos, place)(state, dispatch);
  };

/** Moves every block that the selection touches over the neighbour; what is selected stays so. */
export const moveBlocks =
  (direction: "up" | "down"): Command =>
  (state, dispatch) => {
    const { selection, doc } = state;
    const { from, to } = touchedBlocks(selection);
    const place = from === to ? null : placeBeyond(doc, from, to, direction);
    if (place === null) return false;
    const { tr, at } = movedTo(state, from, to, place);
    const moved = (pos: number): number => Math.min(pos + at - from, tr.doc.content.size);
    tr.setSelection(
      selection instanceof NodeSelection
        ? NodeSelection.create(tr.doc, at)
        : TextSelection.between(
            tr.doc.resolve(moved(selection.anchor)),
            tr.doc.resolve(moved(selection.head)),
          ),
    );
    dispatch?.(tr.setStoredMarks(state.storedMarks).scrollIntoView());
    return true;
  };

/** The borders around the blocks of a selection; one whose very start ends the selection is not touched. */
function touchedBlocks({ $from, $to, empty }: Selection): { from: number; to: number } {
  const untouched = !empty && $to.depth > 0 && $to.parentOffset === 0 && $to.before(1) > $from.pos;
  return {
    from: $from.depth > 0 ? $from.before(1) : $from.pos,
    to: untouched ? $to.before(1) : $to.depth > 0 ? $to.after(1) : $to.pos,
  };
}

/** The borders around what is selected, when that is all the words of whole paragraphs, as after three clicks; else null. */
export function wholeBlocks({ $from, $to, empty }: Selection): { from: number; to: number } | null {
  if (empty || $from.depth !== 1 || $to.depth !== 1) return null;
  if ($from.parentOffset > 0 || $to.parentOffset < $to.parent.content.size) return null;
  return { from: $from.before(), to: $to.after() };
}

/** Moves the whole paragraphs that are selected to the border between blocks at `place`; what is selected stays so. */
export const moveWholeBlocksTo =
  (place: number): Command =>
  (state, dispatch) => {
    const range = wholeBlocks(state.selection);
    if (!range) return false;
    const { from, to } = range;
    if (place >= from && place <= to) return true;
    const { tr, at } = movedTo(state, from, to, place);
    tr.setSelection(TextSelection.create(tr.doc, at + 1, at + to - from - 1));
    dispatch?.(tr.scrollIntoView());
    return true;
  };

/** Cuts the whole paragraphs that are selected and leaves none behind; not when nothing else is there. */
export const cutWholeBlocks: Command = (state, dispatch) => {
  const range = wholeBlocks(state.selection);
  if (!range || range.to - range.from === state.doc.content.size) return false;
  const tr = state.tr.delete(range.from, range.to).setMeta("uiEvent", "cut");
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(range.from, tr.doc.content.size))));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** The border beyond the neighbour of what stands between two borders; null when there is no neighbour. */
function placeBeyond(doc: Node, from: number, to: number, direction: "up" | "down"): number | null {
  const neighbour = direction === "up" ? doc.resolve(from).nodeBefore : doc.resolve(to).nodeAfter;
  if (!neighbour) return null;
  return direction === "up" ? from - neighbour.nodeSize : to + neighbour.nodeSize;
}

/** Brings the blocks between two borders to a third, `at`. Figures count their moves, so that one copy wins. */
function movedTo(
  state: EditorState,
  from: number,
  to: number,
  place: number,
): { tr: Transaction; at: number } {
  const blocks: Node[] = [];
  state.doc.slice(from, to).content.forEach((block) => {
    const moves = Number(block.attrs.moves) + 1;
    blocks.push(block.type.name === "figure" ? block.type.create({ ...block.attrs, moves }) : block);
  });
  const tr = state.tr.delete(from, to);
  const at = tr.mapping.map(place);
  return { tr: insertBlock(tr, at, Fragment.fromArray(blocks)), at };
}
