import { type Asset, type ErrorCode, errorCodes } from "../../domain/protocol/api.ts";

export type UploadProblem = ErrorCode | "network" | "read-only";

export class UploadFailure extends Error {
  readonly problem: UploadProblem;
  /** When the server may take the same picture; null when it does not say. */
  readonly retryAfterMs: number | null;
  constructor(problem: UploadProblem, retryAfterMs: number | null = null) {
    super(problem);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Sends a picture to an article. `onProgress` gets 0 to 1; 1 while the server makes its sizes.
 * Rejects with `UploadFailure`, or with the signal's reason. `fetch` cannot tell how much was sent.
 */
export function sendAsset(
  articleId: string,
  file: File,
  { onProgress, signal }: { onProgress: (part: number) => void; signal: AbortSignal },
): Promise<Asset> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/articles/${encodeURIComponent(articleId)}/assets`);
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable && sent.total > 0) onProgress(sent.loaded / sent.total);
    });
    request.addEventListener("load", () => {
      const answer = parse(request.responseText);
      if (request.status >= 200 && request.status < 300 && answer && typeof answer.id === "string")
        resolve(answer as unknown as Asset);
      else
        reject(
          new UploadFailure(
            problemOf(request.status, answer?.code),
            retryAfter(request.getResponseHeader("retry-after")),
          ),
        );
    });
    request.addEventListener("error", () => reject(new UploadFailure("network")));
    request.addEventListener("abort", () => reject(signal.reason as Error));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Milliseconds from a Retry-After in seconds. */
const retryAfter = (header: string | null): number | null =>
  header !== null && /^\d+$/.test(header) ? Number(header) * 1_000 : null;

function problemOf(status: number, code: unknown): UploadProblem {
  const known = errorCodes.find((each) => each === code);
  if (known) return known;
  if (status === 401) return "not-signed-in";
  if (status === 403) return "forbidden";
  if (status === 413) return "too-large";
  if (status === 507) return "storage-full";
  return status >= 502 && status <= 504 ? "unavailable" : "internal";
}
