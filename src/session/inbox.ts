import { type Awareness, applyAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";

/**
 * What the server sends, put together by frames of the screen: all that comes before the next one is brought into
 * the document in one transaction, and so costs one change of the editor, one drawing and one row of the offline copy,
 * however many people type. The order stays: words first, then where their writers' carets are.
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

/** A page that shows itself but gets no frames waits no longer than this. Milliseconds. */
const longestWaitMs = 100;
/** The screen's pace where there is no screen. Milliseconds. */
const frameMs = 16;

/** `origin` is that of the transactions. */
export function openInbox(doc: Y.Doc, awareness: Awareness, origin: unknown): Inbox {
  const page = typeof document === "undefined" ? null : document;
  let updates: (() => void)[] = [];
  let presence: Uint8Array[] = [];
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    if (frame !== null) cancelAnimationFrame(frame);
    timer = null;
    frame = null;
    const [words, carets] = [updates, presence];
    updates = [];
    presence = [];
    if (words.length > 0) Y.transact(doc, () => words.forEach((apply) => apply()), origin, false);
    for (const update of carets) applyAwarenessUpdate(awareness, update, origin);
  };
  const soon = (): void => {
    // Nobody sees a hidden page, and it gets no frames; its timers may stand still for a minute.
    if (closed || page?.visibilityState === "hidden") flush();
    else if (timer === null) {
      if (page) frame = requestAnimationFrame(flush);
      timer = setTimeout(flush, page ? longestWaitMs : frameMs);
    }
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
