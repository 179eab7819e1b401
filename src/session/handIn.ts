import * as Y from "yjs";
import { documentVersion } from "../domain/article/document.ts";
import { handInPath, type RefusalReason, refusalReasons, versionParameter } from "../domain/protocol/sync.ts";

export type HandInAnswer =
  | { code: "ok" }
  | { code: "signed-out" | "not-found" }
  | { code: "refused"; reason: RefusalReason }
  /** No line, or a server in trouble: worth trying again. */
  | { code: "failed" };

/** Hands a change in that is too large for a frame. `ok` means committed. */
export async function handIn(
  request: typeof fetch,
  origin: string,
  articleId: string,
  update: Uint8Array,
): Promise<HandInAnswer> {
  let response: Response;
  try {
    response = await request(`${origin}${handInPath(articleId)}?${versionParameter}=${documentVersion}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      credentials: "same-origin",
      body: update as Uint8Array<ArrayBuffer>,
    });
  } catch {
    return { code: "failed" };
  }
  if (response.ok) return { code: "ok" };
  switch (response.status) {
    case 401:
      return { code: "signed-out" };
    case 404:
      return { code: "not-found" };
    case 413:
      return { code: "refused", reason: "too-large" };
    case 403:
      return { code: "refused", reason: "read-only" };
    case 400:
      return { code: "refused", reason: await namedReason(response) };
    default:
      return { code: "failed" };
  }
}

export type HandInOutcome =
  /** Committed. `rest` is what the document gained meanwhile; it fits a frame. */
  | { code: "ok"; rest: Uint8Array }
  | { code: "signed-out" | "not-found" }
  | { code: "refused"; reason: RefusalReason; update: Uint8Array }
  /** The line broke meanwhile: its next connection begins anew. */
  | { code: "given-up" };

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Hands in what the server lacks, and what is written meanwhile, until only a frame's worth is left. Goes on through
 * trouble while `goOn`.
 */
export async function handInAll(of: {
  doc: Y.Doc;
  /** What the server lacks when it begins. */
  lacking: Uint8Array;
  /** Whether an update of the document is this page's to bring. */
  isOwn: (origin: unknown) => boolean;
  post: (update: Uint8Array) => Promise<HandInAnswer>;
  /** Bytes. */
  limits: () => { frame: number; handIn: number };
  goOn: () => boolean;
}): Promise<HandInOutcome> {
  // Not the difference of two states: that always holds everything ever deleted, and may never fit a frame.
  let fresh: Uint8Array[] = [];
  const gather = (update: Uint8Array, origin: unknown): void => {
    if (of.isOwn(origin)) fresh.push(update);
  };
  of.doc.on("update", gather);
  try {
    let update = of.lacking;
    for (let waitMs = firstWaitMs; ; ) {
      if (update.length > of.limits().handIn) return { code: "refused", reason: "too-large", update };
      const answer = await of.post(update);
      const rest = Y.mergeUpdates(fresh);
      fresh = [];
      if (answer.code === "ok") {
        if (rest.length <= of.limits().frame) return { code: "ok", rest };
        update = rest;
        waitMs = firstWaitMs;
      } else if (answer.code === "refused") return { ...answer, update };
      else if (answer.code !== "failed") return answer;
      else if (!of.goOn()) return { code: "given-up" };
      else {
        update = Y.mergeUpdates([update, rest]);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        waitMs = Math.min(longestWaitMs, waitMs * 2);
      }
    }
  } finally {
    of.doc.off("update", gather);
  }
}

/** The message of the answer names the reason for which the socket would have refused. */
async function namedReason(response: Response): Promise<RefusalReason> {
  const body = (await response.json().catch(() => null)) as { message?: unknown } | null;
  return refusalReasons.find((reason) => String(body?.message).includes(reason)) ?? "malformed";
}
