import * as Y from "yjs";
import { type ArticleLog, DamagedArticle } from "../storage/articleLog.ts";
import type { Arrivals } from "./arrivals.ts";
import type { DecodedArticle } from "./docCache.ts";
import { decodedBytes } from "./fullness.ts";
import type { RoomsLogger } from "./logger.ts";
import type { MemoryBudget, Opener } from "./MemoryBudget.ts";
import type { RoomsMeter } from "./meter.ts";
import { piecesOf } from "./pieces.ts";
import type { Reservations } from "./reservations.ts";
import { scanUpdate } from "./updateScan.ts";

export interface ArticleLoadsParts {
  log: Pick<ArticleLog, "load">;
  arrivals: Pick<Arrivals, "answer">;
  reservations: Pick<Reservations, "restore">;
  /** Has that person's turn do what takes long. It may be called more than once. */
  inTurn(personId: string, articleId: string, task: () => void): void;
  memory: Pick<MemoryBudget, "hasPlenty" | "makeRoom" | "hold" | "release">;
  logger: RoomsLogger;
  meter: RoomsMeter;
}

/** An article on its way into memory. */
interface Load {
  articleId: string;
  loaded: Promise<DecodedArticle | null>;
  /** For whom it is read: what takes long waits for a turn of one of them. */
  openers: Set<string>;
  /** The server itself waits for it too: nothing of it waits any more. */
  atOnce: boolean;
  /** What waits for a turn; null where nothing does. */
  waiting: (() => void) | null;
}

/** Reads articles from the log, and knows which of them are damaged. */
export class ArticleLoads {
  readonly #parts: ArticleLoadsParts;
  readonly #loading = new Map<string, Load>();
  /** What articles that were refused for want of memory would take: they are not read again only to be refused. */
  readonly #refused = new Map<string, number>();
  /** Found damaged and not readable since. */
  readonly #quarantined = new Set<string>();

  constructor(parts: ArticleLoadsParts) {
    this.#parts = parts;
  }

  get quarantined(): number {
    return this.#quarantined.size;
  }

  /** Resolves once nobody reads the article from the log any more. */
  async over(articleId: string): Promise<void> {
    this.join(articleId, null);
    await this.#loading.get(articleId)?.loaded.catch(() => null);
  }

  /** There is no such article any more. */
  forget(articleId: string): void {
    this.#refused.delete(articleId);
    this.#quarantined.delete(articleId);
  }

  /**
   * What is stored, read once for all who ask at the same time; null for an unknown article. Its memory is held from then
   * on. Decoding waits for a turn of whoever opens it; without an opener the server itself reads it, at once. Rejects with
   * `DamagedArticle` rather than leave anything out, and with `ShortOfMemory`.
   */
  load(articleId: string, opener: Opener | null): Promise<DecodedArticle | null> {
    const known = this.#loading.get(articleId);
    if (known) {
      this.join(articleId, opener);
      return known.loaded;
    }
    const load: Load = {
      articleId,
      loaded: Promise.resolve(null),
      openers: new Set(opener ? [opener.personId] : []),
      atOnce: !opener,
      waiting: null,
    };
    this.#loading.set(articleId, load);
    load.loaded = this.#read(load, opener).finally(() => this.#loading.delete(articleId));
    return load.loaded;
  }

  /** Somebody more waits for the article, if it is being loaded: it need not wait for who rests. */
  join(articleId: string, opener: Pick<Opener, "personId"> | null): void {
    const load = this.#loading.get(articleId);
    if (!load) return;
    if (!opener) {
      load.atOnce = true;
      load.waiting?.();
    } else if (!load.openers.has(opener.personId)) {
      load.openers.add(opener.personId);
      if (load.waiting) this.#parts.inTurn(opener.personId, articleId, load.waiting);
    }
  }

  /** What `work` returns, once one of those who open the article has their turn. */
  async #inTurn<Value>(load: Load, work: () => Value): Promise<Value> {
    if (load.atOnce) return work();
    return new Promise((resolve, reject) => {
      const task = (): void => {
        if (load.waiting !== task) return;
        load.waiting = null;
        try {
          resolve(work());
        } catch (cause) {
          reject(cause);
        }
      };
      load.waiting = task;
      for (const personId of load.openers) this.#parts.inTurn(personId, load.articleId, task);
    });
  }

  async #read(load: Load, opener: Opener | null): Promise<DecodedArticle | null> {
    const { articleId } = load;
    const { log, arrivals, reservations, memory, logger, meter } = this.#parts;
    try {
      const known = this.#refused.get(articleId);
      if (known !== undefined) memory.makeRoom(articleId, known, opener);
      const stored = await log.load(articleId);
      if (!stored) {
        memory.release(articleId);
        return null;
      }
      reservations.restore(articleId, stored.reservations);
      if (stored.recovered) {
        meter.snapshotRecovered();
        logger.warn({ articleId }, "a damaged snapshot was made again: look after the disk");
      }
      const most = mostBytes(stored.updates);
      const expected = memory.hasPlenty(most)
        ? most
        : await this.#inTurn(load, () => expectedBytes(stored.updates));
      this.#refused.set(articleId, expected);
      memory.makeRoom(articleId, expected, opener);
      this.#refused.delete(articleId);
      await arrivals.answer(articleId, stored.updates);
      const { doc, pieces } = await this.#inTurn(load, () => decode(articleId, stored.updates));
      const { snapshotBytes, logBytes } = stored.size;
      memory.hold(articleId, decodedBytes(pieces, snapshotBytes + logBytes));
      this.#quarantined.delete(articleId);
      return { doc, stored };
    } catch (cause) {
      memory.release(articleId);
      if (cause instanceof DamagedArticle) this.#quarantine(cause);
      throw cause;
    }
  }

  /** One line for each article, however often its readers come back. */
  #quarantine(cause: DamagedArticle): void {
    const { articleId } = cause;
    if (this.#quarantined.has(articleId)) return;
    this.#quarantined.add(articleId);
    this.#parts.logger.error({ err: cause, articleId }, "an article is damaged and stays closed");
  }
}

/** A map in a list has four bytes at least, as four pieces. */
const piecesOfByte = 1;

/** What the updates take at most once they are decoded. */
const mostBytes = (updates: readonly Uint8Array[]): number =>
  updates.reduce((sum, { length }) => sum + decodedBytes(length * piecesOfByte, length), 0);

/** What they will take. Finding out takes about half as long as decoding them. */
const expectedBytes = (updates: readonly Uint8Array[]): number =>
  updates.reduce((sum, update) => {
    const scan = scanUpdate(update);
    return sum + (scan ? decodedBytes(scan.structs, update.length) : mostBytes([update]));
  }, 0);

function decode(articleId: string, updates: readonly Uint8Array[]): { doc: Y.Doc; pieces: number } {
  const doc = new Y.Doc({ guid: articleId });
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
  } catch (cause) {
    throw new DamagedArticle(articleId, "what is stored is no document", { cause });
  }
  return { doc, pieces: piecesOf(doc) };
}
