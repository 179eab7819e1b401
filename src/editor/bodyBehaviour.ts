import { baseKeymap, chainCommands } from "@tiptap/pm/commands";
import { dropCursor } from "@tiptap/pm/dropcursor";
import { gapCursor } from "@tiptap/pm/gapcursor";
import { keymap } from "@tiptap/pm/keymap";
import { type Command, NodeSelection, Plugin, Selection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { bodySchema, hearSelection } from "../binding/index.ts";
import { safeLink } from "../domain/article/links.ts";
import { addressLinks, linkAndSplit } from "./addressLinks.ts";
import { cutWholeBlocks, moveBlocks, wholeBlocks, writeBeside } from "./commands/atoms.ts";
import { indentItems, setStyle, toggleStyle } from "./commands/blocks.ts";
import { jump } from "./commands/jump.ts";
import { toggle } from "./commands/marks.ts";
import { enterFigureTexts, enterFigureTools, leaveForward, openLinkAtCaret } from "./commands/reach.ts";
import { backspace, enter, forwardDelete, lineBreak } from "./commands/typing.ts";
import { catchUpWithSelection, handleHistoryInput, handleLines } from "./fieldBehaviour.ts";
import { begunListLeft, listBeginnings } from "./listBeginnings.ts";
import { markdown } from "./markdown.ts";
import { bodyPaste } from "./paste/bodyPaste.ts";
import { carriedCut } from "./paste/carriedCut.ts";
import type { DragAcross } from "./paste/dragAcross.ts";
import { heldPaste, incoming } from "./paste/incoming.ts";
import { ownStep } from "./paste/ownStep.ts";
import { bodySlice } from "./paste/pasteText.ts";
import type { Receivers } from "./paste/receivers.ts";
import { type ShortcutName, shortcutOf } from "./shortcuts.ts";
import { hideMarkTowers } from "./text/markTowers.ts";
import { wellFormedText } from "./text/wellFormed.ts";
import { typography } from "./typography.ts";

export interface BodyBehaviour extends DragAcross, Receivers {
  onLink: () => void;
  onLeave: (view: EditorView, direction: "forward" | "backward") => boolean;
}

/** Keys, Markdown beginnings, paste and drop of the body. */
export const bodyBehaviour = (behaviour: BodyBehaviour): Plugin[] => [
  heldPaste(),
  ownStep(behaviour.undo),
  carriedCut(),
  typography(),
  new Plugin({
    props: {
      handleKeyDown: (view, event) => handleKey(view, event, behaviour),
      handleDrop: (view, event, slice, moved) =>
        incoming()?.dropInto(view, event, { slice, moved, behaviour }) ?? true,
      handleTextInput(view, _from, _to, text) {
        if (!writeBeside(view.state, view.dispatch)) return false;
        view.dispatch(view.state.tr.insertText(text).scrollIntoView());
        return true;
      },
      handleDOMEvents: {
        compositionstart: (view) => writeBeside(view.state, view.dispatch) && false,
        keydown: (view, pressed) => {
          renewCaret(view);
          return catchUpWithSelection(view, pressed);
        },
        beforeinput: (view, typed) =>
          handleHistoryInput(typed, behaviour.undo) ||
          handleLines(view, typed, (text) => {
            writeBeside(view.state, view.dispatch);
            return bodySlice(view.state.schema, text, []);
          }) ||
          replaceBlocks(view, typed),
        cut: cutBlocks,
        click: openLink,
      },
    },
  }),
  bodyPaste(bodySchema, behaviour),
  keymap({
    Enter: linkAndSplit(enter, () => behaviour.undo.stopCapturing()),
    Backspace: backspace,
    "Mod-Backspace": backspace,
    "Shift-Backspace": backspace,
    Delete: forwardDelete,
    "Mod-Delete": forwardDelete,
  }),
  keymap(baseKeymap),
  listBeginnings(),
  markdown(
    () => behaviour.undo.stopCapturing(),
    () => incoming()?.tellOfList(begunListLeft()),
  ),
  addressLinks(() => behaviour.undo.stopCapturing()),
  wellFormedText({ lineBreaks: true }),
  hideMarkTowers(),
  gapCursor(),
  dropCursor({ color: false, width: 3, class: "drop-cursor" }),
];

/**
 * Chromium goes on taking a caret for one that cannot write which came into an empty paragraph by the keyboard, and above
 * which a block then came that is no text: it says so, and takes no key. Set anew at the same place, it writes.
 */
function renewCaret({ dom, state: { selection } }: EditorView): void {
  const isInEmptyBlock = selection.empty && selection.$from.parent.content.size === 0;
  if (!isInEmptyBlock || dom.ownerDocument.queryCommandEnabled("insertText")) return;
  const caret = dom.ownerDocument.getSelection();
  const { anchorNode, anchorOffset } = caret ?? {};
  if (!caret || !anchorNode || !dom.contains(anchorNode)) return;
  caret.removeAllRanges();
  caret.collapse(anchorNode, anchorOffset);
}

/**
 * Words that come without a key (dictation, emoji) over a selection of several blocks. Chromium would join the blocks by
 * itself, with inline styles that the page forbids.
 */
function replaceBlocks(view: EditorView, typed: InputEvent): boolean {
  if (typed.inputType !== "insertText" || !typed.data || view.state.selection.empty) return false;
  hearSelection();
  const { selection, tr } = view.state;
  const isOneBlock = selection.$from.sameParent(selection.$to) && selection.$from.parent.isTextblock;
  if (isOneBlock || selection instanceof NodeSelection) return false;
  typed.preventDefault();
  view.dispatch(tr.insertText(typed.data).scrollIntoView());
  return true;
}

/** Steps of their own. Always taken, also where they change nothing: the browser would do something of its own. */
const changes: Partial<Record<ShortcutName, Command>> = {
  bold: toggle("bold"),
  italic: toggle("italic"),
  paragraph: setStyle("paragraph"),
  heading: toggleStyle("heading"),
  subheading: toggleStyle("subheading"),
  number: toggleStyle("number"),
  bullet: toggleStyle("bullet"),
  quote: toggleStyle("quote"),
  moveUp: moveBlocks("up"),
  moveDown: moveBlocks("down"),
};

/** Taken where they apply. */
const commands: Partial<Record<ShortcutName, Command>> = {
  openLink: openLinkAtCaret,
  indent: chainCommands(indentItems(1), enterFigureTools, leaveForward),
  outdent: indentItems(-1),
  pictureTexts: enterFigureTexts,
};

function handleKey(view: EditorView, event: KeyboardEvent, behaviour: BodyBehaviour): boolean {
  if (event.isComposing || view.composing) return false;
  const name = shortcutOf(event);
  if (name === "undo" || name === "redo") {
    behaviour.undo[name]();
    return true;
  }
  if (name === "link") {
    behaviour.onLink();
    return true;
  }
  const change = name && changes[name];
  if (change) {
    behaviour.undo.stopCapturing();
    change(view.state, view.dispatch, view);
    behaviour.undo.stopCapturing();
    return true;
  }
  if (name === "lineBreak")
    return linkAndSplit(lineBreak, () => behaviour.undo.stopCapturing())(view.state, view.dispatch, view);
  if (name && commands[name]?.(view.state, view.dispatch, view)) return true;
  if (jump(view, event)) return true;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  return leaves(view, event.key, behaviour);
}

function leaves(view: EditorView, key: string, { onLeave }: BodyBehaviour): boolean {
  const { selection, doc } = view.state;
  if (!selection.empty) return false;
  const { $head } = selection;
  if ($head.depth === 0) return false;
  const first = $head.index(0) === 0;
  const last = $head.index(0) === doc.childCount - 1;
  if (key === "ArrowUp") return first && view.endOfTextblock("up") && onLeave(view, "backward");
  if (key === "ArrowDown") return last && view.endOfTextblock("down") && onLeave(view, "forward");
  if (key === "ArrowLeft") return first && $head.parentOffset === 0 && onLeave(view, "backward");
  if (key === "ArrowRight")
    return last && $head.parentOffset === $head.parent.content.size && onLeave(view, "forward");
  return false;
}

/** Whole paragraphs leave none behind: the clipboard takes them as such. */
function cutBlocks(view: EditorView, event: ClipboardEvent): boolean {
  const range = view.editable ? wholeBlocks(view.state.selection) : null;
  const transfer = event.clipboardData;
  if (!range || !transfer || !cutWholeBlocks(view.state)) return false;
  const { dom, text } = view.serializeForClipboard(view.state.doc.slice(range.from, range.to));
  event.preventDefault();
  transfer.clearData();
  transfer.setData("text/html", dom.innerHTML);
  transfer.setData("text/plain", text);
  return cutWholeBlocks(view.state, view.dispatch);
}

/** Links open in a new tab: with Ctrl or Cmd while writing, with a plain click while reading. */
function openLink(view: EditorView, event: MouseEvent): boolean {
  const link = (event.target as HTMLElement).closest("a");
  if (!link || !view.dom.contains(link)) return false;
  event.preventDefault();
  if (view.editable && !event.ctrlKey && !event.metaKey) return false;
  const href = safeLink(link.getAttribute("href"));
  if (href) window.open(href, "_blank", "noopener,noreferrer");
  return true;
}

/** Puts the caret beside the figure at `pos`. */
export function leaveFigure(view: EditorView, pos: number, direction: "forward" | "backward"): boolean {
  const { doc, tr } = view.state;
  const node = doc.nodeAt(pos);
  if (!node) return false;
  const selection =
    direction === "backward"
      ? NodeSelection.create(doc, pos)
      : Selection.findFrom(doc.resolve(pos + node.nodeSize), 1);
  if (!selection) return false;
  view.dispatch(tr.setSelection(selection).scrollIntoView());
  view.focus();
  return true;
}
