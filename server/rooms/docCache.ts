import type * as Y from "yjs";
import type { StoredArticle } from "../storage/articleLog.ts";

export interface DecodedArticle {
  doc: Y.Doc;
  stored: Pick<StoredArticle, "writers" | "size">;
}

const maxArticles = 64;
/** Stored bytes; decoded they take about ten times as much. */
const maxStoredBytes = 2 * 1024 * 1024;

/**
 * Documents of articles that nobody has open, the most recently used ones. A document is either here or in a room, so
 * it is never stale.
 */
export class DocCache {
  readonly #kept = new Map<string, DecodedArticle>();
  #bytes = 0;

  get(articleId: string): DecodedArticle | undefined {
    const kept = this.take(articleId);
    if (kept) this.put(articleId, kept);
    return kept;
  }

  /** Hands it over. */
  take(articleId: string): DecodedArticle | undefined {
    const kept = this.#kept.get(articleId);
    if (!kept) return undefined;
    this.#kept.delete(articleId);
    this.#bytes -= storedBytes(kept);
    return kept;
  }

  put(articleId: string, decoded: DecodedArticle): void {
    if (storedBytes(decoded) > maxStoredBytes / 2) return;
    this.take(articleId);
    this.#kept.set(articleId, decoded);
    this.#bytes += storedBytes(decoded);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= maxArticles && this.#bytes <= maxStoredBytes) break;
      this.take(oldest);
    }
  }
}

const storedBytes = ({ stored: { size } }: DecodedArticle): number => size.logBytes + size.snapshotBytes;
