import type { AccessChange } from "../ports.ts";

/** Tells everybody who cached an answer about access that it may have changed. */
export class AccessChanges {
  #listeners = new Set<(change: AccessChange) => void>();

  on(listener: (change: AccessChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: AccessChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
