import { Script } from "node:vm";
import type { FastifyBaseLogger } from "fastify";
import type * as Y from "yjs";
import type { Rooms } from "../ports.ts";
import type { Projection } from "./projection.ts";

/** Reading was given up so that everybody else has a turn. */
export class TookTooLong extends Error {}

const slot = Symbol.for("foureyes.reading");
const script = new Script('globalThis[Symbol.for("foureyes.reading")]()');

/**
 * What `read` answers with; throws `TookTooLong` after so many milliseconds, wherever `read` is then. It must change
 * nothing: neither `catch` nor `finally` in it runs.
 */
export function withinTime<T>(ms: number, read: () => T): T {
  const place = globalThis as { [slot]?: () => void };
  let value: { read: T } | null = null;
  place[slot] = () => {
    value = { read: read() };
  };
  try {
    script.runInThisContext({ timeout: ms });
  } catch (cause) {
    if ((cause as { code?: unknown } | null)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw cause;
    throw new TookTooLong("Reading the article takes too long", { cause });
  } finally {
    delete place[slot];
  }
  return (value as unknown as { read: T }).read;
}

/** What reading an article came to. */
export type Outcome<T> = { value: T } | { failure: unknown };

function outcomeOf<T>(read: () => T): Outcome<T> {
  try {
    return { value: read() };
  } catch (failure) {
    return { failure };
  }
}

/** Far more than what people write takes, also on a busy machine. */
const liveMs = 2_000;
/** Then it is tried again: the machine may have been overloaded. */
const slowForMs = 600_000;

export interface ReadingParts {
  rooms: Pick<Rooms, "read">;
  /** Reads what is stored beside everything else; null for an unknown article. */
  projectStored: (articleId: string) => Promise<Projection | null>;
  log: Pick<FastifyBaseLogger, "error">;
}

/**
 * A net for documents that take forever to read in a way that nobody thought of: one that took too long once is read
 * beside everything else for ten minutes, or until that goes well.
 */
export class ArticleReading {
  readonly #parts: ReadingParts;
  /** Until when each counts as slow. */
  readonly #slow = new Map<string, number>();

  constructor(parts: ReadingParts) {
    this.#parts = parts;
  }

  isSlow(articleId: string): boolean {
    const until = this.#slow.get(articleId);
    if (until === undefined || until > performance.now()) return until !== undefined;
    this.#slow.delete(articleId);
    return false;
  }

  /** Rejects with `TookTooLong`. `read` must change nothing. */
  async live<T>(articleId: string, read: (doc: Y.Doc) => T, ms = liveMs): Promise<T> {
    if (this.isSlow(articleId)) throw new TookTooLong("Reading the article took too long before");
    return this.#parts.rooms.read(articleId, (doc) => {
      try {
        return withinTime(ms, () => read(doc));
      } catch (cause) {
        if (cause instanceof TookTooLong) this.#tookTooLong(articleId, ms);
        throw cause;
      }
    });
  }

  /**
   * As `live`, for open articles and at once: reads one after the other until so many milliseconds are over, at least one.
   * The outcomes of those that were read, in their order. One limit of time serves them all: to watch it costs more than
   * to read a usual article.
   */
  slice<T>(
    articles: readonly { id: string; doc: Y.Doc }[],
    read: (doc: Y.Doc) => T,
    sliceMs: number,
  ): Outcome<T>[] {
    const outcomes: Outcome<T>[] = [];
    const over = performance.now() + sliceMs;
    try {
      withinTime(liveMs, () => {
        for (const { doc } of articles) {
          outcomes.push(outcomeOf(() => read(doc)));
          if (performance.now() >= over) return;
        }
      });
    } catch (cause) {
      const slow = articles[outcomes.length];
      if (!slow || !(cause instanceof TookTooLong)) throw cause;
      this.#tookTooLong(slow.id, liveMs);
      outcomes.push({ failure: cause });
    }
    return outcomes;
  }

  #tookTooLong(articleId: string, ms: number): void {
    this.#slow.set(articleId, performance.now() + slowForMs);
    this.#parts.log.error(
      { articleId, ms },
      "an article takes too long to read; it is read beside the others now",
    );
  }

  /** From what is stored. */
  async stored(articleId: string): Promise<Projection | null> {
    const beganAt = performance.now();
    const projection = await this.#parts.projectStored(articleId);
    if (performance.now() - beganAt < liveMs) this.#slow.delete(articleId);
    return projection;
  }
}
