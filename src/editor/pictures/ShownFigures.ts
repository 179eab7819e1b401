import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView, NodeView, NodeViewConstructor } from "@tiptap/pm/view";
import type { ArticleUndo } from "../../binding/index.ts";
import { leaveFigure } from "../bodyBehaviour.ts";
import { moveFigure, removeBlock } from "../commands/atoms.ts";
import type { OpenEditors } from "../openEditors.ts";
import { shortcutOf, shortcuts } from "../shortcuts.ts";

/** A picture between paragraphs as the page shows it. A new one for every change, for React to compare. */
export interface ShownFigure {
  /** Differs from that of every other figure ever shown. */
  readonly key: number;
  readonly element: HTMLElement;
  readonly media: string;
  /** Counts from 1, down the page. */
  readonly number: number;
  readonly first: boolean;
  readonly last: boolean;
  /** It was there when the article was opened. */
  readonly early: boolean;
  readonly act: FigureActions;
}

export interface FigureActions {
  remove(): void;
  move(direction: "up" | "down"): void;
  /** Where the caret goes at the end or start of the figure's texts; false where there is nothing. */
  leave(direction: "forward" | "backward"): boolean;
  /** Where it stands in the body, or stood before it was removed. */
  place(): number;
}

interface View {
  key: number;
  element: HTMLElement;
  /** The figure's own id, which it keeps where it is moved. */
  id: string;
  media: string;
  early: boolean;
  getPos: () => number | undefined;
  /** Where it stood last. */
  pos: number;
  act: FigureActions;
}

/** The pictures of one body. ProseMirror says where each stands, React draws what is inside (`BodyFigures`). */
export class ShownFigures {
  /** How the body's editor draws a figure. It takes `plugin` too. */
  readonly nodeViews: { figure: NodeViewConstructor };
  readonly plugin: Plugin;
  readonly #undo: ArticleUndo;
  readonly #editors: OpenEditors;
  /** What had the focus in a figure that is being moved. */
  #held: HTMLElement | null = null;
  readonly #views = new Set<View>();
  readonly #listeners = new Set<() => void>();
  #settled = false;
  #shown: readonly ShownFigure[] = [];
  #next = 0;

  constructor(undo: ArticleUndo, editors: OpenEditors) {
    this.#undo = undo;
    this.#editors = editors;
    this.nodeViews = { figure: (node, editor, getPos) => this.#add(node, getPos, editor) };
    this.plugin = new Plugin({
      view: (editor) => {
        this.#show(editor);
        this.#settled = true;
        return {
          update: (_, before) => {
            if (before.doc !== editor.state.doc) this.#show(editor);
            this.#giveFocusBack();
          },
          destroy: () => {
            this.#settled = false;
            this.#become([]);
          },
        };
      },
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** In no order. */
  readonly now = (): readonly ShownFigure[] => this.#shown;

  #add(node: Node, position: () => number | undefined, editor: EditorView): NodeView {
    const getPos = (): number | undefined => {
      try {
        return position();
      } catch {
        // ProseMirror throws while the figure is not in the page yet.
        return undefined;
      }
    };
    const view = this.#moved(node, editor) ?? this.#new(node, editor);
    view.getPos = getPos;
    const { element } = view;
    return {
      dom: element,
      update: (next) => {
        if (next.type !== node.type) return false;
        view.id = String(next.attrs.id);
        view.media = String(next.attrs.media);
        return true;
      },
      selectNode: () => element.classList.add("ProseMirror-selectednode"),
      deselectNode: () => element.classList.remove("ProseMirror-selectednode"),
      // Its texts are editors of their own.
      stopEvent: ({ target }) =>
        target instanceof Element &&
        target.closest("[data-figure-tools], [data-figure-node] .article-text") !== null,
      // A selection that got inside has to be read, or the browser's caret stays where nothing can be typed.
      ignoreMutation: ({ type }) => type !== "selection",
      destroy: () => {
        if (view.getPos === getPos) this.#views.delete(view);
      },
    };
  }

  /**
   * The view of a figure that stands elsewhere now: its element goes along, with the texts' editors, so that whoever
   * writes in them writes on. ProseMirror makes the new view before it ends the old one.
   */
  #moved({ attrs }: Node, { state }: EditorView): View | null {
    const id = String(attrs.id);
    const view = [...this.#views].find((each) => each.id === id && each.media === String(attrs.media));
    if (!view) return null;
    let copies = 0;
    state.doc.forEach((node) => {
      if (node.type.name === "figure" && String(node.attrs.id) === id) copies += 1;
    });
    if (copies !== 1) return null;
    const { element } = view;
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && element.contains(focused)) this.#held = focused;
    element.remove();
    element.classList.remove("ProseMirror-selectednode");
    return view;
  }

  #new({ attrs }: Node, editor: EditorView): View {
    const element = document.createElement("figure");
    element.className = "body-figure";
    element.dataset.figureNode = "";
    const view: View = {
      key: this.#next++,
      element,
      id: String(attrs.id),
      media: String(attrs.media),
      early: !this.#settled,
      getPos: () => undefined,
      pos: 0,
      act: this.#actions(editor, () => view),
    };
    this.#views.add(view);
    // On its way in: a tooltip would take the key for itself.
    element.addEventListener("keydown", (pressed) => onKey(pressed, editor, view.act), true);
    return view;
  }

  #giveFocusBack(): void {
    const held = this.#held;
    this.#held = null;
    if (!held?.isConnected || document.activeElement !== document.body) return;
    const text = this.#editors.around(held);
    if (!text || !held.matches(".article-text")) {
      held.focus();
      return;
    }
    text.view.focus();
    text.view.dispatch(text.state.tr.scrollIntoView());
  }

