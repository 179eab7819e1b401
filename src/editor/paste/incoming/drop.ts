import type { Slice } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import { moveFigureTo, moveWholeBlocksTo } from "../../commands/atoms.ts";
import { carriesFiles, droppedFiles } from "../../pictures/transfer.ts";
import { type DragAcross, draggedFrom, dropIntoBody, moveAcross } from "../dragAcross.ts";
import type { Receivers } from "../receivers.ts";
import { dropForeign } from "./insert.ts";

interface Drop {
  slice: Slice;
  /** It comes out of this text and leaves its place. */
  moved: boolean;
  behaviour: DragAcross & Pick<Receivers, "onPictures">;
}

/** Brings what is let go over the body into it; false for what ProseMirror drops. */
export function dropInto(view: EditorView, event: DragEvent, { slice, moved, behaviour }: Drop): boolean {
  if (moved) return dropFigure(view, event, slice) || dropBlocks(view, event);
  if (!carriesFiles(event.dataTransfer)) {
    const source = draggedFrom(view, event, behaviour);
    if (!source) return dropForeign(view, event, slice);
    moveAcross(behaviour.undo, source, (words) => dropIntoBody(view, event, words));
    return true;
  }
  event.stopPropagation();
  const files = droppedFiles(event.dataTransfer);
  if (files.length > 0) behaviour.onPictures(files, borderAt(view, event));
  return true;
}

/** The border between blocks that is nearest to the pointer, as a position in the document. */
export function borderAt(view: EditorView, event: DragEvent): number {
  const pos =
    view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size;
  const $pos = view.state.doc.resolve(pos);
  if ($pos.depth === 0) return pos;
  const box = (view.nodeDOM($pos.before(1)) as HTMLElement | null)?.getBoundingClientRect();
  return box && event.clientY < box.top + box.height / 2 ? $pos.before(1) : $pos.after(1);
}

/** A dragged figure moves as one: the same picture with one move more. */
function dropFigure(view: EditorView, event: DragEvent, slice: Slice): boolean {
  const dragged = slice.content.childCount === 1 ? slice.content.firstChild : null;
  if (dragged?.type.name !== "figure") return false;
  let from: number | null = null;
  view.state.doc.forEach((node, at) => {
    if (node.type === dragged.type && node.attrs.id === dragged.attrs.id) from = at;
  });
  if (from === null) return false;
  moveFigureTo(from, borderAt(view, event))(view.state, view.dispatch);
  view.focus();
  return true;
}

/** Whole paragraphs stay paragraphs: they go between others, and none stays where they were. */
function dropBlocks(view: EditorView, event: DragEvent): boolean {
  if (!moveWholeBlocksTo(borderAt(view, event))(view.state, view.dispatch)) return false;
  view.focus();
  return true;
}
