import "./testing/browser.ts";
import * as idb from "lib0/indexeddb";
import { afterEach, describe, expect, it, vi } from "vitest";
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { CopyRows } from "./copyRows.ts";

const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

let names = 0;

interface Tab {
  doc: Y.Doc;
  rows: CopyRows;
  db: IDBDatabase;
  /** Types, and writes what that changed as one row. */
  type(words: string): Promise<void>;
  close(): Promise<void>;
}

/** A tab with the copy of this name open. */
async function tab(name: string): Promise<Tab> {
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(name, doc);
  await persistence.whenSynced;
  const db = persistence.db as IDBDatabase;
  doc.off("update", persistence._storeUpdate);
  const rows = new CopyRows(persistence, db);
  const close = async (): Promise<void> => {
    rows.close();
    await persistence.destroy();
  };
  cleanUp.push(close);
  return {
    doc,
    rows,
    db,
    close,
    async type(words) {
      const updates: Uint8Array[] = [];
      const note = (update: Uint8Array): void => void updates.push(update);
      doc.on("update", note);
      doc.getText().insert(doc.getText().length, words);
      doc.off("update", note);
      await rows.add(updates);
    },
  };
}

function stored(db: IDBDatabase): Promise<number> {
  const [store] = idb.transact(db, ["updates"], "readonly") as [IDBObjectStore];
  return idb.count(store);
}

async function words(name: string): Promise<string> {
  const { doc } = await tab(name);
  return doc.getText().toJSON();
}

describe("rows of an offline copy", () => {
  it("stay few however long one writes without a pause, and hold everything", async () => {
    const name = `copy ${names++}`;
    const one = await tab(name);
    let typed = "";
    for (let i = 0; i < 1_300; i++) {
      await one.type(`${i} `);
      typed += `${i} `;
    }
    await vi.waitFor(async () => expect(await stored(one.db)).toBeLessThan(500), { timeout: 20_000 });
    await one.close();
    expect(await words(name)).toBe(typed);
  });

  it("are folded with those of an earlier visit", async () => {
    const name = `copy ${names++}`;
    const earlier = await tab(name);
    for (let i = 0; i < 20; i++) await earlier.type("a");
    await earlier.close();
    const now = await tab(name);
    await now.type("b");
    await now.rows.fold();
    expect(await stored(now.db)).toBe(1);
    await now.close();
    expect(await words(name)).toBe(`${"a".repeat(20)}b`);
  });

  it("of another tab stay, whose words this one does not have", async () => {
    const name = `copy ${names++}`;
    const [one, two] = [await tab(name), await tab(name)];
    await one.type("one ");
    await two.type("two ");
    await one.type("more ");
    await one.rows.fold();
    await one.rows.fold();
    await two.rows.fold();
    await Promise.all([one.close(), two.close()]);
    const all = await words(name);
    expect(all).toHaveLength(13);
    for (const word of ["one more ", "two "]) expect(all).toContain(word);
  });

  it("that the storage took back in the end are not taken for written: their keys are given anew", async () => {
    const name = `copy ${names++}`;
    const [one, two] = [await tab(name), await tab(name)];
    await one.type("one ");
    // Answers first and fails afterwards, as a full disk does.
    const transaction = one.db.transaction.bind(one.db);
    const spy = vi.spyOn(one.db, "transaction").mockImplementation((stores, mode) => {
      const failing = transaction(stores, mode);
      const store = failing.objectStore("updates");
      const add = store.add.bind(store);
      vi.spyOn(failing, "objectStore").mockReturnValue(store);
      vi.spyOn(store, "add").mockImplementation((value) => {
        const request = add(value);
        request.addEventListener("success", () => queueMicrotask(() => failing.abort()));
        return request;
      });
      return failing;
    });
    await expect(one.type("lost ")).rejects.toThrow();
    await expect(one.rows.fold()).rejects.toThrow();
    spy.mockRestore();
    await two.type("two ");
    await one.rows.fold();
    // The whole, and what the other tab wrote on opening and since.
    expect(await stored(one.db)).toBe(3);
    await Promise.all([one.close(), two.close()]);
    const all = await words(name);
    for (const word of ["one lost ", "two "]) expect(all).toContain(word);
  });
});
