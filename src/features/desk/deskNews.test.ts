import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { ArticleSummary, DeskEvent } from "../../domain/protocol/api.ts";
import { writeCursor } from "../../domain/protocol/articleCursor.ts";
import { deskPageSize } from "../../domain/protocol/pageChoices.ts";
import { articlesOf, type DeskPages, withNews } from "./deskNews.ts";
import { viewKey, workIn } from "./useDeskEvents.ts";

const all = { search: "", trash: false };
const trash = { search: "", trash: true };

const article = (id: string, minute: number, change: Partial<ArticleSummary> = {}): ArticleSummary => ({
  id,
  headline: `Headline ${id}`,
  kicker: "",
  section: "",
  language: "de-CH",
  createdAt: "2026-01-01T00:00:00.000Z",
  createdBy: "Anna",
  updatedAt: `2026-01-01T00:${String(minute).padStart(2, "0")}:00.000Z`,
  updatedBy: "Anna",
  trashedAt: null,
  deleteAt: null,
  present: [],
  presentCount: 0,
  ...change,
});

const cursorOf = (last: ArticleSummary | undefined): string | null =>
  last ? writeCursor({ updatedAt: Date.parse(last.updatedAt), id: last.id }) : null;

/** Each list one page; only the last may be the end. */
const pages = (lists: ArticleSummary[][], more = false): DeskPages => ({
  pageParams: lists.map((_, number) => (number === 0 ? null : cursorOf(lists[number - 1]?.at(-1)))),
  pages: lists.map((articles, number) => ({
    articles,
    next: number < lists.length - 1 || more ? cursorOf(articles.at(-1)) : null,
  })),
});

const changed = (changedArticle: ArticleSummary): DeskEvent => ({ kind: "changed", article: changedArticle });

const ids = (data: DeskPages): string[] => articlesOf(data).map(({ id }) => id);

describe("news on the desk", () => {
  it("says who is in an article, where the list has it", () => {
    const news = { kind: "present", id: "a", present: [{ id: "1", name: "Anna" }], presentCount: 1 } as const;
    const before = pages([[article("b", 2)], [article("a", 1)]]);
    const after = withNews(before, [{ ...news, present: [...news.present] }], all);
    expect(articlesOf(after).map(({ presentCount }) => presentCount)).toEqual([0, 1]);
    expect(after.pages[0]?.articles[0]).toBe(before.pages[0]?.articles[0]);
    expect(withNews(before, [{ ...news, id: "c", present: [] }], all)).toBe(before);
  });

  it("puts a new article first, also on an empty desk", () => {
    expect(ids(withNews(pages([[]]), [{ kind: "changed", article: article("a", 1) }], all))).toEqual(["a"]);
    const after = withNews(pages([[article("a", 1)]]), [{ kind: "changed", article: article("b", 2) }], all);
    expect(ids(after)).toEqual(["b", "a"]);
  });

  it("moves a changed article up, out of its page, with its new headline", () => {
    const before = pages([[article("c", 3), article("b", 2)], [article("a", 1)]]);
    const after = withNews(before, [{ kind: "changed", article: article("a", 4, { headline: "New" }) }], all);
    expect(ids(after)).toEqual(["a", "c", "b"]);
    expect(articlesOf(after)[0]?.headline).toBe("New");
    expect(after.pages[1]?.articles).toEqual([]);
  });

  it("takes a trashed article from the desk and puts it into the trash, and back", () => {
    const trashed = article("a", 1, { trashedAt: "2026-01-02T00:00:00.000Z" });
    expect(ids(withNews(pages([[article("a", 1)]]), [{ kind: "changed", article: trashed }], all))).toEqual(
      [],
    );
    expect(ids(withNews(pages([[]]), [{ kind: "changed", article: trashed }], trash))).toEqual(["a"]);
    expect(
      ids(withNews(pages([[article("b", 2)]]), [{ kind: "changed", article: article("a", 1) }], all)),
    ).toEqual(["b", "a"]);
  });

  it("leaves what lies beyond the loaded pages to the next page", () => {
    const loaded = pages([[article("c", 30), article("b", 20)]], true);
    expect(ids(withNews(loaded, [{ kind: "changed", article: article("a", 10) }], all))).toEqual(["c", "b"]);
    expect(ids(withNews(loaded, [{ kind: "changed", article: article("a", 25) }], all))).toEqual([
      "c",
      "a",
      "b",
    ]);
  });

  it("changes what a search found and adds nothing to it", () => {
    const view = { search: "flood", trash: false };
    const found = pages([[article("a", 1)]]);
    expect(ids(withNews(found, [{ kind: "changed", article: article("b", 2) }], view))).toEqual(["a"]);
    const after = withNews(
      found,
      [{ kind: "changed", article: article("a", 2, { headline: "Flood" }) }],
      view,
    );
    expect(articlesOf(after)[0]?.headline).toBe("Flood");
  });

  it("does not go back to older news", () => {
    const before = pages([[article("a", 5, { headline: "Newer" })]]);
    expect(withNews(before, [{ kind: "changed", article: article("a", 4) }], all)).toBe(before);
  });

  it("removes, and is untouched by the removal of what it does not hold", () => {
    const before = pages([[article("a", 1)]]);
    expect(ids(withNews(before, [{ kind: "removed", id: "a" }], all))).toEqual([]);
    expect(withNews(before, [{ kind: "removed", id: "z" }], all)).toBe(before);
  });

  it("lists an article once that two pages hold", () => {
    expect(ids(pages([[article("a", 2)], [article("a", 2), article("b", 1)]]))).toEqual(["a", "b"]);
  });

  it("keeps the order that the server has among articles of one moment", () => {
    const before = pages([[article("d", 2), article("b", 2)]]);
    expect(ids(withNews(before, [changed(article("c", 2)), changed(article("a", 2))], all))).toEqual([
      "d",
      "c",
      "b",
      "a",
    ]);
  });

  it("brings back the last loaded article, which its next page would not", () => {
    const last = article("a", 1);
    const before = pages([[article("b", 2), last]], true);
    const gone = withNews(before, [changed({ ...last, trashedAt: last.updatedAt })], all);
    expect(ids(gone)).toEqual(["b"]);
    expect(ids(withNews(gone, [changed(last)], all))).toEqual(["b", "a"]);
    const empty = withNews(gone, [{ kind: "removed", id: "b" }], all);
    expect(ids(withNews(empty, [changed(article("c", 3))], all))).toEqual(["c"]);
  });
});

