import type { InfiniteData } from "@tanstack/react-query";
import type { ArticleList, ArticleSummary, DeskEvent } from "../../domain/protocol/api.ts";
import { readCursor, writeCursor } from "../../domain/protocol/articleCursor.ts";
import { deskPageSize } from "../../domain/protocol/pageChoices.ts";
import type { DeskView } from "./deskApi.ts";

type PresenceNews = Extract<DeskEvent, { kind: "present" }>;
export type DeskPages = InfiniteData<ArticleList, string | null>;

/**
 * The list as it is after the news, the oldest first. Latest change first, an article once. Whether a changed article
 * matches a search only the server knows: an article that the search had found stays, another waits for the next
 * answer. The list stays as long as its pages were asked for: what lies beyond them, or falls off the end, comes with
 * the next page.
 */
export const withNews = (pages: DeskPages, news: readonly DeskEvent[], view: DeskView): DeskPages =>
  cut(news.reduce((before, event) => withEvent(before, event, view), pages));

function withEvent(pages: DeskPages, event: DeskEvent, view: DeskView): DeskPages {
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

/** At its place in the server's order, unless that is beyond where the list ends for now. */
function inserted(pages: DeskPages, article: ArticleSummary): DeskPages {
  const [...lists] = pages.pages;
  const next = lists.at(-1)?.next ?? null;
  const end = next === null ? null : readCursor(next);
  if (end && comesBefore({ ...end, updatedAt: new Date(end.updatedAt).toISOString() }, article)) return pages;
  for (const [number, page] of lists.entries()) {
    const at = page.articles.findIndex((other) => comesBefore(article, other));
    if (at < 0 && number < lists.length - 1) continue;
    const articles = page.articles.toSpliced(at < 0 ? page.articles.length : at, 0, article);
    return { ...pages, pages: lists.with(number, { ...page, articles }) };
  }
  return pages;
}

type Place = Pick<ArticleSummary, "updatedAt" | "id">;
const comesBefore = (one: Place, other: Place): boolean =>
  one.updatedAt === other.updatedAt ? one.id > other.id : one.updatedAt > other.updatedAt;

/** Pages that are empty then stay: a list that is read again is read as far as before. */
function cut(pages: DeskPages): DeskPages {
  let room = pages.pages.length * deskPageSize;
  if (pages.pages.reduce((sum, { articles }) => sum + articles.length, 0) <= room) return pages;
  const lists = pages.pages.map((page) => {
    const articles = page.articles.slice(0, room);
    room -= articles.length;
    return articles.length === page.articles.length ? page : { ...page, articles };
  });
  const [page, last] = [lists.at(-1), lists.flatMap(({ articles }) => articles).at(-1)];
  if (!page || !last) return pages;
  const next = writeCursor({ updatedAt: Date.parse(last.updatedAt), id: last.id });
  return { ...pages, pages: lists.toSpliced(-1, 1, { ...page, next }) };
}
