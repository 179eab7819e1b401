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
    const { rooms, log } = this.#parts;
    return rooms.read(articleId, (doc) => {
      try {
        return withinTime(ms, () => read(doc));
      } catch (cause) {
        if (cause instanceof TookTooLong) {
          this.#slow.set(articleId, performance.now() + slowForMs);
          log.error({ articleId, ms }, "an article takes too long to read; it is read beside the others now");
        }
        throw cause;
      }
    });
  }

  /** From what is stored. */
  async stored(articleId: string): Promise<Projection | null> {
    const beganAt = performance.now();
    const projection = await this.#parts.projectStored(articleId);
    if (performance.now() - beganAt < liveMs) this.#slow.delete(articleId);
    return projection;
  }
}
