import { isMacOS } from "@tiptap/core";
import { Slice } from "@tiptap/pm/model";
import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { dropPoint } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import { type ArticleUndo, draggedOut } from "../../binding/index.ts";
import { wholeBlocks } from "../commands/atoms.ts";

/** Words that are dragged out of one text of the article and dropped into another move there, as within one text. */
export interface DragAcross {
  undo: ArticleUndo;
  /** The other text of the page out of which something is being dragged. */
  dragSource: (into: EditorView) => EditorView | null;
}

/**
 * Where the words of a drop are to be taken out once they have come in; null when they stay: with the key that copies,
 * when they come from elsewhere, or with something that only the other text can hold.
 */
export function draggedFrom(
  view: EditorView,
  event: DragEvent,
  { dragSource }: Pick<DragAcross, "dragSource">,
): EditorView | null {
  const source = dragSource(view);
  const copies = isMacOS() ? event.altKey : event.ctrlKey;
  return source?.editable && !copies && holdsTextOnly(source.state.selection.content()) ? source : null;
}

function holdsTextOnly({ content }: Slice): boolean {
  let only = true;
  content.descendants((node) => {
    if (!node.isTextblock && !node.isText && node.type.name !== "hardBreak") only = false;
    return only;
  });
  return only && content.textBetween(0, content.size) !== "";
}

/** Takes the selected words out of a text because they go into another; whole paragraphs leave none behind. */
export function takeOut({ selection, doc, tr }: EditorState): Transaction {
  const blocks = wholeBlocks(selection);
  if (blocks && blocks.to - blocks.from < doc.content.size) tr.delete(blocks.from, blocks.to);
  else tr.deleteSelection();
  return tr.setMeta("uiEvent", draggedOut);
}

/** The selected words leave one text and `put` brings them into another: one step of the history. */
export function moveAcross(
  undo: ArticleUndo,
  source: Pick<EditorView, "state" | "dispatch">,
  put: (words: Slice) => void,
): void {
  // Not what the drag began with: a colleague may have written in it since.
  const words = source.state.selection.content();
  undo.together(() => {
    source.dispatch(takeOut(source.state));
    put(words);
  });
}

/** Puts words of a field into the body, where the pointer is. */
export function dropIntoBody(view: EditorView, event: DragEvent, words: Slice): void {
  const pointer = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const { doc, schema, tr } = view.state;
  const slice = Slice.fromJSON(schema, words.toJSON());
  const pos = pointer?.pos ?? doc.content.size;
  const at = dropPoint(doc, pos, slice) ?? pos;
  tr.replaceRange(at, at, slice);
  tr.setSelection(TextSelection.between(tr.doc.resolve(at), tr.doc.resolve(tr.mapping.map(at))));
  view.focus();
  view.dispatch(tr.setMeta("uiEvent", "drop"));
}
