import type { InfiniteData } from "@tanstack/react-query";
import type { ArticleList, ArticleSummary, DeskEvent } from "../../domain/protocol/api.ts";
import type { DeskView } from "./deskApi.ts";

type PresenceNews = Extract<DeskEvent, { kind: "present" }>;
export type DeskPages = InfiniteData<ArticleList, string | null>;

/**
 * The list as it is after the news. Latest change first, an article once. Whether a changed article matches a
 * search only the server knows: an article that the search had found stays, another waits for the next answer.
 * What lies beyond the loaded pages stays there.
 */
export function withNews(pages: DeskPages, event: DeskEvent, view: DeskView): DeskPages {
  if (event.kind === "present") return withPresence(pages, event);
  const id = event.kind === "removed" ? event.id : event.article.id;
  const known = articlesOf(pages).find((article) => article.id === id);
  // News may arrive after an answer that is newer.
  if (event.kind === "changed" && known && event.article.updatedAt < known.updatedAt) return pages;
  const rest = known ? without(pages, id) : pages;
  if (event.kind === "removed" || !belongs(event.article, view) || (view.search !== "" && !known))
    return rest;
  return inserted(rest, event.article);
}

function withPresence(pages: DeskPages, { id, present, presentCount }: PresenceNews): DeskPages {
  if (!articlesOf(pages).some((article) => article.id === id)) return pages;
  const changed = (article: ArticleSummary): ArticleSummary =>
    article.id === id ? { ...article, present, presentCount } : article;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, articles: page.articles.map(changed) })),
  };
}

/** Page by page, every article once, also when it moved from one page to another between two answers. */
export function pagesOf(pages: DeskPages | undefined): ArticleSummary[][] {
  const known = new Set<string>();
  return (pages?.pages ?? []).map((page) =>
    page.articles.filter(({ id }) => !known.has(id) && known.add(id)),
  );
}

/** All pages as one list. */
export const articlesOf = (pages: DeskPages | undefined): ArticleSummary[] => pagesOf(pages).flat();

const belongs = (article: ArticleSummary, view: DeskView): boolean =>
  (article.trashedAt !== null) === view.trash;

const without = (pages: DeskPages, id: string): DeskPages => ({
  ...pages,
  pages: pages.pages.map((page) =>
    page.articles.some((article) => article.id === id)
      ? { ...page, articles: page.articles.filter((article) => article.id !== id) }
      : page,
  ),
});

function inserted(pages: DeskPages, article: ArticleSummary): DeskPages {
  const [...lists] = pages.pages;
  for (const [number, page] of lists.entries()) {
    const at = page.articles.findIndex((other) => other.updatedAt <= article.updatedAt);
    const isEnd = number === lists.length - 1 && page.next === null;
    if (at < 0 && !isEnd) continue;
    lists[number] = {
      ...page,
      articles: page.articles.toSpliced(at < 0 ? page.articles.length : at, 0, article),
    };
    return { ...pages, pages: lists };
  }
  return pages;
}
