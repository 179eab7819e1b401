import { baseKeymap } from "@tiptap/pm/commands";
import { keymap } from "@tiptap/pm/keymap";
import type { Slice } from "@tiptap/pm/model";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import i18next from "i18next";
import { type ArticleUndo, hearSelection } from "../binding/index.ts";
import { pageLeft, showToast } from "../ui/index.ts";
import { jump } from "./commands/jump.ts";
import { lineBreak } from "./commands/typing.ts";
import { carriedCut } from "./paste/carriedCut.ts";
import { copiedText } from "./paste/copy.ts";
import type { DragAcross } from "./paste/dragAcross.ts";
import { heldPaste, incoming } from "./paste/incoming.ts";
import { ownStep } from "./paste/ownStep.ts";
import { fieldSlice } from "./paste/pasteText.ts";
import { carriesFiles, droppedFiles, pictureFiles } from "./pictures/transfer.ts";
import { isCommand, isFormat, shortcutOf } from "./shortcuts.ts";
import { hideMarkTowers } from "./text/markTowers.ts";
import { wellFormedText } from "./text/wellFormed.ts";
import { typography } from "./typography.ts";

export interface FieldBehaviour extends DragAcross {
  lineBreaks: boolean;
  /** Enter in a field of one line. */
  onEnter: (view: EditorView) => void;
  /** The caret leaves at the end or the start; false when there is nowhere to go. */
  onLeave: (view: EditorView, direction: "forward" | "backward") => boolean;
  onPictures: (files: File[]) => void;
  /** The article's running text, which takes what is too long for a field; null while it is not on the page. */
  body: () => EditorView | null;
}

/** Keys, paste and drop of a one-line text. */
export const fieldBehaviour = (behaviour: FieldBehaviour): Plugin[] => [
  heldPaste(),
  ownStep(behaviour.undo),
  carriedCut(),
  typography(),
  new Plugin({
    props: {
      handleKeyDown: (view, event) => handleKey(view, event, behaviour),
      // Only the text of a paste comes in: the browser need not read the markup, nor complain of its styles.
      transformPastedHTML: () => "",
      handlePaste: (view, event) => insertTransfer(view, event.clipboardData, null, behaviour),
      handleDrop(view, event, _slice, moved) {
        // Dropped files bubble on to the page, which takes pictures from everywhere.
        if (carriesFiles(event.dataTransfer)) return true;
        if (moved) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null;
        const source = incoming()?.draggedFrom(view, event, behaviour);
        if (!source) return insertTransfer(view, event.dataTransfer, at, behaviour);
        incoming()?.moveAcross(behaviour.undo, source, (words) =>
          insertText(view, copiedText(words), at, behaviour),
        );
        view.focus();
        return true;
      },
      handleDOMEvents: {
        keydown: catchUpWithSelection,
        beforeinput: (view, typed) =>
          handleHistoryInput(typed, behaviour.undo) ||
          handleLines(view, typed, (text) => fieldSlice(view.state.schema, text, behaviour.lineBreaks)) ||
          handleBreak(view, typed, behaviour),
      },
    },
  }),
  keymap(baseKeymap),
  wellFormedText({ lineBreaks: behaviour.lineBreaks }),
  hideMarkTowers(),
];

/** Undo from menus, gestures and on-screen keyboards: the browser's own history knows nothing of colleagues. */
export function handleHistoryInput(event: InputEvent, undo: ArticleUndo): boolean {
  if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return false;
  event.preventDefault();
  if (event.inputType === "historyUndo") undo.undo();
  else undo.redo();
  return true;
}

/**
 * Tells ProseMirror of a selection that the browser has made but not announced yet: it announces later than it
 * hands out the next key, so that a fast key after an arrow would act on the caret's last place.
 */
export function catchUpWithSelection(view: EditorView, pressed: KeyboardEvent): boolean {
  const types = pressed.key.length === 1 && !pressed.ctrlKey && !pressed.metaKey && !pressed.altKey;
  if (!types && !pressed.isComposing && !view.composing && pressed.target === view.dom) hearSelection();
  return false;
}

