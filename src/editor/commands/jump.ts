import { isMacOS } from "@tiptap/core";
import { Selection, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Where the keys for the start and the end of a whole text lead; null for other keys. */
export function jumpOf(pressed: KeyPress, mac = isMacOS()): "start" | "end" | null {
  if (pressed.altKey) return null;
  if (mac && pressed.metaKey && !pressed.ctrlKey)
    return pressed.key === "ArrowUp" ? "start" : pressed.key === "ArrowDown" ? "end" : null;
  if (!pressed.ctrlKey || pressed.metaKey) return null;
  return pressed.key === "Home" ? "start" : pressed.key === "End" ? "end" : null;
}

/**
 * Goes to the start or end of this text. Left to itself, the browser takes the outermost of nested editors, so
 * that the next words of a caption would land in the body.
 */
export function jump(view: EditorView, pressed: KeyboardEvent): boolean {
  const goal = jumpOf(pressed);
  if (!goal) return false;
  const { doc, selection, tr } = view.state;
  const edge = goal === "start" ? Selection.atStart(doc) : Selection.atEnd(doc);
  const extended =
    pressed.shiftKey && edge instanceof TextSelection
      ? TextSelection.between(selection.$anchor, edge.$head)
      : edge;
  view.dispatch(tr.setSelection(extended).scrollIntoView());
  return true;
}
