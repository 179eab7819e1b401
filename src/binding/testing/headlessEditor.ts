import { type Extensions, getSchema } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { EditorState, type Plugin, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

interface PluginView {
  update?: (view: EditorView, before: EditorState) => void;
  destroy?: () => void;
}

/** An editor without a screen: real state, real plugins and their views, the part of `EditorView` that bindings use. */
export class HeadlessEditor {
  state: EditorState;
  composing = false;
  editable = true;
  isDestroyed = false;
  #views: PluginView[] = [];
  #compositionEnd = new Set<() => void>();
  readonly dom = {
    addEventListener: (_name: string, listener: () => void) => this.#compositionEnd.add(listener),
    removeEventListener: (_name: string, listener: () => void) => this.#compositionEnd.delete(listener),
  };

  /** `doc`: what the editor begins with; else with nothing. */
  constructor(extensions: Extensions, plugins: Plugin[], doc?: Node) {
    this.state = EditorState.create({ ...(doc ? { doc } : { schema: getSchema(extensions) }), plugins });
    for (const plugin of plugins) {
      const view = plugin.spec.view?.(this as unknown as EditorView);
      if (view) this.#views.push(view);
    }
  }

  get doc(): Node {
    return this.state.doc;
  }

  dispatch(transaction: Transaction): void {
    const before = this.state;
    this.state = this.state.apply(transaction);
    for (const view of this.#views) view.update?.(this as unknown as EditorView, before);
  }

  hasFocus(): boolean {
    return false;
  }

  focus(): void {}

  /** Ends a composition as a browser does. */
  endComposition(): void {
    this.composing = false;
    for (const listener of this.#compositionEnd) listener();
  }

  destroy(): void {
    for (const view of this.#views) view.destroy?.();
    this.isDestroyed = true;
  }
}
