import type * as Y from "yjs";
import type { StoredArticle } from "../storage/articleLog.ts";
import type { MemoryBudget } from "./MemoryBudget.ts";

export interface DecodedArticle {
  doc: Y.Doc;
  stored: Pick<StoredArticle, "writers" | "size">;
}

const maxArticles = 64;
/** Stored bytes. What they take decoded is for the budget to say. */
const maxStoredBytes = 2 * 1024 * 1024;

/**
 * Documents of articles that nobody has open, the most recently used ones. A document is either here or in a room, so
 * it is never stale.
 */
export class DocCache {
  readonly #kept = new Map<string, DecodedArticle>();
  readonly #memory: Pick<MemoryBudget, "release">;
  #bytes = 0;

  constructor(memory: Pick<MemoryBudget, "release">) {
    this.#memory = memory;
  }

  articleIds(): string[] {
    return [...this.#kept.keys()];
  }

  get(articleId: string): DecodedArticle | undefined {
    const kept = this.take(articleId);
    if (kept) this.put(articleId, kept);
    return kept;
  }

  /** Hands it over, with the memory that is held for it. */
  take(articleId: string): DecodedArticle | undefined {
    const kept = this.#kept.get(articleId);
    if (!kept) return undefined;
    this.#kept.delete(articleId);
    this.#bytes -= storedBytes(kept);
    return kept;
  }

  drop(articleId: string): void {
    this.take(articleId);
    this.#memory.release(articleId);
  }

  /** Keeps it for a while, or gives it up. */
  put(articleId: string, decoded: DecodedArticle): void {
    this.take(articleId);
    if (storedBytes(decoded) > maxStoredBytes / 2) {
      this.#memory.release(articleId);
      return;
    }
    this.#kept.set(articleId, decoded);
    this.#bytes += storedBytes(decoded);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= maxArticles && this.#bytes <= maxStoredBytes) break;
      this.drop(oldest);
    }
  }
}

const storedBytes = ({ stored: { size } }: DecodedArticle): number => size.logBytes + size.snapshotBytes;
