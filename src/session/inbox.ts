import { type Awareness, applyAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { afterDrawing } from "./afterDrawing.ts";

/**
 * What the server sends, gathered while much comes: a lone key is brought in at once, those that follow within 50 ms
 * together in one transaction; where many write, within 100 ms. So a crowd costs 10 changes of the editor, drawings and
 * rows of the offline copy a second, however fast it types. The order stays: words first, then where their writers'
 * carets are. While one types oneself in a crowd, what waits comes in right after the frame of one's own key, and so not
 * right before the next one, which would have to wait for the screen's next frame.
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
/** Whose last key is no older than this is typing: a crowd's words then wait for the next key, at most as long again. */
const typingMs = 300;
/** What is due within so long comes in with one's own key already. */
const nearlyDueMs = 30;

/** `origin` is that of the transactions. */
export function openInbox(doc: Y.Doc, awareness: Awareness, origin: unknown): Inbox {
  const page = typeof document === "undefined" ? null : document;
  let updates: (() => void)[] = [];
  let presence: Uint8Array[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let nextAt = Number.NEGATIVE_INFINITY;
  let ownAt = Number.NEGATIVE_INFINITY;
  let inCrowd = false;
  let closed = false;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // Browsers tell of a caret some time after it was set; an editor that shows words before it heard of that would put
    // the caret back to where it knew it. Also where none wait: an answer that comes in at once follows.
    page?.dispatchEvent(new Event("selectionchange"));
    const [words, carets] = [updates, presence];
    if (words.length === 0 && carets.length === 0) return;
    updates = [];
    presence = [];
    inCrowd = words.length >= crowd;
    nextAt = performance.now() + (inCrowd ? gatherCrowdMs : gatherMs);
    if (words.length > 0) Y.transact(doc, () => words.forEach((apply) => apply()), origin, false);
    for (const update of carets) applyAwarenessUpdate(awareness, update, origin);
  };
  const soon = (): void => {
    const now = performance.now();
    const until = inCrowd && now - ownAt < typingMs ? nextAt + gatherCrowdMs : nextAt;
    // Nobody sees a hidden page, and its timers may stand still for a minute.
    if (until <= now || closed || page?.visibilityState === "hidden") flush();
    else timer ??= setTimeout(flush, until - now);
  };
  // In a task of its own: the own words leave first.
  const hurry = (): void => {
    if (timer === null || nextAt - performance.now() > nearlyDueMs) return;
    clearTimeout(timer);
    timer = setTimeout(flush, 0);
  };
  const onEdit = (_update: Uint8Array, from: unknown): void => {
    if (from === origin) return;
    ownAt = performance.now();
    if (inCrowd) afterDrawing(hurry);
  };
  page?.addEventListener("visibilitychange", flush);
  doc.on("update", onEdit);

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
      doc.off("update", onEdit);
      page?.removeEventListener("visibilitychange", flush);
      flush();
    },
  };
}
