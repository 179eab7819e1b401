import * as Y from "yjs";
import { type ArticleLog, DamagedArticle } from "../storage/articleLog.ts";
import type { Arrivals } from "./arrivals.ts";
import type { DecodedArticle } from "./docCache.ts";
import type { RoomsLogger } from "./logger.ts";
import type { RoomsMeter } from "./meter.ts";

export interface ArticleLoadsParts {
  log: Pick<ArticleLog, "load">;
  arrivals: Pick<Arrivals, "answer">;
  logger: RoomsLogger;
  meter: RoomsMeter;
}

/** Reads articles from the log, and knows which of them are damaged. */
export class ArticleLoads {
  readonly #parts: ArticleLoadsParts;
  readonly #loading = new Map<string, Promise<DecodedArticle | null>>();
  /** Found damaged and not readable since. */
  readonly #quarantined = new Set<string>();

  constructor(parts: ArticleLoadsParts) {
    this.#parts = parts;
  }

  get quarantined(): number {
    return this.#quarantined.size;
  }

  /**
   * What is stored, read once for all who ask at the same time; null for an unknown article. Rejects with
   * `DamagedArticle` rather than leave anything out.
   */
  load(articleId: string): Promise<DecodedArticle | null> {
    const known = this.#loading.get(articleId);
    if (known) return known;
    const loading = this.#read(articleId).finally(() => this.#loading.delete(articleId));
    this.#loading.set(articleId, loading);
    return loading;
  }

  async #read(articleId: string): Promise<DecodedArticle | null> {
    const { log, arrivals, logger, meter } = this.#parts;
    try {
      const stored = await log.load(articleId);
      if (!stored) return null;
      if (stored.recovered) {
        meter.snapshotRecovered();
        logger.warn({ articleId }, "a damaged snapshot was made again: look after the disk");
      }
      await arrivals.answer(articleId, stored.updates);
      const doc = decode(articleId, stored.updates);
      this.#quarantined.delete(articleId);
      return { doc, stored };
    } catch (cause) {
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

function decode(articleId: string, updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ guid: articleId });
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
  } catch (cause) {
    throw new DamagedArticle(articleId, "what is stored is no document", { cause });
  }
  return doc;
}