describe("a flood of new articles", () => {
  /** As the server lists them: `count` of them, some of one moment. */
  const newsroom = (count: number): ArticleSummary[] =>
    Array.from({ length: count }, (_, n) =>
      article(`n${String(n).padStart(4, "0")}`, Math.floor(n / 3) % 60, at(n)),
    ).toReversed();
  const at = (n: number): Partial<ArticleSummary> => ({
    updatedAt: new Date(Date.UTC(2026, 0, 1) + Math.floor(n / 3)).toISOString(),
  });
  const pageAfter = (
    articles: readonly ArticleSummary[],
    after: string | null,
  ): DeskPages["pages"][number] => {
    const begin = after === null ? 0 : articles.findIndex((each) => cursorOf(each) === after) + 1;
    const page = articles.slice(begin, begin + deskPageSize);
    return { articles: page, next: begin + page.length < articles.length ? cursorOf(page.at(-1)) : null };
  };
  const next = (data: DeskPages): string | null => data.pages.at(-1)?.next ?? null;

  it("leaves a list as long as it was loaded, and its next pages hold the rest, each once", () => {
    const server = newsroom(1000);
    for (const [loaded, known] of [
      [1, 250],
      [2, 250],
      [3, 250],
      [1, 40],
    ] as const) {
      const old = server.slice(-known);
      let data: DeskPages = { pages: [], pageParams: [] };
      const load = (articles: readonly ArticleSummary[]): void => {
        const after = data.pages.length === 0 ? null : next(data);
        data = {
          pages: [...data.pages, pageAfter(articles, after)],
          pageParams: [...data.pageParams, after],
        };
      };
      for (let page = 0; page < loaded; page++) load(old);
      // Those that came together are not in the order of their moments.
      const came = server.slice(0, -known).map(changed).toReversed();
      for (let begin = 0; begin < came.length; begin += 70)
        data = withNews(data, came.slice(begin, begin + 70).toReversed(), all);
      expect(ids(data)).toEqual(server.slice(0, loaded * deskPageSize).map(({ id }) => id));
      expect(data.pages).toHaveLength(loaded);
      while (next(data) !== null) load(server);
      expect(data.pages.flatMap(({ articles }) => articles)).toEqual(server);
    }
  });

  it("changes every list once for all the news that came together", () => {
    const client = new QueryClient();
    const found = { search: "flood", trash: false };
    for (const view of [all, trash, found]) client.setQueryData(viewKey(view), pages([[]]));
    let changes = 0;
    client.getQueryCache().subscribe(({ type }) => {
      if (type === "updated") changes++;
    });
    workIn(client, newsroom(500).map(changed));
    expect(changes).toBe(3);
    expect(ids(client.getQueryData<DeskPages>(viewKey(all)) ?? pages([]))).toHaveLength(deskPageSize);
    client.clear();
  });
});
