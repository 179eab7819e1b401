import { describe, expect, it } from "vitest";
import type { ArticleSummary } from "../../domain/protocol/api.ts";
import { byDay, startOfDay } from "./days.ts";

const article = (id: number, updatedAt: string): ArticleSummary => ({
  id: String(id),
  headline: "",
  kicker: "",
  section: "",
  language: "de-CH",
  createdAt: updatedAt,
  createdBy: "Anna",
  updatedAt,
  updatedBy: "Anna",
  trashedAt: null,
  deleteAt: null,
  present: [],
  presentCount: 0,
});

const noon = (day: number) => new Date(2026, 2, day, 12).toISOString();

describe("the days of the desk", () => {
  it("join neighbours of one day, also across pages, in their order", () => {
    const days = byDay([
      [article(1, noon(3)), article(2, noon(3))],
      [article(3, noon(3)), article(4, noon(1))],
    ]);
    expect(days.map(({ start }) => start)).toEqual([
      startOfDay(new Date(noon(3))),
      startOfDay(new Date(noon(1))),
    ]);
    expect(days.map(({ chunks }) => chunks.map(({ articles }) => articles.map(({ id }) => id)))).toEqual([
      [["1", "2"], ["3"]],
      [["4"]],
    ]);
  });

  it("leave the pieces of other pages as they are when news comes", () => {
    const page = (first: number) => Array.from({ length: 100 }, (_, at) => article(first + at, noon(2)));
    const [first, second] = [page(0), page(100)];
    const before = byDay([first, second])[0]?.chunks;
    const after = byDay([[article(999, noon(2)), ...first], second])[0]?.chunks;
    expect(before?.map(({ articles }) => articles.length)).toEqual([50, 50, 50, 50]);
    expect(after?.map(({ articles }) => articles.length)).toEqual([50, 50, 1, 50, 50]);
    expect(after?.slice(-2)).toEqual(before?.slice(-2));
  });
});
