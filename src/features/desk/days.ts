import type { ArticleSummary } from "../../domain/protocol/api.ts";

export interface Day {
  /** Midnight in the reader's time zone, milliseconds since the epoch. */
  start: number;
  articles: ArticleSummary[];
}

/** Neighbours changed on the same day of the reader's calendar. Keeps the order. */
export function byDay(articles: readonly ArticleSummary[]): Day[] {
  const days: Day[] = [];
  for (const article of articles) {
    const start = startOfDay(new Date(article.updatedAt));
    const last = days.at(-1);
    if (last?.start === start) last.articles.push(article);
    else days.push({ start, articles: [article] });
  }
  return days;
}

export const startOfDay = (at: Date): number =>
  new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** Whole days between two midnights; daylight saving makes some of them 23 or 25 hours. */
export const daysBetween = (start: number, today: number): number =>
  Math.round((today - start) / (24 * 3600 * 1000));
