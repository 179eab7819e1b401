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

async function refusal(response: Response): Promise<HandInAnswer> {
  const body = (await response.json().catch(() => null)) as { code?: unknown; reason?: unknown } | null;
  if (typeof body?.reason === "string") return { code: "refused", reason: body.reason };
  if (response.status === 403) return { code: body?.code === "forbidden" ? "forbidden" : "failed" };
  return { code: "refused", reason: "malformed" };
}
