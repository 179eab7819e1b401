import {
  chainCommands,
  deleteSelection,
  joinBackward,
  joinForward,
  selectNodeBackward,
  selectNodeForward,
} from "@tiptap/pm/commands";
import { undoInputRule } from "@tiptap/pm/inputrules";
import { AllSelection, type Command, TextSelection } from "@tiptap/pm/state";
import { indentItems, isListStyle } from "./blocks.ts";
import { takeLinksBack } from "./marks.ts";

const isHeading = (style: string): boolean => style === "heading" || style === "subheading";

/** Enter: continues lists and quotes, ends headings, and leaves what is empty. */
export const enter: Command = (state, dispatch) => {
  const { selection } = state;
  if (!(selection instanceof TextSelection || selection instanceof AllSelection)) return false;
  const { tr } = state;
  if (!selection.empty) tr.deleteSelection();
  const { $from } = tr.selection;
  const block = $from.parent;
  if (block.type.name !== "textblock") return false;
  const { style, indent } = block.attrs as { style: string; indent: number };
  const size = block.content.size;
  if (size === 0 && selection.empty && style !== "paragraph") {
    if (indent > 0) tr.setNodeAttribute($from.before(), "indent", indent - 1);
    else tr.setNodeAttribute($from.before(), "style", "paragraph");
  } else if ($from.parentOffset === 0 && size > 0) {
    tr.insert($from.before(), block.type.create(isHeading(style) ? null : { style, indent }));
  } else {
    const atEnd = $from.parentOffset === size;
    const ends = isHeading(style) && atEnd;
    const marks = state.storedMarks ?? (selection.empty && $from.parentOffset > 0 ? $from.marks() : []);
    const attrs = ends ? null : { style, indent };
    // At an edge the block stays the node it was; a split would make it anew, and a view draws all that follows such
    // a block again when a colleague's comes in above.
    if (atEnd) {
      const below = $from.after();
      tr.insert(below, block.type.create(attrs)).setSelection(TextSelection.create(tr.doc, below + 1));
    } else tr.split($from.pos, 1, [{ type: block.type, attrs }]);
    if (!ends && marks.length > 0) tr.ensureMarks(marks.filter((mark) => mark.type.spec.inclusive !== false));
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

export const lineBreak: Command = (state, dispatch) => {
  const { hardBreak } = state.schema.nodes;
  if (!hardBreak || !state.selection.$from.parent.inlineContent) return false;
  const marks = state.storedMarks ?? state.selection.$from.marks();
  dispatch?.(state.tr.replaceSelectionWith(hardBreak.create()).ensureMarks(marks).scrollIntoView());
  return true;
};

/** At the start of a block: out of the list first, then to a paragraph. */
const unstyle: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.type.name !== "textblock") return false;
  const { style, indent } = $from.parent.attrs as { style: string; indent: number };
  if (isListStyle(style) && indent > 0) return indentItems(-1)(state, dispatch);
  if (style === "paragraph") return false;
  dispatch?.(state.tr.setNodeAttribute($from.before(), "style", "paragraph").scrollIntoView());
  return true;
};

/** A picture, divider or unknown block beside the caret is selected first: nobody deletes one unseen. */
const selectAtomBefore: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth === 0 || $from.parentOffset > 0) return false;
  return state.doc.resolve($from.before()).nodeBefore?.isAtom
    ? selectNodeBackward(state, dispatch, view)
    : false;
};
const selectAtomAfter: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth === 0 || $from.parentOffset < $from.parent.content.size) return false;
  return state.doc.resolve($from.after()).nodeAfter?.isAtom
    ? selectNodeForward(state, dispatch, view)
    : false;
};

export const backspace = chainCommands(
  undoInputRule,
  takeLinksBack,
  deleteSelection,
  unstyle,
  selectAtomBefore,
  joinBackward,
  selectNodeBackward,
);
export const forwardDelete = chainCommands(deleteSelection, selectAtomAfter, joinForward, selectNodeForward);
