import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { textOfPosition } from "../domain/article/copies.ts";
import { bindingOf, isFromDocument, type TextBinding } from "./textBinding.ts";

/** What the awareness state of a person says. */
export interface CaretPresence {
  /** Written by the server from the session; what a client puts here is replaced. */
  user?: { id: string; name: string };
  /** Relative positions as JSON; null while the person's focus is in no text. */
  caret?: { anchor: unknown; head: unknown } | null;
}

/** How a change of an editor's document moves positions in it. */
export interface Moved {
  map(position: number, side: number): number;
  /** It brought what others wrote. */
  fromDocument: boolean;
  /** Where the inside of the text block lies that it wrote in, after it; null when it did more than write in one. */
  within: { from: number; to: number } | null;
}

/** Who draws the carets of colleagues, over the editors and never inside them: a text is only what people wrote. */
export interface CaretScreen {
  /** An editor came. `changed` is told after each change of its document, in order. */
  open(view: EditorView): { changed(moves: readonly Moved[]): void; close(): void };
}

/** Own carets go out at most this often; the last one always does. */
const publishEveryMs = 60;

/** Document changes since the last hand-over, newest first. */
interface Changes {
  transaction: Transaction;
  previous: Changes | null;
}

const key = new PluginKey<Changes | null>("carets");

/** Publishes the own caret while its editor has focus, and tells the screen how the editor's text moves. */
export function carets({ awareness, screen }: { awareness: Awareness; screen: CaretScreen }): Plugin {
  return new Plugin<Changes | null>({
    key,
    state: {
      init: () => null,
      apply: (transaction, previous) => (transaction.docChanged ? { transaction, previous } : previous),
    },
    view: (view) => new OwnCaret(view, awareness, screen),
  });
}

class OwnCaret {
  readonly #view: EditorView;
  readonly #awareness: Awareness;
  readonly #shown: ReturnType<CaretScreen["open"]>;
  #told: Changes | null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #published = false;

  constructor(view: EditorView, awareness: Awareness, screen: CaretScreen) {
    this.#view = view;
    this.#awareness = awareness;
    this.#told = key.getState(view.state) ?? null;
    this.#shown = screen.open(view);
    view.dom.addEventListener("focus", this.#soon);
    view.dom.addEventListener("blur", this.#soon);
  }

  update(view: EditorView, before: EditorState): void {
    this.#tell(key.getState(view.state) ?? null);
    if (!before.selection.eq(view.state.selection) || !before.doc.eq(view.state.doc)) this.#soon();
  }

  destroy(): void {
    this.#shown.close();
    this.#view.dom.removeEventListener("focus", this.#soon);
    this.#view.dom.removeEventListener("blur", this.#soon);
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#published) this.#awareness.setLocalStateField("caret", null);
  }

  #tell(newest: Changes | null): void {
    if (newest === this.#told) return;
    const moves: Moved[] = [];
    for (let at = newest; at && at !== this.#told; at = at.previous) {
      const { transaction } = at;
      moves.unshift({
        map: (position, side) => transaction.mapping.map(position, side),
        fromDocument: isFromDocument(transaction),
        within: textBlockWritten(transaction),
      });
    }
    this.#told = newest;
    if (newest) newest.previous = null;
    this.#shown.changed(moves);
  }

  #soon = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#publish();
    }, publishEveryMs);
  };

  #publish(): void {
    if (this.#view.isDestroyed) return;
    if (!this.#view.hasFocus()) {
      if (!this.#published) return;
      this.#published = false;
      this.#awareness.setLocalStateField("caret", null);
      return;
    }
    const anchor = bindingOf(this.#view.state)?.anchor(this.#view.state.selection);
    if (!anchor) return;
    this.#published = true;
    this.#awareness.setLocalStateField("caret", {
      anchor: Y.relativePositionToJSON(anchor.anchor),
      head: Y.relativePositionToJSON(anchor.head),
    });
  }
}

function textBlockWritten({ steps, docs, doc }: Transaction): Moved["within"] {
  const [step] = steps;
  if (steps.length !== 1 || !(step instanceof ReplaceStep) || !docs[0]) return null;
  const { from, to, slice } = step;
  const $from = docs[0].resolve(from);
  if (!$from.parent.isTextblock || to > $from.end() || slice.openStart + slice.openEnd > 0) return null;
  return { from: $from.start(), to: doc.resolve(from).end() };
}

/** An editor with a caret in it. */
export interface CaretPlace {
  view: EditorView;
  anchor: number;
  head: number;
}

/**
 * Where carets as clients sent them stand in those editors, which show texts of one article. Null for one in another text,
 * or in a text that has not arrived or waits for a composition to end. Only the editor of a caret's text is asked.
 */
export function caretFinder(views: Iterable<EditorView>): (caret: unknown) => CaretPlace | null {
  const bindings = new Map<unknown, TextBinding>();
  for (const view of views) {
    const binding = view.isDestroyed ? null : bindingOf(view.state);
    if (binding) bindings.set(binding.text, binding);
  }
  const [first] = bindings.values();
  if (!first) return () => null;
  const isShown = (text: unknown): boolean => bindings.has(text);
  return (caret) => {
    if (typeof caret !== "object" || caret === null) return null;
    const said = caret as { anchor?: unknown; head?: unknown };
    try {
      const anchorAt = Y.createRelativePositionFromJSON(said.anchor);
      const binding = bindings.get(textOfPosition(first.doc, anchorAt, isShown));
      if (!binding || binding.waiting) return null;
      const anchor = binding.indexOf(anchorAt);
      const head = binding.indexOf(Y.createRelativePositionFromJSON(said.head));
      if (anchor === null || head === null) return null;
      return { view: binding.view, anchor: binding.toPosition(anchor), head: binding.toPosition(head) };
    } catch {
      return null;
    }
  };
}
