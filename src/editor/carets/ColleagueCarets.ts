import type { EditorView } from "@tiptap/pm/view";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { CaretScreen } from "../../binding/index.ts";
import type { CaretLayer } from "./CaretLayer.ts";
import type { Places } from "./places.ts";

/**
 * Where colleagues are. What draws them comes once one can write; until then the editors are only noted, and nobody
 * is anywhere.
 */
export class ColleagueCarets implements CaretScreen {
  readonly places: StoreApi<Places> = createStore<Places>(() => new Map());
  readonly #views = new Map<EditorView, ReturnType<CaretScreen["open"]> | null>();
  #layer: CaretLayer | null = null;

  open(view: EditorView): ReturnType<CaretScreen["open"]> {
    this.#views.set(view, this.#layer?.open(view) ?? null);
    return {
      changed: (moves) => this.#views.get(view)?.changed(moves),
      close: () => {
        this.#views.get(view)?.close();
        this.#views.delete(view);
      },
    };
  }

  /** Hands the editors that are open, and those that come, to what draws. Returns the end of it. */
  drawOn(layer: CaretLayer): () => void {
    this.#layer = layer;
    for (const view of this.#views.keys()) this.#views.set(view, layer.open(view));
    return () => {
      this.#layer = null;
      for (const view of this.#views.keys()) this.#views.set(view, null);
    };
  }

  /** As `CaretLayer` does it; false also while nothing draws. */
  goTo(client: number, options: { enter?: boolean } = {}): boolean {
    return this.#layer?.goTo(client, options) ?? false;
  }
}
