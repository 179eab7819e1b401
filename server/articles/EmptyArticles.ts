import type { Rooms } from "../ports.ts";
import type { ArticleRows } from "./articles.ts";
import { OneByOne } from "./OneByOne.ts";

const sweepEveryMs = 3_600_000;
/** Whoever lost their line may write on without one, and comes back with it. */
const keptMs = 24 * 3_600_000;
/** So many are looked at together, and so many go in one sweep at most; the next one goes on. */
const pageSize = 50;
const mostOfSweep = 2_000;

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
 * Deletes articles in which nobody ever wrote, and which nobody had open but who made them: soon when they go to
 * another page and have it open nowhere else, a moment after their tab was closed, and a day after it was made in any
 * other case. A guest had nothing to write: they do not count once they have gone.
 */
export class EmptyArticles {
  readonly #parts: EmptyArticlesParts;
  readonly #unsubscribe: () => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #turns = new OneByOne();
  #timer: NodeJS.Timeout | null = null;
  #sweep: Promise<void> | null = null;
  #closed = false;

  constructor(parts: EmptyArticlesParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.rooms.onEmptied(({ articleId, personId, leaving }) => {
      if (leaving === "lost" || !parts.rows.isUntouched(articleId, personId)) return;
      const again = (): void => this.#later(parts.pageGoneMs, articleId);
      if (leaving === "left") void this.#discard(articleId, again);
      else again();
    });
  }

  /** Looks for those that were left otherwise, now and every hour. */
  start(): void {
    const sweep = (): void => {
      this.#sweep ??= this.#sweepOld(Date.now() - keptMs)
        .catch((cause: unknown) =>
          this.#parts.log.warn(
            { err: cause },
            "empty articles could not be looked for; tried again in an hour",
          ),
        )
        .finally(() => {
          this.#sweep = null;
        });
    };
    this.#timer = setInterval(sweep, sweepEveryMs);
    this.#timer.unref();
    sweep();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    if (this.#timer) clearInterval(this.#timer);
    await this.#sweep;
    await this.#turns.over();
  }

  async #sweepOld(madeBefore: number): Promise<void> {
    let left = mostOfSweep;
    let after: string | null = "";
    while (after !== null && left > 0 && !this.#closed) {
      const page = this.#parts.rows.untouchedSince(madeBefore, after, pageSize);
      after = page.next;
      // Each waits for its turn: what is left meanwhile comes in between.
      // oxlint-disable-next-line no-await-in-loop
      for (const id of page.ids.slice(0, left)) if (await this.#discard(id)) left--;
    }
  }

  #later(ms: number, articleId: string): void {
    clearTimeout(this.#timers.get(articleId));
    const timer = setTimeout(() => {
      this.#timers.delete(articleId);
      void this.#discard(articleId);
    }, ms);
    timer.unref();
    this.#timers.set(articleId, timer);
  }

  /** True when it went. `otherwise`: where it stays, as while somebody comes in or something of them is still looked at. */
  #discard(articleId: string, otherwise = (): void => {}): Promise<boolean> {
    return this.#turns.run(async () => {
      const { rows, rooms, removed, log } = this.#parts;
      if (this.#closed) return false;
      try {
        const isGone = await rooms.remove(articleId, () => rows.deleteUntouched(articleId), {
          onlyIdle: true,
        });
        if (isGone) removed(articleId);
        else otherwise();
        return isGone;
      } catch (cause) {
        log.warn({ articleId, err: cause }, "an empty article could not be deleted; tried again in a day");
        return false;
      }
    });
  }
}
