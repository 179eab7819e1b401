/** Whoever opens an article. */
export interface Opener {
  mayWrite: boolean;
  /** Their role writes nowhere. */
  onlyReads: boolean;
  /** All articles that they have open or are opening. */
  articles: Iterable<string>;
}

/** What can be let go of. */
export interface Evictable {
  articleId: string;
  evict(): void;
}

export interface MemoryBudgetParts {
  /** Decoded bytes of all documents together; the part of it that one person may have open. */
  limits: { decodedBytes: number; readerShare: number; writerShare: number };
  /** Nobody has them open, and all of them is committed. */
  idle(): Evictable[];
  /** All of them is committed, and nobody who has them open may write. */
  onlyRead(): Evictable[];
}

/** There is no memory for the article now; there may be in time. */
export class ShortOfMemory extends Error {}

/**
 * What the documents in memory take, in rooms, kept for the next visitor or just being decoded, and that it stays within
 * a budget. Every article is held under its id, once.
 */
export class MemoryBudget {
  readonly #parts: MemoryBudgetParts;
  readonly #held = new Map<string, number>();
  #sum = 0;

  constructor(parts: MemoryBudgetParts) {
    this.#parts = parts;
  }

  /** So many bytes from now on, whatever it was before. */
  hold(articleId: string, bytes: number): void {
    this.#sum += bytes - this.#bytesOf(articleId);
    this.#held.set(articleId, bytes);
  }

  release(articleId: string): void {
    this.#sum -= this.#bytesOf(articleId);
    this.#held.delete(articleId);
  }

  /**
   * Holds that much for an article that is about to be decoded; null where the server itself reads it. Lets go of what
   * nobody uses, the largest first, and for somebody who writes then of what is only read. Throws `ShortOfMemory`, having
   * let go of nothing, when that is not enough or too much for one person.
   */
  makeRoom(articleId: string, bytes: number, opener: Opener | null): void {
    if (opener && !this.isWithinShare(articleId, bytes, opener))
      throw new ShortOfMemory("One person has too much open");
    let missing = this.#sum - this.#bytesOf(articleId) + bytes - this.#parts.limits.decodedBytes;
    if (missing > 0) {
      const found = this.#largestFirst(this.#parts.idle());
      if (opener?.mayWrite) found.push(...this.#largestFirst(this.#parts.onlyRead()));
      const others = found.filter((each) => each.articleId !== articleId);
      if (others.reduce((sum, each) => sum + this.#bytesOf(each.articleId), 0) < missing)
        throw new ShortOfMemory("What is open takes all memory there is for it");
      for (const each of others) {
        if (missing <= 0) break;
        missing -= this.#bytesOf(each.articleId);
        each.evict();
      }
    }
    this.hold(articleId, bytes);
  }

  /** Whether so many bytes more are far from any limit: then nobody need know how many they are to the last. */
  hasPlenty(bytes: number): boolean {
    const { decodedBytes, readerShare, writerShare } = this.#parts.limits;
    return this.#sum + bytes <= decodedBytes * Math.min(readerShare, writerShare);
  }

  /** Whether its opener may have an article of that size open beside what they have. One alone they always may. */
  isWithinShare(articleId: string, bytes: number, { articles, onlyReads }: Opener): boolean {
    const { decodedBytes, readerShare, writerShare } = this.#parts.limits;
    const share = decodedBytes * (onlyReads ? readerShare : writerShare);
    // Almost always: then nobody's articles need be added up.
    if (this.#sum + bytes <= share) return true;
    let others = 0;
    for (const each of articles) if (each !== articleId) others += this.#bytesOf(each);
    return others === 0 || others + bytes <= share;
  }

  /** As `isWithinShare`, for an article that is in memory. */
  mayEnter(articleId: string, opener: Opener): boolean {
    return this.isWithinShare(articleId, this.#bytesOf(articleId), opener);
  }

  #largestFirst(found: Evictable[]): Evictable[] {
    return found.sort((a, b) => this.#bytesOf(b.articleId) - this.#bytesOf(a.articleId));
  }

  #bytesOf(articleId: string): number {
    return this.#held.get(articleId) ?? 0;
  }
}