  #actions(editor: EditorView, view: () => View): FigureActions {
    const getPos = (): number | undefined => view().getPos();
    const run = (make: (pos: number) => ReturnType<typeof removeBlock>): void => {
      const pos = getPos();
      if (pos === undefined) return;
      this.#undo.stopCapturing();
      make(pos)(editor.state, editor.dispatch, editor);
      this.#undo.stopCapturing();
      editor.focus();
    };
    return {
      remove: () => run(removeBlock),
      move: (direction) => run((pos) => moveFigure(pos, direction)),
      leave(direction) {
        const pos = getPos();
        return pos !== undefined && leaveFigure(editor, pos, direction);
      },
      place: () => view().pos,
    };
  }

  #show({ dom, state: { doc } }: EditorView): void {
    const positions: number[] = [];
    doc.forEach((node, pos) => {
      if (node.type.name === "figure") positions.push(pos);
    });
    // ProseMirror looks for a position from the top: asked for each, that takes the square of the pictures.
    const elements = [...dom.children].filter((child) => child.matches("[data-figure-node]"));
    const numbers = new Map(elements.map((element, i) => [element, i]));
    const end = doc.content.size;
    let same = this.#views.size === this.#shown.length;
    const before = new Map(this.#shown.map((figure) => [figure.key, figure]));
    const shown: ShownFigure[] = [];
    for (const view of this.#views) {
      const at = numbers.get(view.element);
      const pos = at === undefined ? undefined : positions[at];
      if (at === undefined || pos === undefined) continue;
      view.pos = pos;
      // ProseMirror makes all of a figure draggable, which takes the mouse from its texts; a press on the picture drags.
      // Written where it differs only: each time, the browser would style the figure anew.
      if (view.element.draggable) view.element.draggable = false;
      const { key, element, media, early, act } = view;
      const next: ShownFigure = {
        key,
        element,
        media,
        early,
        act,
        number: at + 1,
        first: pos === 0,
        last: pos + (doc.nodeAt(pos)?.nodeSize ?? 0) >= end,
      };
      const known = before.get(next.key);
      const unchanged =
        known?.number === next.number &&
        known.first === next.first &&
        known.last === next.last &&
        known.media === next.media;
      same &&= unchanged;
      shown.push(unchanged ? known : next);
    }
    if (!same || shown.length !== this.#shown.length) this.#become(shown);
  }

  #become(shown: readonly ShownFigure[]): void {
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}

function onKey(pressed: KeyboardEvent, { editable }: EditorView, act: FigureActions): void {
  const name = shortcutOf(pressed);
  if (!editable) return;
  if (name === "moveUp" || name === "moveDown") act.move(name === "moveUp" ? "up" : "down");
  else if (pressed.key === shortcuts.leaveTexts.key) act.leave("backward");
  else return;
  pressed.preventDefault();
  pressed.stopPropagation();
}
