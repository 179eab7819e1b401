import * as idb from "lib0/indexeddb";
import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { afterDrawing } from "./afterDrawing.ts";
import { copyName, noteCopyErased, noteCopyKept, triedName } from "./copyNames.ts";
import { CopyRows } from "./copyRows.ts";

/** What is remembered beside the words, so that an article can open without the server. */
export interface CopyNote {
  mayWrite: boolean;
  documentVersion: number;
}

/** One person's copy of one article in this browser. */
export interface OfflineCopy {
  /** Null unless the copy held the whole article when it was opened. */
  readonly note: CopyNote | null;
  /** The client ids under which this person wrote in this browser and whose words may not have reached the server. */
  readonly clientIds: readonly number[];
  addClientId(clientId: number): void;
  /** Everything is committed: the earlier ids are no longer of use. */
  dropClientIds(): void;
  /** To be called once the document holds all that the server has: from then on the copy may stand for the article. */
  markComplete(note: CopyNote): void;
  /** Resolves once everything is written. */
  close(): Promise<void>;
  erase(): Promise<void>;
}

/** Opening may hang for ever (another tab's upgrade, a broken profile); the server is asked without the copy then. */
const patienceMs = 4_000;
const retryMs = 10_000;
const noteKey = "article";
const clientKey = "client:";

/** True for the origin of a transaction that brought words from a copy into its document. */
export const cameFromCopy = (origin: unknown): boolean => origin instanceof IndexeddbPersistence;

/**
 * `writing`: words are on their way into the browser's storage, where closing the page could still lose them.
 * `unavailable`: nothing is kept.
 */
export type OfflineCopyState = "kept" | "writing" | "unavailable";

let asked: Promise<boolean> | null = null;

/** Asks the browser's storage ahead of the first copy, while the page still waits for other things. */
export function prepareOfflineCopy(): void {
  asked ??= storageAnswers();
}

/** Null when this browser keeps nothing. `onState` tells of every change; it starts as `kept`. */
export async function openOfflineCopy(
  personId: string,
  articleId: string,
  doc: Y.Doc,
  onState: (state: OfflineCopyState) => void,
): Promise<OfflineCopy | null> {
  const answers = asked ?? storageAnswers();
  asked = null;
  if (!(await answers)) return null;
  const name = copyName(personId, articleId);
  noteCopyKept(name);
  const persistence = new IndexeddbPersistence(name, doc);
  const loaded = await within(patienceMs, persistence.whenSynced);
  const db = persistence.db;
  if (!loaded || !db) {
    void persistence.destroy();
    return null;
  }
  const [custom] = idb.transact(db, ["custom"], "readonly");
  const [stored, keys] = (await Promise.all([
    persistence.get(noteKey),
    idb.getAllKeys(custom as IDBObjectStore),
  ])) as [CopyNote | undefined, string[]];
  const clientIds = keys
    .filter((key) => key.startsWith(clientKey))
    .map((key) => Number(key.slice(clientKey.length)));
  const whole = stored !== undefined && doc.store.pendingStructs === null && doc.store.pendingDs === null;

  const rows = new CopyRows(persistence, db);
  const earlier = [...clientIds];
  let open = true;
  let failing = false;
  const fail = (): void => {
    failing = true;
    onState("unavailable");
  };
  let retry: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    open = false;
    rows.close();
    doc.off("update", onUpdate);
    clearTimeout(retry);
  };
  // A row that failed leaves a hole; the whole document in one row closes it.
  const writeAll = async (): Promise<void> => {
    if (!open) return;
    const until = edits;
    try {
      await rows.fold();
      failing = false;
      kept(until);
    } catch {
      later();
    }
  };
  const later = (): void => {
    clearTimeout(retry);
    if (open) retry = setTimeout(() => void writeAll(), retryMs);
  };
  db.addEventListener("abort", () => {
    if (!open) return;
    fail();
    later();
  });
  // Another tab deletes the copy (signing out): writing on would throw inside the editor's own transactions.
  db.addEventListener("versionchange", () => {
    stop();
    void persistence.destroy();
    fail();
  });
  // In place of the provider's own writing, which is part of the edit itself: the screen shows a key first.
  let edits = 0;
  let unwritten: Uint8Array[] = [];
  let writing = false;
  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === persistence) return;
    edits += 1;
    unwritten.push(update);
    if (unwritten.length === 1) afterDrawing(writeRows);
    if (writing || failing) return;
    writing = true;
    onState("writing");
  };
  const writeRows = (): void => {
    const updates = unwritten;
    unwritten = [];
    if (!open || updates.length === 0) return;
    const until = edits;
    rows.add(updates).then(
      () => kept(until),
      () => open && fail(),
    );
  };
  const kept = (until: number): void => {
    if (!open || failing || until !== edits) return;
    writing = false;
    onState("kept");
  };
  doc.off("update", persistence._storeUpdate);
  doc.on("update", onUpdate);

  return {
    note: whole ? stored : null,
    clientIds,
    addClientId(clientId) {
      if (open) void persistence.set(clientKey + clientId, 1).catch(fail);
    },
    dropClientIds() {
      if (!open) return;
      for (const clientId of earlier.splice(0))
        void persistence.del(clientKey + clientId).catch(() => undefined);
    },
    markComplete(note) {
      if (!open) return;
      // Over both stores, so that it follows every row written before it.
      const [, custom] = idb.transact(db, ["updates", "custom"]);
      void idb.put(custom as IDBObjectStore, note as never, noteKey).catch(fail);
    },
    async close() {
      writeRows();
      stop();
      await persistence.destroy();
    },
    async erase() {
      stop();
      await persistence.destroy();
      await idb.deleteDB(name);
      noteCopyErased(name);
    },
  };
}

/** y-indexeddb leaves a failing open unhandled, so it is tried on a database that nobody needs. */
async function storageAnswers(): Promise<boolean> {
  try {
    const db = await within(
      patienceMs,
      idb.openDB(triedName, () => undefined),
    );
    db?.close();
    return db !== null;
  } catch {
    return false;
  }
}

/** Null when the time is over first. */
async function within<T>(ms: number, result: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
