/**
 * The server refused, or did not answer (`unreachable`, status 0). `code` is the server's own word where it sent
 * one, else one made from the status; `message` is English: show words of the page's language by `code`.
 */
export class ApiFailure extends Error {
  readonly code: string;
  readonly status: number;
  /** After how many seconds the server wants to be asked again (`Retry-After`); null where it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: string,
    message: string,
    status: number,
    cause?: unknown,
    retryAfterSeconds: number | null = null,
  ) {
    super(message, { cause });
    this.retryAfterSeconds = retryAfterSeconds;
    this.name = "ApiFailure";
    this.code = code;
    this.status = status;
  }
}

export interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
}

let awaited: AbortController | null = null;

/** Aborted once the server has done what a later request asks for. */
export function nextAnswer(): AbortSignal {
  awaited ??= new AbortController();
  return awaited.signal;
}

/** JSON in, JSON out; `undefined` for an answer without content. Throws `ApiFailure`, or the abort as it is. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", body, signal } = options;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    text = await response.text();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure("unreachable", "The server did not answer.", 0, cause);
  }
  const answer = parse(text);
  if (response.ok) {
    awaited?.abort();
    awaited = null;
    return answer as T;
  }
  const { code, message } = (answer ?? {}) as { code?: unknown; message?: unknown };
  throw new ApiFailure(
    typeof code === "string" ? code : codeOfStatus(response.status),
    typeof message === "string" ? message : response.statusText,
    response.status,
    undefined,
    Number(response.headers.get("retry-after")) || null,
  );
}

/** Undefined for what is not JSON: a proxy's page, nothing at all. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOfStatus(status: number): string {
  if (status === 401) return "not-signed-in";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 413) return "too-large";
  if (status === 429) return "too-many-requests";
  if (status >= 502 && status <= 504) return "unavailable";
  return status < 500 ? "bad-request" : "internal";
}
