import * as idb from "lib0/indexeddb";
import type { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

/** So many rows are folded into one. An hour in a crowd would leave fifty thousand, all of which an opening reads. */
const manyRows = 500;
/** Under lasting load they are folded nevertheless. Milliseconds. */
const latestMs = 2_000;

/**
 * What an offline copy writes: an update a row, and now and then one row with the whole document in place of all rows that
 * are known to be in it. Rows that another tab wrote meanwhile stay. It does so by itself because y-indexeddb reads all
 * rows again for that, and waits for a second without any edit, which never comes where many write.
 */
export class CopyRows {
  readonly #persistence: IndexeddbPersistence;
  readonly #db: IDBDatabase;
  /** Rows in the document, by their keys, both ends included; ascending. */
  #folded: { from: number; to: number }[] | null = null;
  #count = 0;
  #due = false;
  #open = true;

  constructor(persistence: IndexeddbPersistence, db: IDBDatabase) {
    this.#persistence = persistence;
    this.#db = db;
  }

  /** Resolves once all are in the storage; rejects where they are not. Rows stand in the order of the calls. */
  async add(updates: readonly Uint8Array[]): Promise<void> {
    const [store] = idb.transact(this.#db, ["updates"]) as [IDBObjectStore];
    const over = completion(store.transaction);
    const keys = Promise.all(updates.map((update) => idb.addAutoKey(store, update as never)));
    const [written] = await Promise.all([keys, over]);
    for (const key of written) this.#know(key);
    if (this.#count >= manyRows) this.#foldSoon();
  }

  /** Writes the whole document as one row, in place of those that it holds; rejects where that failed: all stay then. */
  async fold(): Promise<void> {
    const [store] = idb.transact(this.#db, ["updates"]) as [IDBObjectStore];
    const over = completion(store.transaction);
    const whole = idb.addAutoKey(store, Y.encodeStateAsUpdate(this.#persistence.doc) as never);
    // No other row comes in between: transactions over one store follow each other.
    const replaced = whole.then(() => {
      for (const { from, to } of this.#known())
        store.delete(idb.createIDBKeyRangeBound(from, to, false, false));
    });
    const [key] = await Promise.all([whole, replaced, over]);
    this.#folded = [];
    this.#count = 0;
    this.#know(key);
  }

  close(): void {
    this.#open = false;
  }

  #foldSoon(): void {
    if (this.#due) return;
    this.#due = true;
    const fold = (): void => {
      this.#due = false;
      // A failure is told of by the database's own event; the next row asks again.
      if (this.#open) void this.fold().catch(() => undefined);
    };
    // Neither Safari nor Node has idle callbacks.
    if (typeof requestIdleCallback === "function") requestIdleCallback(fold, { timeout: latestMs });
    else setTimeout(fold, 0);
  }

  /** Not to be asked before a transaction after opening: only then has y-indexeddb told the last key that it read. */
  #known(): { from: number; to: number }[] {
    if (!this.#folded) {
      this.#folded = [{ from: Number.NEGATIVE_INFINITY, to: this.#persistence._dbref - 1 }];
      this.#count += this.#persistence._dbsize;
    }
    return this.#folded;
  }

  #know(key: number): void {
    const known = this.#known();
    const last = known.at(-1);
    this.#count += 1;
    if (last?.to === key - 1) last.to = key;
    else known.push({ from: key, to: key });
  }
}

/** An answer within a transaction is not yet in the storage, and its keys are given anew where it fails in the end. */
function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error ?? new Error("aborted")));
  });
}
