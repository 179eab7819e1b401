import type { Rooms, Visitor } from "../ports.ts";
import type { ArticleRows } from "./articles.ts";
import { OneByOne } from "./OneByOne.ts";

const everyMs = 3_600_000;

export interface DeletionParts {
  rows: Pick<ArticleRows, "deleteTrashed" | "expired" | "trashedUntil">;
  rooms: Pick<Rooms, "remove">;
  /** The pictures that the stored article names; rejects when it cannot be read. */
  assetsOf: (articleId: string) => Promise<readonly string[] | null>;
  /** Whether the session is there and its person may delete, as of now. */
  mayDelete: (visitor: Visitor) => boolean;
  /** The pictures of a deleted article are to be looked for. */
  sweepPictures: () => void;
  /** It is to be found and listed no more. */
  removed: (articleId: string) => void;
  log: { info(details: object, message: string): void; warn(details: object, message: string): void };
}

/** `not-there`: it is not in the trash; `forbidden`: whoever wants it may not delete any more. */
export type DeletionOutcome = "deleted" | "not-there" | "forbidden";

/**
 * Deletes articles for good: by themselves once their time in the trash is over, or as an admin says, for as long as they
 * may. Each goes in one transaction, whole, while nobody has it open; its pictures follow.
 */
export class Deletion {
  readonly #parts: DeletionParts;
  #timer: NodeJS.Timeout | null = null;
  readonly #turns = new OneByOne();
  #closed = false;

  constructor(parts: DeletionParts) {
    this.#parts = parts;
  }

  /** Deletes what is due, now and every hour. */
  start(): void {
    const { rows, log } = this.#parts;
    const sweep = async (): Promise<void> => {
      try {
        await this.#deleteAll(rows.expired(Date.now()), Date.now(), null);
      } catch (cause) {
        log.warn({ err: cause }, "the trash could not be looked through; tried again in an hour");
      }
    };
    this.#timer = setInterval(() => void sweep(), everyMs);
    this.#timer.unref();
    void sweep();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#turns.over();
  }

  /** How many articles are in the trash, and what time it is. */
  trash(): { count: number; until: string } {
    const now = Date.now();
    return { count: this.#parts.rows.trashedUntil(now).length, until: new Date(now).toISOString() };
  }

  /** What became of it once it had its turn. */
  delete(articleId: string, by: Visitor): Promise<DeletionOutcome> {
    return this.#inTurn(articleId, Date.now(), by);
  }

  /**
   * Deletes what was moved to the trash until then, in milliseconds since the epoch, and says how many those were; null
   * where it was stopped, as they may not delete any more.
   */
  empty(until: number, by: Visitor): Promise<number | null> {
    return this.#deleteAll(this.#parts.rows.trashedUntil(until), until, by);
  }

  async #deleteAll(ids: readonly string[], until: number, by: Visitor | null): Promise<number | null> {
    let deleted = 0;
    for (const id of ids) {
      if (this.#closed) break;
      try {
        // Others have their turn in between.
        // oxlint-disable-next-line no-await-in-loop
        const outcome = await this.#inTurn(id, until, by);
        if (outcome === "forbidden") return null;
        if (outcome === "deleted") deleted++;
      } catch (cause) {
        this.#parts.log.warn(
          { articleId: id, err: cause },
          "an article could not be deleted; it stays in the trash",
        );
      }
    }
    return deleted;
  }

  #inTurn(articleId: string, until: number, by: Visitor | null): Promise<DeletionOutcome> {
    return this.#turns.run(() => this.#delete(articleId, until, by));
  }

  async #delete(articleId: string, until: number, by: Visitor | null): Promise<DeletionOutcome> {
    const { rows, rooms, assetsOf, mayDelete, sweepPictures, removed, log } = this.#parts;
    const isAllowed = (): boolean => by === null || mayDelete(by);
    if (!isAllowed()) return "forbidden";
    // What a damaged one names nobody knows; what was added to it goes.
    const named = (await assetsOf(articleId).catch(() => null)) ?? [];
    let outcome: DeletionOutcome = "not-there";
    const act = (): boolean => {
      // Reading it and closing it to others took its time.
      if (!isAllowed()) outcome = "forbidden";
      else if (rows.deleteTrashed(articleId, until, named)) outcome = "deleted";
      return outcome === "deleted";
    };
    if (!(await rooms.remove(articleId, act, { onlyIdle: false }))) return outcome;
    log.info({ articleId, person: by?.person.id ?? null }, "an article was deleted for good");
    removed(articleId);
    sweepPictures();
    return "deleted";
  }
}
