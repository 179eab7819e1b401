import type { ArticleSummary } from "../../domain/protocol/api.ts";

/** Rows that the browser lays out, or skips, together. */
const chunkSize = 50;

export interface Day {
  /** Midnight in the reader's time zone, milliseconds since the epoch. */
  start: number;
  /** Pieces of the day's list. News changes the pieces of its page and leaves the others as they are. */
  chunks: Chunk[];
}

export interface Chunk {
  /** Stays the same while news comes. */
  key: string;
  articles: ArticleSummary[];
}

/** Neighbours changed on the same day of the reader's calendar. Keeps the order; a chunk never spans two pages. */
export function byDay(pages: readonly (readonly ArticleSummary[])[]): Day[] {
  const days: Day[] = [];
  for (const [number, page] of pages.entries()) {
    let chunk: Chunk | null = null;
    let count = 0;
    for (const article of page) {
      const start = startOfDay(new Date(article.updatedAt));
      let day = days.at(-1);
      if (day?.start !== start) {
        day = { start, chunks: [] };
        days.push(day);
        chunk = null;
      }
      if (chunk === null || chunk.articles.length === chunkSize) {
        chunk = { key: `${number}.${count++}`, articles: [] };
        day.chunks.push(chunk);
      }
      chunk.articles.push(article);
    }
  }
  return days;
}

export const startOfDay = (at: Date): number =>
  new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** Whole days between two midnights; daylight saving makes some of them 23 or 25 hours. */
export const daysBetween = (start: number, today: number): number =>
  Math.round((today - start) / (24 * 3600 * 1000));
