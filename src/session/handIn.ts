import * as Y from "yjs";
import { handInPath } from "../domain/protocol/sync.ts";

export type HandInAnswer =
  | { code: "ok" }
  | { code: "signed-out" | "forbidden" | "not-found" }
  | { code: "refused"; reason: string }
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
    response = await request(origin + handInPath(articleId), {
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
    case 400:
    case 403:
    case 409:
    case 422:
      return refusal(response);
    default:
      return { code: "failed" };
  }
}

export type HandInOutcome =
  /** Committed. `rest` is what the document gained meanwhile; it fits a frame. */
  | { code: "ok"; rest: Uint8Array }
  | { code: "signed-out" | "forbidden" | "not-found" }
  | { code: "refused"; reason: string; update: Uint8Array }
  /** The line broke meanwhile: its next connection begins anew. */
  | { code: "given-up" };

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** Hands in what the server lacks until only a frame's worth is left. Goes on through trouble while `goOn`. */
export async function handInAll(of: {
  doc: Y.Doc;
  post: (update: Uint8Array) => Promise<HandInAnswer>;
  serverVector: () => Uint8Array | undefined;
  /** Bytes. */
  limits: () => { frame: number; handIn: number };
  goOn: () => boolean;
}): Promise<HandInOutcome> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    const before = Y.encodeStateVector(of.doc);
    const update = Y.encodeStateAsUpdate(of.doc, of.serverVector());
    if (update.length > of.limits().handIn) return { code: "refused", reason: "too-large", update };
    const answer = await of.post(update);
    if (answer.code === "ok") {
      const rest = Y.encodeStateAsUpdate(of.doc, before);
      if (rest.length <= of.limits().frame || rest.length >= update.length) return { code: "ok", rest };
    } else if (answer.code === "refused") return { ...answer, update };
    else if (answer.code !== "failed") return answer;
    else if (!of.goOn()) return { code: "given-up" };
    else await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

async function refusal(response: Response): Promise<HandInAnswer> {
  const body = (await response.json().catch(() => null)) as { code?: unknown; reason?: unknown } | null;
  if (typeof body?.reason === "string") return { code: "refused", reason: body.reason };
  if (response.status === 403) return { code: body?.code === "forbidden" ? "forbidden" : "failed" };
  return { code: "refused", reason: "malformed" };
}
