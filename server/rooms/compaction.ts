import type { ArticleLog, LogSize } from "../storage/articleLog.ts";
import type { Limits } from "./limits.ts";
import type { RoomsLogger } from "./logger.ts";
import type { RoomsMeter } from "./meter.ts";

/** Of the time at most one part in so many goes into compaction. */
const restShare = 4;

/** True when the log has outgrown its snapshot; a large article is not written anew for every 200 keys. */
export const needsCompaction = (
  { rows, logBytes, snapshotBytes }: LogSize,
  { compactRows, compactBytes }: Pick<Limits, "compactRows" | "compactBytes">,
): boolean =>
  (rows >= compactRows && logBytes >= snapshotBytes / 4) ||
  rows >= 10 * compactRows ||
  (logBytes >= compactBytes && logBytes > snapshotBytes);

/** Compacts one article after the other, with pauses, beside everything else. */
export class Compaction {
  readonly #log: Pick<ArticleLog, "compact">;
  readonly #logger: RoomsLogger;
  readonly #meter: RoomsMeter;
  readonly #waiting = new Map<string, LogSize>();
  #running = false;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(log: Pick<ArticleLog, "compact">, logger: RoomsLogger, meter: RoomsMeter) {
    this.#log = log;
    this.#logger = logger;
    this.#meter = meter;
  }

  /** `size` is brought up to date once it is done. */
  request(articleId: string, size: LogSize): void {
    if (this.#stopped || this.#waiting.has(articleId)) return;
    this.#waiting.set(articleId, size);
    if (!this.#running && !this.#timer) void this.#next();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #next(): Promise<void> {
    const [first] = this.#waiting;
    if (!first || this.#stopped) return;
    const [articleId, size] = first;
    this.#running = true;
    const startedAt = performance.now();
    const before = { ...size };
    this.#logger.debug({ articleId, rows: size.rows }, "compacting an article");
    try {
      const { snapshotBytes } = await this.#log.compact(articleId);
      size.rows -= before.rows;
      size.logBytes -= before.logBytes;
      size.snapshotBytes = snapshotBytes;
      const durationMs = performance.now() - startedAt;
      this.#meter.compacted(durationMs);
      this.#logger.debug({ articleId, snapshotBytes, ms: Math.round(durationMs) }, "compacted an article");
    } catch (cause) {
      this.#meter.compactionFailed();
      if (!this.#stopped) this.#logger.warn({ err: cause, articleId }, "an article could not be compacted");
      // Not again before as much has gathered once more.
      size.rows = 0;
      size.logBytes = 0;
    }
    this.#running = false;
    this.#waiting.delete(articleId);
    if (this.#waiting.size === 0 || this.#stopped) return;
    const rest = (performance.now() - startedAt) * (restShare - 1);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#next();
    }, rest);
    this.#timer.unref();
  }
}
