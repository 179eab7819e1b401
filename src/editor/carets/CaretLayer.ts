import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { Awareness } from "y-protocols/awareness";
import type { StoreApi } from "zustand/vanilla";
import { type CaretScreen, caretFinder, type Moved } from "../../binding/index.ts";
import { colourIn, personColours } from "../../session/index.ts";
import { CaretMark } from "./CaretMark.ts";
import type { Places } from "./places.ts";
import { stack } from "./stack.ts";

/** A colleague's tab with its caret in one of the texts. */
interface Remote {
  mark: CaretMark;
  colour: number;
  /** As it was sent; compared by its words. */
  said: string;
  view: EditorView | null;
  anchor: number;
  head: number;
}

/**
 * After what others wrote at a caret, its owner's next word (or none) says where it really stands: it is asked again
 * with a drawing that comes then anyway, and has one of its own only where none does. Milliseconds.
 */
const settleMs = { earliest: 150, latest: 400 };
/** With less room beside the text, in pixels, only initials fit. */
const narrowPx = 40;

/**
 * Draws where colleagues are, over the article: a bar in the text, the name in the margin, selections as highlights.
 * The texts are never touched, so neither lines nor an input method notice. Everything that happens within a frame is
 * drawn once: first all places are measured, then all are written.
 */
export class CaretLayer implements CaretScreen {
  readonly #places: StoreApi<Places>;
  readonly #awareness: Awareness;
  readonly #views = new Set<EditorView>();
  readonly #remotes = new Map<number, Remote>();
  readonly #unresolved = new Set<number>();
  readonly #resized = new ResizeObserver(() => this.#draw());
  #element: HTMLElement | null = null;
  /** The room beside the text as it was last written to the element. */
  #beside = "";
  /** The colours of those who select something, as the article was last told. */
  #selecting = "";
  #frame: number | null = null;
  #settle: { timer: ReturnType<typeof setTimeout>; since: number } | null = null;
  /** Something may have moved; else the frame is for own words alone. */
  #stale = false;
  /** The text block that one last wrote in and no colleague stands in, and how high it was then. */
  #own: { block: Node | null; height: number } = { block: null, height: 0 };

