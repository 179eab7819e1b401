import { type Awareness, applyAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";

/**
 * What the server sends, gathered while much comes: a lone key is brought in at once, those that follow within 50 ms
 * together in one transaction; where many write, within 100 ms. So a crowd costs 10 changes of the editor, drawings and
 * rows of the offline copy a second, however fast it types. The order stays: words first, then where their writers'
 * carets are.
 */
export interface Inbox {
  /** `apply` brings an update into the document; it must not throw. */
  update(apply: () => void): void;
  /** As y-protocols encodes it. */
  awareness(update: Uint8Array): void;
  /** Brings in now what waits. */
  flush(): void;
  /** Flushes; afterwards all is brought in as it comes. */
  close(): void;
}

/** Below what the eye tells from at once; long enough that drawing leaves most of the time to one's own keys. */
const gatherMs = 50;
/** While so many updates or more come in together, they wait longer: nobody follows so many people letter by letter. */
const crowd = 4;
const gatherCrowdMs = 100;

/** `origin` is that of the transactions. */
export function openInbox(doc: Y.Doc, awareness: Awareness, origin: unknown): Inbox {
  const page = typeof document === "undefined" ? null : document;
  let updates: (() => void)[] = [];
  let presence: Uint8Array[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let nextAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const [words, carets] = [updates, presence];
    if (words.length === 0 && carets.length === 0) return;
    updates = [];
    presence = [];
    nextAt = performance.now() + (words.length < crowd ? gatherMs : gatherCrowdMs);
    if (words.length > 0) Y.transact(doc, () => words.forEach((apply) => apply()), origin, false);
    for (const update of carets) applyAwarenessUpdate(awareness, update, origin);
  };
  const soon = (): void => {
    const waitMs = nextAt - performance.now();
    // Nobody sees a hidden page, and its timers may stand still for a minute.
    if (waitMs <= 0 || closed || page?.visibilityState === "hidden") flush();
    else timer ??= setTimeout(flush, waitMs);
  };
  page?.addEventListener("visibilitychange", flush);

  return {
    update(apply) {
      updates.push(apply);
      soon();
    },
    awareness(update) {
      presence.push(update);
      soon();
    },
    flush,
    close() {
      closed = true;
      page?.removeEventListener("visibilitychange", flush);
      flush();
    },
  };
}
