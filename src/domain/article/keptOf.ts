import type * as Y from "yjs";

interface Kept<T> {
  value: T;
  /** The newest transaction that `value` may know only a part of. */
  since: Y.Transaction | null;
}

/**
 * What is made of a document, kept until a transaction changes what it was made of. `isOutdated` tells whether one does;
 * it is asked about transactions that go on, too. While one goes on that does, each asking makes it anew.
 */
export class KeptOf<T> {
  readonly #make: (doc: Y.Doc) => T;
  readonly #isOutdated: (value: T, by: Y.Transaction) => boolean;
  readonly #kept = new WeakMap<Y.Doc, Kept<T> | null>();

  constructor(make: (doc: Y.Doc) => T, isOutdated: (value: T, by: Y.Transaction) => boolean) {
    this.#make = make;
    this.#isOutdated = isOutdated;
  }

  of(doc: Y.Doc): T {
    if (!this.#kept.has(doc)) doc.on("beforeTransaction", (next: Y.Transaction) => this.#begins(doc, next));
    const before = this.#kept.get(doc);
    const kept = before && this.#holds(before) ? before : { value: this.#make(doc), since: null };
    kept.since = doc._transaction;
    this.#kept.set(doc, kept);
    return kept.value;
  }

  /** Transactions follow each other: what was done before the next begins is complete. */
  #begins(doc: Y.Doc, next: Y.Transaction): void {
    const kept = this.#kept.get(doc);
    if (!kept) return;
    if (this.#holds(kept)) kept.since = next;
    else this.#kept.set(doc, null);
  }

  #holds({ value, since }: Kept<T>): boolean {
    return since === null || !this.#isOutdated(value, since);
  }
}
