import { Selection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { TextEditor } from "./TextEditor.ts";

export interface FocusState {
  /** The body's editor while it is on the page. */
  body: TextEditor | null;
  /** The editor with the focus; null while it is elsewhere. */
  focused: TextEditor | null;
  /** Somebody has put a caret into the body, so its selection means something. */
  bodyVisited: boolean;
  /** The address of a link is being asked for, at the body's selection. */
  linking: boolean;
}

/** The editors of one article page, in the order in which they stand there. */
export class OpenEditors {
  readonly state: StoreApi<FocusState> = createStore<FocusState>(() => ({
    body: null,
    focused: null,
    bodyVisited: false,
    linking: false,
  }));
  readonly #open = new Set<TextEditor>();
  /** The text that had the focus last. */
  #last: TextEditor | null = null;

  register(editor: TextEditor, kind: "body" | "field"): () => void {
    this.#open.add(editor);
    if (kind === "body") this.state.setState({ body: editor });
    const onFocus = (): void => {
      this.#last = editor;
      this.state.setState(kind === "body" ? { focused: editor, bodyVisited: true } : { focused: editor });
    };
    const onBlur = (): void => {
      if (this.state.getState().focused === editor) this.state.setState({ focused: null });
    };
    const { dom } = editor.view;
    dom.addEventListener("focus", onFocus);
    dom.addEventListener("blur", onBlur);
    return () => {
      dom.removeEventListener("focus", onFocus);
      dom.removeEventListener("blur", onBlur);
      this.#open.delete(editor);
      onBlur();
      if (this.state.getState().body === editor) this.state.setState({ body: null });
    };
  }

  /** Whether the caret is in the body itself, also while the keyboard is at the tools or nowhere. */
  caretInBody(): boolean {
    const { body } = this.state.getState();
    const at = document.activeElement;
    const elsewhere = at instanceof HTMLElement && at.matches("input, textarea, select");
    return body !== null && this.#last === body && !elsewhere;
  }

  /** The innermost editor on the page that a node lies in. */
  around(node: Node): TextEditor | null {
    const dom = (node instanceof Element ? node : node.parentElement)?.closest(".article-text");
    return [...this.#open].find((editor) => !editor.isDestroyed && editor.view.dom === dom) ?? null;
  }

  /** The other editor out of which something is being dragged; null when nothing is, or it comes from elsewhere. */
  dragSource(into: EditorView): EditorView | null {
    const all = [...this.#open].filter((editor) => !editor.isDestroyed && editor.view !== into);
    return all.find(({ view }) => view.dragging !== null)?.view ?? null;
  }

  /** Asks the body for the address of a link at its selection. */
  askForLink(): void {
    this.state.setState({ linking: true });
  }

  /** Focuses the editor beside this one on the page. Fields of a picture in the body belong to the body's inside. */
  leave(view: EditorView, direction: "forward" | "backward"): boolean {
    const frame = enclosing(view);
    const row = [...this.#open]
      .filter((other) => !other.isDestroyed && other.isEditable && enclosing(other.view) === frame)
      .sort((a, b) =>
        a.view.dom.compareDocumentPosition(b.view.dom) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
      );
    const next = row[row.findIndex((each) => each.view === view) + (direction === "forward" ? 1 : -1)];
    if (!next) return false;
    focusEditor(next, direction === "forward" ? "start" : "end");
    return true;
  }
}

const enclosing = (view: EditorView): Element | null =>
  view.dom.parentElement?.closest("[data-figure-node]") ?? null;

export function focusEditor(editor: TextEditor, at: "start" | "end"): void {
  const { state, view } = editor;
  const selection = at === "start" ? Selection.atStart(state.doc) : Selection.atEnd(state.doc);
  view.dispatch(state.tr.setSelection(selection).scrollIntoView());
  view.focus();
}