  /** Keeps `places` true until its end. */
  constructor(awareness: Awareness, places: StoreApi<Places>) {
    this.#places = places;
    this.#awareness = awareness;
    awareness.on("change", this.#onAwareness);
    this.#hear([...awareness.getStates().keys()]);
  }

  /** The element to draw in: it covers the sheet. Returns the end of it. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    this.#beside = "";
    this.#selecting = "";
    this.#resized.observe(element);
    this.#soon();
    return () => {
      this.#resized.unobserve(element);
      this.#element = null;
    };
  }

  open(view: EditorView): ReturnType<CaretScreen["open"]> {
    this.#views.add(view);
    this.#resized.observe(view.dom);
    this.#resolveAgain();
    return {
      changed: (moves) => this.#follow(view, moves),
      close: () => {
        this.#views.delete(view);
        this.#resized.unobserve(view.dom);
        for (const [client, remote] of this.#remotes)
          if (remote.view === view) {
            remote.view = null;
            this.#unresolved.add(client);
          }
        this.#soon();
      },
    };
  }

  /**
   * Brings a colleague's caret into view and draws the eye there; the own caret stays. `enter` puts it beside
   * theirs, where the text may be written. False when they are in no text.
   */
  goTo(client: number, options: { enter?: boolean } = {}): boolean {
    this.#draw();
    const remote = this.#remotes.get(client);
    if (!remote?.view) return false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (options.enter && remote.view.editable) {
      const { doc, tr } = remote.view.state;
      const at = doc.resolve(Math.min(remote.head, doc.content.size));
      remote.view.dispatch(tr.setSelection(TextSelection.near(at)));
      remote.view.dom.focus({ preventScroll: true });
      remote.view.focus();
    }
    remote.mark.bar.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    remote.mark.flash();
    return true;
  }

  destroy(): void {
    this.#awareness.off("change", this.#onAwareness);
    this.#resized.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#settle) clearTimeout(this.#settle.timer);
    for (const { mark } of this.#remotes.values()) mark.remove();
    this.#remotes.clear();
    this.#tellPlaces();
    this.#highlight();
  }

  #onAwareness = (change: { added: number[]; updated: number[]; removed: number[] }): void =>
    this.#hear([...change.added, ...change.updated, ...change.removed]);

  /** One's own caret is nothing to draw: a frame for it would keep the next key waiting for the screen's next one. */
  #hear(clients: readonly number[]): void {
    const others = clients.filter((client) => client !== this.#awareness.clientID);
    if (others.length === 0) return;
    for (const client of others) {
      const state = this.#awareness.getStates().get(client) ?? {};
      const user = state["user"] as { id?: unknown; name?: unknown } | undefined;
      const caret: unknown = state["caret"];
      if (!caret || typeof user?.id !== "string" || typeof user.name !== "string") {
        this.#remotes.get(client)?.mark.remove();
        this.#remotes.delete(client);
        continue;
      }
      const said = JSON.stringify(caret);
      const known = this.#remotes.get(client);
      const remote = known ?? {
        mark: new CaretMark(client),
        colour: 0,
        said: "",
        view: null,
        anchor: 0,
        head: 0,
      };
      remote.colour = colourIn(state, user.id);
      remote.mark.describe(user.name, remote.colour);
      if (remote.said !== said) {
        remote.said = said;
        remote.mark.stir();
        this.#unresolved.add(client);
      }
      this.#remotes.set(client, remote);
    }
    this.#soon();
  }

  #follow(view: EditorView, moves: readonly Moved[]): void {
    for (const remote of this.#remotes.values()) {
      if (remote.view !== view) continue;
      for (const move of moves) {
        // What comes in at a caret is mostly what its owner typed there.
        const side = move.fromDocument ? 1 : -1;
        remote.anchor = move.map(remote.anchor, side);
        remote.head = move.map(remote.head, side);
      }
    }
    if (this.#remotes.size === 0) return;
    if (moves.some(({ fromDocument }) => fromDocument)) this.#resolveAgain();
    const block = moves.length === 1 && moves[0] ? this.#ownBlock(view, moves[0]) : null;
    if (block) this.#frame ??= requestAnimationFrame(() => this.#drawIfMoved(block));
    else this.#soon();
  }

  /** The element of the text block that one wrote in oneself; null where a colleague stands in it, or there is more. */
  #ownBlock(view: EditorView, { fromDocument, within }: Moved): HTMLElement | null {
    if (fromDocument || !within) return null;
    for (const remote of this.#remotes.values())
      for (const at of remote.view === view ? [remote.anchor, remote.head] : [])
        if (at >= within.from && at <= within.to) return null;
    const block = within.from === 0 ? view.dom : view.nodeDOM(within.from - 1);
    return block instanceof HTMLElement ? block : null;
  }

  /** Own words move nobody who is elsewhere while their block stays as high as it is. */
  #drawIfMoved(block: HTMLElement): void {
    this.#frame = null;
    const height = block.offsetHeight;
    const moved = this.#own.block !== block || this.#own.height !== height;
    this.#own = { block, height };
    if (moved || this.#stale) this.#draw();
  }

  #resolveAgain(): void {
    this.#settle ??= { timer: setTimeout(() => this.#draw(), settleMs.latest), since: performance.now() };
  }

  #soon(): void {
    this.#stale = true;
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  #resolve(): void {
    if (this.#settle && performance.now() - this.#settle.since >= settleMs.earliest) {
      clearTimeout(this.#settle.timer);
      this.#settle = null;
      for (const client of this.#remotes.keys()) this.#unresolved.add(client);
    }
    if (this.#unresolved.size === 0) return;
    const find = caretFinder(this.#views);
    for (const client of this.#unresolved) {
      const remote = this.#remotes.get(client);
      const found = remote && find(this.#awareness.getStates().get(client)?.["caret"]);
      if (found) Object.assign(remote, found);
    }
    this.#unresolved.clear();
  }

  #draw(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#stale = false;
    this.#resolve();
    this.#tellPlaces();
    const element = this.#element;
    if (!element || this.#remotes.size === 0) {
      this.#highlight();
      return;
    }

    const origin = element.getBoundingClientRect();
    const style = getComputedStyle(element.parentElement ?? element);
    const narrow = Number.parseFloat(style.paddingInlineEnd) < narrowPx;
    const height = narrow ? 14 : 20;
    const shown = [...this.#remotes.values()].flatMap((remote) => {
      const rect = measure(remote);
      return rect ? [{ remote, rect }] : [];
    });
    const tops = stack(
      shown.map(({ rect }) => ({ at: (rect.top + rect.bottom) / 2 - origin.top })),
      height,
    );

    const beside = `${style.paddingInlineStart} ${style.paddingInlineEnd}`;
    if (this.#beside !== beside) {
      this.#beside = beside;
      element.toggleAttribute("data-narrow", narrow);
      element.style.setProperty("--beside-start", style.paddingInlineStart);
      element.style.setProperty("--beside-end", style.paddingInlineEnd);
    }
    const here = new Set(shown.map(({ remote }) => remote));
    for (const remote of this.#remotes.values()) if (!here.has(remote)) hide(remote.mark);
    for (const [i, { remote, rect }] of shown.entries()) {
      const { bar, tag } = remote.mark;
      if (bar.parentNode !== element) element.append(bar, tag);
      remote.mark.place({
        left: rect.left - origin.left,
        top: rect.top - origin.top,
        height: rect.bottom - rect.top,
        tagTop: tops[i] as number,
      });
    }
    this.#highlight();
  }

  #tellPlaces(): void {
    const places = new Map<number, string>();
    for (const [client, { view }] of this.#remotes)
      if (view && !view.isDestroyed) places.set(client, view.dom.getAttribute("aria-label") ?? "");
    const before = this.#places.getState();
    const same =
      before.size === places.size && [...places].every(([client, text]) => before.get(client) === text);
    if (!same) this.#places.setState(places, true);
  }

  /** Selections, drawn by the browser without an element more in the text; one without this shows carets only. */
  #highlight(): void {
    if (!("highlights" in CSS)) return;
    const ranges = Array.from({ length: personColours }, (): Range[] => []);
    for (const { view, anchor, head, colour } of this.#remotes.values())
      if (view && !view.isDestroyed && anchor !== head) {
        const range = rangeOf(view, Math.min(anchor, head), Math.max(anchor, head));
        if (range) ranges[colour]?.push(range);
      }
    ranges.forEach((of, colour) => {
      if (of.length > 0) CSS.highlights.set(`person-${colour}`, new Highlight(...of));
      else CSS.highlights.delete(`person-${colour}`);
    });
    const selecting = ranges.flatMap((of, colour) => (of.length > 0 ? [colour] : [])).join(" ");
    if (selecting === this.#selecting) return;
    this.#selecting = selecting;
    const article = this.#element?.parentElement;
    if (article) article.dataset.selectedBy = selecting;
  }
}

function hide(mark: CaretMark): void {
  mark.bar.remove();
  mark.tag.remove();
}

function measure({ view, head }: Remote): { left: number; top: number; bottom: number } | null {
  if (!view || view.isDestroyed || view.dom.offsetParent === null) return null;
  const { left, top, bottom } = view.coordsAtPos(Math.min(head, view.state.doc.content.size));
  return { left, top, bottom };
}

function rangeOf(view: EditorView, from: number, to: number): Range | null {
  const { size } = view.state.doc.content;
  const start = view.domAtPos(Math.min(from, size));
  const end = view.domAtPos(Math.min(to, size));
  const range = document.createRange();
  try {
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
  } catch {
    return null;
  }
  return range;
}
