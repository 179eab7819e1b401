import type { ArticleList, ArticleSummary, Person, Session } from "../../domain/protocol/api.ts";
import { sessionPath } from "../../session/signOut.ts";
import { ApiFailure, request } from "../../ui/index.ts";

export const articlePath = (id: string): string => `/api/articles/${encodeURIComponent(id)}`;

export type ExportFormat = "html" | "zip" | "fragment" | "text";
/** `inline` shows the page in a frame; without it the server names a file to keep. */
export const exportPath = (id: string, format: ExportFormat, disposition?: "inline"): string =>
  `${articlePath(id)}/export?format=${format}${disposition ? `&disposition=${disposition}` : ""}`;

/** What can be copied: a fragment names its pictures by their addresses, which would be megabytes inside it, or has none. */
export type CopyFormat = "fragment" | "withoutPictures" | "text";
const copies = {
  fragment: ["fragment", "linked"],
  withoutPictures: ["fragment", "none"],
  text: ["text", "none"],
} as const satisfies Record<CopyFormat, readonly [ExportFormat, string]>;

export function copyPath(id: string, copy: CopyFormat): string {
  const [format, pictures] = copies[copy];
  return `${exportPath(id, format, "inline")}&pictures=${pictures}`;
}

const signOut = (): Promise<unknown> => request("/api/auth/sign-out", { method: "POST", body: {} });

/** A sign-out that the server has not heard of comes first. */
export async function readSession(signal?: AbortSignal): Promise<Session> {
  return request(await sessionPath(signOut), { signal });
}

export const readSummary = (id: string, signal?: AbortSignal): Promise<ArticleSummary> =>
  request(articlePath(id), { signal });

/** The sections of the latest articles, most of a newsroom's trails among them. */
export async function readUsedSections(signal?: AbortSignal): Promise<string[]> {
  const { articles } = await request<ArticleList>("/api/articles?limit=200", { signal });
  return [...new Set(articles.map((article) => article.section))];
}

export const changeTrash = (id: string, trashed: boolean): Promise<unknown> =>
  request(articlePath(id), { method: "PATCH", body: { trashed } });

/** Signs in and says who that is; fails with `not-signed-in` for a wrong address or password. */
export async function signIn(email: string, password: string): Promise<Person> {
  try {
    await request("/api/auth/sign-in/email", { method: "POST", body: { email, password } });
  } catch (failure) {
    const wrong = failure instanceof ApiFailure && [400, 401, 422].includes(failure.status);
    throw wrong ? new ApiFailure("not-signed-in", failure.message, failure.status, failure) : failure;
  }
  const { person } = await readSession();
  if (!person) throw new ApiFailure("not-signed-in", "The browser did not keep the session.", 401);
  return person;
}

/** The bytes of an export, exactly as they come. */
export async function readExport(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(path, { signal });
    if (response.ok) return await response.arrayBuffer();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure("unreachable", "The server did not answer.", 0, cause);
  }
  const error = (await response.json().catch(() => null)) as { code?: string; message?: string } | null;
  throw new ApiFailure(error?.code ?? "internal", error?.message ?? response.statusText, response.status);
}
