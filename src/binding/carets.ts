import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { bindingOf, type TextBinding } from "./textBinding.ts";

/** What the awareness state of a person says. */
export interface CaretPresence {
  /** Written by the server from the session; what a client puts here is replaced. */
  user?: { id: string; name: string };
  /** Relative positions as JSON; null while the person's focus is in no text. */
  caret?: { anchor: unknown; head: unknown } | null;
}

/** Own carets go out at most this often; the last one always does. */
const publishEveryMs = 60;

const key = new PluginKey<DecorationSet>("carets");

/**
 * Publishes the own caret in `text` while its editor has focus, and shows the colleagues' carets and selections
 * as decorations: elements of class `caret` (with `caret-name` inside, whose `data-name` is shown by the style
 * sheet so that it never counts as text, and `data-client`) and
 * `caret-selection`, coloured through the custom property `--caret-hue` (degrees).
 */
export function carets({ awareness, text }: { awareness: Awareness; text: Y.Text }): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (transaction, shown, _before, state) =>
        transaction.getMeta(key)
          ? draw(state, awareness, text)
          : shown.map(transaction.mapping, transaction.doc),
    },
    props: {
      decorations: (state) => key.getState(state),
    },
    view: (view) => new CaretView(view, awareness),
  });
}

class CaretView {
  readonly #view: EditorView;
  readonly #awareness: Awareness;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #published = false;
  #redraw: ReturnType<typeof setTimeout> | null = null;

  constructor(view: EditorView, awareness: Awareness) {
    this.#view = view;
    this.#awareness = awareness;
    awareness.on("change", this.#onAwareness);
    view.dom.addEventListener("focus", this.#soon);
    view.dom.addEventListener("blur", this.#soon);
    this.#onAwareness({ added: [], updated: [...awareness.getStates().keys()], removed: [] });
  }

  update(view: EditorView, before: EditorState): void {
    if (!before.selection.eq(view.state.selection) || !before.doc.eq(view.state.doc)) this.#soon();
  }

  destroy(): void {
    this.#awareness.off("change", this.#onAwareness);
    this.#view.dom.removeEventListener("focus", this.#soon);
    this.#view.dom.removeEventListener("blur", this.#soon);
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#redraw) clearTimeout(this.#redraw);
    if (this.#published) this.#awareness.setLocalStateField("caret", null);
  }

  #onAwareness = (change: { added: number[]; updated: number[]; removed: number[] }): void => {
    const own = this.#awareness.clientID;
    const others = [...change.added, ...change.updated, ...change.removed].some((client) => client !== own);
    if (!others || this.#redraw) return;
    // After the edits that came with it: a caret often arrives just before the text it stands in.
    this.#redraw = setTimeout(() => {
      this.#redraw = null;
      if (!this.#view.isDestroyed) this.#view.dispatch(this.#view.state.tr.setMeta(key, true));
    }, 0);
  };

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

function draw(state: EditorState, awareness: Awareness, text: Y.Text): DecorationSet {
  const binding = bindingOf(state);
  if (!binding || !text.doc) return DecorationSet.empty;
  const decorations: Decoration[] = [];
  for (const [client, presence] of awareness.getStates() as Map<number, CaretPresence>) {
    const { user, caret } = presence;
    if (client === awareness.clientID || !caret || !user) continue;
    const anchor = absolute(caret.anchor, binding);
    const head = absolute(caret.head, binding);
    if (anchor === null || head === null) continue;
    const from = binding.toPosition(Math.min(anchor, head));
    const to = binding.toPosition(Math.max(anchor, head));
    const at = Math.min(binding.toPosition(head), state.doc.content.size);
    const hue = personHue(user.id);
    decorations.push(
      Decoration.widget(at, () => caretElement(user.name, hue, client), {
        key: `caret-${client}-${user.name}`,
        side: 10,
        ignoreSelection: true,
      }),
    );
    if (to > from)
      decorations.push(
        Decoration.inline(from, to, { class: "caret-selection", style: `--caret-hue: ${hue}` }),
      );
  }
  return DecorationSet.create(state.doc, decorations);
}

/** The flat index of what a client sent; null when it is no position in this text. */
function absolute(position: unknown, binding: TextBinding): number | null {
  try {
    return binding.indexOf(Y.createRelativePositionFromJSON(position));
  } catch {
    return null;
  }
}

function caretElement(name: string, hue: number, client: number): HTMLElement {
  const caret = document.createElement("span");
  caret.className = "caret";
  caret.dataset.client = String(client);
  caret.style.setProperty("--caret-hue", String(hue));
  caret.setAttribute("aria-hidden", "true");
  const label = document.createElement("span");
  label.className = "caret-name";
  label.dataset.name = name;
  caret.append(label);
  return caret;
}

/** A hue in degrees that is the same for one person in every browser. */
export function personHue(personId: string): number {
  let hash = 2166136261;
  for (let i = 0; i < personId.length; i++) hash = Math.imul(hash ^ personId.charCodeAt(i), 16777619);
  return (hash >>> 0) % 360;
}
