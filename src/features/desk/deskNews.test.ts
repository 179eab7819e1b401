import { describe, expect, it } from "vitest";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { articlesOf, type DeskPages, withNews } from "./deskNews.ts";

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

/** Each list one page; only the last may be the end. */
const pages = (lists: ArticleSummary[][], more = false): DeskPages => ({
  pageParams: lists.map((_, number) => (number === 0 ? null : String(number))),
  pages: lists.map((articles, number) => ({
    articles,
    next: number < lists.length - 1 || more ? String(number + 1) : null,
  })),
});

const ids = (data: DeskPages): string[] => articlesOf(data).map(({ id }) => id);

describe("news on the desk", () => {
  it("says who is in an article, where the list has it", () => {
    const news = { kind: "present", id: "a", present: [{ id: "1", name: "Anna" }], presentCount: 1 } as const;
    const before = pages([[article("b", 2)], [article("a", 1)]]);
    const after = withNews(before, { ...news, present: [...news.present] }, all);
    expect(articlesOf(after).map(({ presentCount }) => presentCount)).toEqual([0, 1]);
    expect(after.pages[0]?.articles[0]).toBe(before.pages[0]?.articles[0]);
    expect(withNews(before, { ...news, id: "c", present: [] }, all)).toBe(before);
  });

  it("puts a new article first, also on an empty desk", () => {
    expect(ids(withNews(pages([[]]), { kind: "changed", article: article("a", 1) }, all))).toEqual(["a"]);
    const after = withNews(pages([[article("a", 1)]]), { kind: "changed", article: article("b", 2) }, all);
    expect(ids(after)).toEqual(["b", "a"]);
  });

  it("moves a changed article up, out of its page, with its new headline", () => {
    const before = pages([[article("c", 3), article("b", 2)], [article("a", 1)]]);
    const after = withNews(before, { kind: "changed", article: article("a", 4, { headline: "New" }) }, all);
    expect(ids(after)).toEqual(["a", "c", "b"]);
    expect(articlesOf(after)[0]?.headline).toBe("New");
    expect(after.pages[1]?.articles).toEqual([]);
  });

  it("takes a trashed article from the desk and puts it into the trash, and back", () => {
    const trashed = article("a", 1, { trashedAt: "2026-01-02T00:00:00.000Z" });
    expect(ids(withNews(pages([[article("a", 1)]]), { kind: "changed", article: trashed }, all))).toEqual([]);
    expect(ids(withNews(pages([[]]), { kind: "changed", article: trashed }, trash))).toEqual(["a"]);
    expect(
      ids(withNews(pages([[article("b", 2)]]), { kind: "changed", article: article("a", 1) }, all)),
    ).toEqual(["b", "a"]);
  });

  it("leaves what lies beyond the loaded pages to the next page", () => {
    const loaded = pages([[article("c", 30), article("b", 20)]], true);
    expect(ids(withNews(loaded, { kind: "changed", article: article("a", 10) }, all))).toEqual(["c", "b"]);
    expect(ids(withNews(loaded, { kind: "changed", article: article("a", 25) }, all))).toEqual([
      "c",
      "a",
      "b",
    ]);
  });

  it("changes what a search found and adds nothing to it", () => {
    const view = { search: "flood", trash: false };
    const found = pages([[article("a", 1)]]);
    expect(ids(withNews(found, { kind: "changed", article: article("b", 2) }, view))).toEqual(["a"]);
    const after = withNews(found, { kind: "changed", article: article("a", 2, { headline: "Flood" }) }, view);
    expect(articlesOf(after)[0]?.headline).toBe("Flood");
  });

  it("does not go back to older news", () => {
    const before = pages([[article("a", 5, { headline: "Newer" })]]);
    expect(withNews(before, { kind: "changed", article: article("a", 4) }, all)).toBe(before);
  });

  it("removes, and is untouched by the removal of what it does not hold", () => {
    const before = pages([[article("a", 1)]]);
    expect(ids(withNews(before, { kind: "removed", id: "a" }, all))).toEqual([]);
    expect(withNews(before, { kind: "removed", id: "z" }, all)).toBe(before);
  });

  it("lists an article once that two pages hold", () => {
    expect(ids(pages([[article("a", 2)], [article("a", 2), article("b", 1)]]))).toEqual(["a", "b"]);
  });
});