/** Several lines that arrive in one go (dictation, automation) come in as if they were pasted. */
export function handleLines(view: EditorView, typed: InputEvent, read: (text: string) => Slice): boolean {
  if (typed.inputType !== "insertText" || !typed.data?.includes("\n")) return false;
  typed.preventDefault();
  hearSelection();
  view.dispatch(view.state.tr.replaceSelection(read(typed.data)).scrollIntoView());
  return true;
}

/** Breaks that come without a key (dictation, automation): the field stays one line. Phones send Enter this way. */
function handleBreak(view: EditorView, typed: InputEvent, { lineBreaks, onEnter }: FieldBehaviour): boolean {
  if (typed.inputType !== "insertParagraph" && typed.inputType !== "insertLineBreak") return false;
  typed.preventDefault();
  const { selection, doc } = view.state;
  if (lineBreaks) lineBreak(view.state, view.dispatch);
  else if (selection.empty && selection.head === doc.content.size && isTouch()) onEnter(view);
  else view.dispatch(view.state.tr.insertText(" ").scrollIntoView());
  return true;
}

const isTouch = (): boolean => matchMedia("(pointer: coarse)").matches;

function handleKey(view: EditorView, event: KeyboardEvent, behaviour: FieldBehaviour): boolean {
  if (event.isComposing || view.composing) return false;
  const name = shortcutOf(event);
  if (name === "undo" || name === "redo") {
    behaviour.undo[name]();
    return true;
  }
  if (jump(view, event) || staysInside(view, event.key)) return true;
  // A field has no formats; the browser would make its own.
  if (name && isCommand(name)) {
    if (isFormat(name)) showToast({ id: "bodyOnly", text: i18next.t("tools:bodyOnly"), over: pageLeft() });
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Enter") {
    if (behaviour.lineBreaks) return lineBreak(view.state, view.dispatch);
    behaviour.onEnter(view);
    return true;
  }
  return event.shiftKey ? false : leaves(view, event.key, behaviour);
}

/** Keys that find nothing more in this text must not reach into the one around it. */
function staysInside(view: EditorView, key: string): boolean {
  const { selection, doc } = view.state;
  if (!selection.empty) return false;
  return key === "Backspace" ? selection.head === 0 : key === "Delete" && selection.head === doc.content.size;
}

function leaves(view: EditorView, key: string, { onLeave }: FieldBehaviour): boolean {
  const { selection, doc } = view.state;
  if (!(selection instanceof TextSelection) || !selection.empty) return false;
  if (key === "ArrowRight") return selection.head === doc.content.size && onLeave(view, "forward");
  if (key === "ArrowLeft") return selection.head === 0 && onLeave(view, "backward");
  if (key === "ArrowDown") return view.endOfTextblock("down") && onLeave(view, "forward");
  if (key === "ArrowUp") return view.endOfTextblock("up") && onLeave(view, "backward");
  return false;
}

function insertTransfer(
  view: EditorView,
  transfer: DataTransfer | null,
  at: number | null,
  behaviour: FieldBehaviour,
): boolean {
  const text = transfer?.getData("text/plain") || wordsOf(transfer?.getData("text/html") ?? "");
  if (text === "") {
    const files = at === null ? pictureFiles(transfer) : droppedFiles(transfer);
    if (files.length > 0) behaviour.onPictures(files);
    return true;
  }
  insertText(view, text, at, behaviour);
  return true;
}

/** Some programs put HTML alone on the clipboard. */
const wordsOf = (html: string): string => (html === "" ? "" : (incoming()?.textOfHtml(html) ?? ""));

/** `at`: where it is dropped; null when it is pasted. */
function insertText(
  view: EditorView,
  text: string,
  at: number | null,
  { lineBreaks, undo, body }: Pick<FieldBehaviour, "lineBreaks" | "undo" | "body">,
): void {
  const words = lineBreaks ? text : (incoming()?.forOneLine(view, text, { undo, body }) ?? text);
  const slice = fieldSlice(view.state.schema, words, lineBreaks);
  const { tr } = view.state;
  if (at !== null) tr.setSelection(TextSelection.create(tr.doc, at));
  tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true);
  view.dispatch(tr.setMeta("uiEvent", at === null ? "paste" : "drop"));
}
