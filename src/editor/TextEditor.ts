import type { Node, Schema } from "@tiptap/pm/model";
import { EditorState, type Plugin, TextSelection } from "@tiptap/pm/state";
import { type EditorProps, EditorView } from "@tiptap/pm/view";
import { coveredEdges } from "../binding/index.ts";

/** What an editor is made of, for as long as it lives. */
export interface TextEditorParts {
  doc: Node;
  /** Those that come first see keys first. */
  plugins: readonly Plugin[];
  nodeViews?: EditorProps["nodeViews"];
}

/** What may change meanwhile. */
export interface TextEditorLook {
  editable: boolean;
  attributes: (state: EditorState) => Record<string, string>;
}

/**
 * One text of the article on the page: ProseMirror's view, which begins with all its plugins and its words. TipTap's
 * `Editor` adds both to an empty view, one by one, and each time the browser lays out the page.
 */
export class TextEditor {
  readonly view: EditorView;
  readonly #listeners = new Set<() => void>();

  constructor(place: HTMLElement, { doc, plugins, nodeViews }: TextEditorParts, look: TextEditorLook) {
    const listeners = this.#listeners;
    this.view = new EditorView(place, {
      state: EditorState.create({ doc, plugins: [...plugins] }),
      nodeViews,
      handleScrollToSelection: scrollToCaret,
      ...props(look),
      // Plugins dispatch while the view is being made.
      dispatchTransaction(this: EditorView, transaction) {
        if (this.isDestroyed) return;
        this.updateState(this.state.apply(transaction));
        for (const listener of listeners) listener();
      },
    });
  }

  get state(): EditorState {
    return this.view.state;
  }

  get schema(): Schema {
    return this.state.schema;
  }

  get isDestroyed(): boolean {
    return this.view.isDestroyed;
  }

  get isEditable(): boolean {
    return this.view.editable;
  }

  /** After each change of the state. Returns the end of it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(look: TextEditorLook): void {
    this.view.setProps(props(look));
  }

  destroy(): void {
    this.view.destroy();
  }
}

const props = ({ editable, attributes }: TextEditorLook) => ({ editable: () => editable, attributes });

/**
 * Brings the caret into the room that the page's `scroll-padding` leaves between the tools above and the line below, as
 * the browser does for letters. ProseMirror knows only the window's edges, and would measure every box around the caret
 * with each key; only the window scrolls around the texts of an article.
 */
function scrollToCaret(view: EditorView): boolean {
  const { selection } = view.state;
  if (!(selection instanceof TextSelection)) return false;
  const caret = view.coordsAtPos(selection.head, 1);
  const covered = coveredEdges();
  const { height } = window.visualViewport ?? { height: innerHeight };
  const tooHigh = caret.top - covered.top;
  const tooLow = caret.bottom - height + covered.bottom;
  if (tooHigh < 0) scrollBy({ top: tooHigh, behavior: "instant" });
  else if (tooLow > 0) scrollBy({ top: tooLow, behavior: "instant" });
  return true;
}
