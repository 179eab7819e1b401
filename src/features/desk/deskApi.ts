import type { ArticleList, ArticleSummary, EmptiedTrash, Trash } from "../../domain/protocol/api.ts";
import { deskPageSize } from "../../domain/protocol/pageChoices.ts";
import { request } from "../../ui/index.ts";

/** What the desk shows: `search` is what was typed, empty for everything. */
export interface DeskView {
  search: string;
  trash: boolean;
}

export function readArticles(
  { search, trash }: DeskView,
  after: string | null,
  signal?: AbortSignal,
): Promise<ArticleList> {
  const query = new URLSearchParams({ limit: String(deskPageSize) });
  if (search) query.set("search", search);
  if (trash) query.set("trash", "1");
  if (after !== null) query.set("after", after);
  return request(`/api/articles?${query}`, { signal });
}

export const createArticle = (example: boolean): Promise<ArticleSummary> =>
  request("/api/articles", { method: "POST", body: example ? { example } : {} });

export const changeTrash = (id: string, trashed: boolean): Promise<ArticleSummary> =>
  request(`/api/articles/${encodeURIComponent(id)}`, { method: "PATCH", body: { trashed } });

/** For good. */
export const deleteArticle = (id: string): Promise<undefined> =>
  request(`/api/articles/${encodeURIComponent(id)}`, { method: "DELETE" });

export const readTrash = (): Promise<Trash> => request("/api/trash");

/** Deletes for good what was moved there until then, as `readTrash` said it. */
export const emptyTrash = (until: string): Promise<EmptiedTrash> =>
  request(`/api/trash?${new URLSearchParams({ until })}`, { method: "DELETE" });
