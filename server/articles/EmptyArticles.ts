import type { Rooms } from "../ports.ts";
import type { ArticleRows } from "./articles.ts";

const sweepEveryMs = 3_600_000;
/** Whoever lost their line may write on without one, and comes back with it. */
const keptMs = 24 * 3_600_000;

export interface EmptyArticlesParts {
  rows: Pick<ArticleRows, "isUntouched" | "untouchedSince" | "deleteUntouched">;
  rooms: Pick<Rooms, "onEmptied" | "remove">;
  /** How long it waits for a page that may only be loaded again. Milliseconds. */
  pageGoneMs: number;
  /** It is to be found and listed no more. */
  removed: (articleId: string) => void;
  log: { warn(details: object, message: string): void };
}

/**
 * Deletes articles in which nobody ever wrote, and which nobody had open but who made them: at once when they go to
 * another page and have it open nowhere else, a moment after their tab was closed, and a day after it was made in any
 * other case. A guest had nothing to write: they do not count once they have gone.
 */
export class EmptyArticles {
  readonly #parts: EmptyArticlesParts;
  readonly #unsubscribe: () => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<void>>();
  #sweeping: NodeJS.Timeout | null = null;

  constructor(parts: EmptyArticlesParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.rooms.onEmptied(({ articleId, personId, leaving }) => {
      if (leaving === "lost" || !parts.rows.isUntouched(articleId, personId)) return;
      const again = (): void => this.#later(parts.pageGoneMs, articleId);
      if (leaving === "left") this.#discard(articleId, again);
      else again();
    });
  }

  /** Looks for those that were left otherwise, now and every hour. */
  start(): void {
    const sweep = (): void => {
      const { rows, log } = this.#parts;
      try {
        for (const id of rows.untouchedSince(Date.now() - keptMs)) this.#discard(id);
      } catch (cause) {
        log.warn({ err: cause }, "empty articles could not be looked for; tried again in an hour");
      }
    };
    this.#sweeping = setInterval(sweep, sweepEveryMs);
    this.#sweeping.unref();
    sweep();
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    if (this.#sweeping) clearInterval(this.#sweeping);
    await Promise.all(this.#underWay);
  }

  #later(ms: number, articleId: string): void {
    clearTimeout(this.#timers.get(articleId));
    const timer = setTimeout(() => {
      this.#timers.delete(articleId);
      this.#discard(articleId);
    }, ms);
    timer.unref();
    this.#timers.set(articleId, timer);
  }

  /** `otherwise`: where it stays, as while somebody comes in or something of them is still looked at. */
  #discard(articleId: string, otherwise = (): void => {}): void {
    const { rows, rooms, removed, log } = this.#parts;
    const act = async (): Promise<void> => {
      try {
        const isGone = await rooms.remove(articleId, () => rows.deleteUntouched(articleId), {
          onlyIdle: true,
        });
        if (isGone) removed(articleId);
        else otherwise();
      } catch (cause) {
        log.warn({ articleId, err: cause }, "an empty article could not be deleted; tried again in a day");
      }
    };
    const under = act().finally(() => this.#underWay.delete(under));
    this.#underWay.add(under);
  }
}
