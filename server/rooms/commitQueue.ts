import type { ArticleLog, LogEntry } from "../storage/articleLog.ts";
import type { RoomsLogger } from "./logger.ts";
import type { RoomsMeter } from "./meter.ts";

interface Waiting {
  entry: LogEntry;
  committed: () => void;
  addedAt: number;
  /** How many came before it, and itself. */
  nth: number;
}

export interface CommitQueueParts {
  log: Pick<ArticleLog, "commit">;
  logger: RoomsLogger;
  meter: RoomsMeter;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
}

/**
 * Between the beginnings of two commits, by how much the last one held: many together cost hardly more than one. Where only
 * a few come in that time, each commit is for next to nothing, and they come half as often.
 */
const spacingMs = (entries: number): number =>
  entries < 8 ? 20 : entries < 100 ? 10 : entries < 400 ? 20 : 40;
const maxBatchBytes = 16 * 1024 * 1024;
const firstRetryMs = 100;
const longestRetryMs = 5_000;
/** The database as a whole cannot write just now; anything else may be the fault of one article's entries. */
const wholeDatabase = /^(DATABASE_LOST|SQLITE_(FULL|BUSY|LOCKED|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL))/;

/**
 * Commits the entries of all articles in groups: at once when idle, otherwise together with whatever else comes within
 * some milliseconds. A group that fails is kept and tried again until it works; entries stay in their order.
 */
export class CommitQueue {
  readonly #parts: CommitQueueParts;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #timer: NodeJS.Immediate | NodeJS.Timeout | null = null;
  #lastStart = Number.NEGATIVE_INFINITY;
  #lastCount = 0;
  #underWay = 0;
  #failures = 0;
  #stopped = false;
  #lastError: unknown = null;
  #added = 0;
  #flushes: { upTo: number; done: () => void }[] = [];

  constructor(parts: CommitQueueParts) {
    this.#parts = parts;
  }

  /** Why nothing is stored just now; null while all is well. */
  get trouble(): unknown {
    return this.#failures > 0 ? this.#lastError : null;
  }

  /** Entries that are not durable yet. */
  get waiting(): number {
    return this.#waiting.length + this.#underWay;
  }

  /** `committed` is called once the entry is durable, in the order of the entries. */
  add(entry: LogEntry, committed: () => void): void {
    this.#waiting.push({ entry, committed, addedAt: this.#parts.now(), nth: ++this.#added });
    this.#schedule();
  }

  /** Resolves once all that was added until now is durable, whatever is added later. Skips the wait between two attempts. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0 && !this.#running) return;
    const flushed = new Promise<void>((done) => this.#flushes.push({ upTo: this.#added, done }));
    this.#start();
    await flushed;
  }

  /** Gives up what waits; nobody hears of it any more. Resolves once no commit is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#clearTimer();
    await this.#running;
  }

  #schedule(): void {
    if (this.#timer || this.#running || this.#stopped || this.#waiting.length === 0) return;
    if (this.#failures > 0) {
      const delay = Math.min(longestRetryMs, firstRetryMs * 2 ** (this.#failures - 1));
      this.#timer = setTimeout(() => this.#start(), delay);
      return;
    }
    const wait = this.#lastStart + spacingMs(this.#lastCount) - this.#parts.now();
    this.#timer = wait <= 0 ? setImmediate(() => this.#start()) : setTimeout(() => this.#start(), wait);
  }

  #clearTimer(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#timer = null;
  }

  #start(): void {
    this.#clearTimer();
    if (this.#running || this.#stopped || this.#waiting.length === 0) return;
    this.#running = this.#commitGroup().finally(() => {
      this.#running = null;
      this.#tellFlushed();
      this.#schedule();
    });
  }

  /** While no commit is under way, all before the first that waits are durable. */
  #tellFlushed(): void {
    const next = this.#waiting[0]?.nth ?? this.#added + 1;
    const isDone = ({ upTo }: { upTo: number }): boolean => upTo < next;
    const done = this.#flushes.filter(isDone);
    this.#flushes = this.#flushes.filter((flush) => !isDone(flush));
    for (const flush of done) flush.done();
  }

  async #commitGroup(): Promise<void> {
    const group = this.#takeGroup();
    const startedAt = this.#parts.now();
    this.#lastStart = startedAt;
    this.#lastCount = group.length;
    this.#underWay = group.length;
    try {
      await this.#parts.log.commit(group.map(({ entry }) => entry));
    } catch (cause) {
      const left = await this.#rescue(group, cause);
      this.#waiting = [...left, ...this.#waiting];
      this.#underWay = 0;
      return;
    }
    this.#underWay = 0;
    this.#parts.meter.committed(group.length, this.#parts.now() - startedAt);
    if (this.#failures > 0) this.#parts.logger.info({ entries: group.length }, "committing works again");
    this.#failures = 0;
    this.#tell(group);
  }

  #tell(group: readonly Waiting[]): void {
    const { logger, meter, now } = this.#parts;
    const at = now();
    for (const { committed, addedAt } of group) {
      meter.stored(at - addedAt);
      try {
        committed();
      } catch (cause) {
        logger.error({ err: cause }, "what follows a commit failed");
      }
    }
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { entry } of this.#waiting) {
      bytes += entry.kind === "update" ? entry.update.length : 0;
      if (count > 0 && bytes > maxBatchBytes) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  /** What is still not committed. One article that cannot be written must not hold up the others for ever. */
  async #rescue(group: Waiting[], cause: unknown): Promise<Waiting[]> {
    this.#failures++;
    this.#lastError = cause;
    const code = (cause as { code?: unknown } | null)?.code;
    this.#parts.meter.commitFailed(typeof code === "string" ? code : "unknown");
    this.#parts.logger.error({ err: cause, entries: group.length }, "committing failed, will be tried again");
    const articles = new Map<string, Waiting[]>();
    for (const waiting of group) {
      const { articleId } = waiting.entry;
      const own = articles.get(articleId);
      if (own) own.push(waiting);
      else articles.set(articleId, [waiting]);
    }
    const whole = typeof code === "string" && wholeDatabase.test(code);
    if (whole || this.#failures < 2 || articles.size < 2) return group;
    const left = new Set(group);
    for (const own of articles.values()) {
      try {
        // One after the other: each is a transaction of its own.
        // oxlint-disable-next-line no-await-in-loop
        await this.#parts.log.commit(own.map(({ entry }) => entry));
        this.#tell(own);
        for (const each of own) left.delete(each);
      } catch {
        // They are tried again.
      }
    }
    return [...left];
  }
}
