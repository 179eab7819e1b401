import { Extension } from "@tiptap/core";
import { baseKeymap } from "@tiptap/pm/commands";
import { keymap } from "@tiptap/pm/keymap";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { ArticleUndo } from "../binding/index.ts";
import { lineBreak } from "./commands/typing.ts";
import { fieldSlice } from "./paste/pasteText.ts";
import { carriesFiles, pictureFiles } from "./pictures/transfer.ts";
import { shortcutOf } from "./shortcuts.ts";
import { wellFormedText } from "./text/wellFormed.ts";

export interface FieldBehaviour {
  lineBreaks: boolean;
  undo: ArticleUndo;
  /** Enter in a field of one line. */
  onEnter: () => void;
  /** The caret leaves at the end or the start; false when there is nowhere to go. */
  onLeave: (direction: "forward" | "backward") => boolean;
  onPictures: (files: File[]) => void;
}

/** Keys, paste and drop of a one-line text. */
export const fieldBehaviour = (behaviour: FieldBehaviour): Extension =>
  Extension.create({
    name: "fieldBehaviour",
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleKeyDown: (view, event) => handleKey(view, event, behaviour),
          handlePaste: (view, event) => insertTransfer(view, event.clipboardData, null, behaviour),
          handleDrop(view, event, _slice, moved) {
            // Dropped files bubble on to the page, which takes pictures from everywhere.
            if (carriesFiles(event.dataTransfer)) return true;
            if (moved) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null;
            return insertTransfer(view, event.dataTransfer, at, behaviour);
          },
          handleDOMEvents: { beforeinput: (_view, event) => handleHistoryInput(event, behaviour.undo) },
        },
      }),
      keymap(baseKeymap),
      wellFormedText({ lineBreaks: behaviour.lineBreaks }),
    ],
  });

/** Undo from menus, gestures and on-screen keyboards: the browser's own history knows nothing of colleagues. */
export function handleHistoryInput(event: InputEvent, undo: ArticleUndo): boolean {
  if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return false;
  event.preventDefault();
  if (event.inputType === "historyUndo") undo.undo();
  else undo.redo();
  return true;
}

function handleKey(view: EditorView, event: KeyboardEvent, behaviour: FieldBehaviour): boolean {
  if (event.isComposing || view.composing) return false;
  const name = shortcutOf(event);
  if (name === "undo" || name === "redo") {
    behaviour.undo[name]();
    return true;
  }
  // A field has no formats; the browser would make its own.
  if (name) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Enter") {
    if (behaviour.lineBreaks) return lineBreak(view.state, view.dispatch);
    behaviour.onEnter();
    return true;
  }
  return event.shiftKey ? false : leaves(view, event.key, behaviour);
}

function leaves(view: EditorView, key: string, { onLeave }: FieldBehaviour): boolean {
  const { selection, doc } = view.state;
  if (!(selection instanceof TextSelection) || !selection.empty) return false;
  if (key === "ArrowRight") return selection.head === doc.content.size && onLeave("forward");
  if (key === "ArrowLeft") return selection.head === 0 && onLeave("backward");
  if (key === "ArrowDown") return view.endOfTextblock("down") && onLeave("forward");
  if (key === "ArrowUp") return view.endOfTextblock("up") && onLeave("backward");
  return false;
}

function insertTransfer(
  view: EditorView,
  transfer: DataTransfer | null,
  at: number | null,
  { lineBreaks, onPictures }: FieldBehaviour,
): boolean {
  const text = transfer?.getData("text/plain") ?? "";
  if (text === "") {
    const files = pictureFiles(transfer);
    if (files.length > 0) onPictures(files);
    return true;
  }
  const slice = fieldSlice(view.state.schema, text, lineBreaks);
  const { tr } = view.state;
  if (at !== null) tr.setSelection(TextSelection.create(tr.doc, at));
  view.dispatch(tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true));
  return true;
}
