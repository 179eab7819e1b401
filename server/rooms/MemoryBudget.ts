/** Whoever opens an article. */
export interface Opener {
  personId: string;
  mayWrite: boolean;
  /** Their role writes nowhere. */
  onlyReads: boolean;
  /** All articles that they have open, are opening or hand changes in to. */
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
    this.#sum += bytes - this.bytesOf(articleId);
    this.#held.set(articleId, bytes);
  }

  bytesOf(articleId: string): number {
    return this.#held.get(articleId) ?? 0;
  }

  release(articleId: string): void {
    this.#sum -= this.bytesOf(articleId);
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
    const missing = this.#sum - this.bytesOf(articleId) + bytes - this.#parts.limits.decodedBytes;
    if (!this.#free(missing, articleId, opener?.mayWrite ?? false))
      throw new ShortOfMemory("What is open takes all memory there is for it");
    this.hold(articleId, bytes);
  }

  /** As `makeRoom`, for an article in memory that may take in so many bytes more. Nothing is held for them yet. */
  mayGrow(articleId: string, bytes: number, writer: Opener): boolean {
    if (!this.isWithinShare(articleId, this.bytesOf(articleId) + bytes, writer)) return false;
    return this.#free(this.#sum + bytes - this.#parts.limits.decodedBytes, articleId, true);
  }

  /** It is about to grow by so many bytes. */
  grow(articleId: string, bytes: number): void {
    this.hold(articleId, this.bytesOf(articleId) + bytes);
  }

  /** What is held beyond the budget. Zero or less where it suffices. */
  get excess(): number {
    return this.#sum - this.#parts.limits.decodedBytes;
  }

  /** More than half of the budget is taken. */
  get isShort(): boolean {
    return this.#sum > this.#parts.limits.decodedBytes / 2;
  }

  /** What one who writes may have open, beyond one article. Bytes. */
  get writerBytes(): number {
    return this.#parts.limits.decodedBytes * this.#parts.limits.writerShare;
  }

  /** Somebody who writes may have more open than they may: nobody has while all together have less. */
  get mayExceedShare(): boolean {
    return this.#sum > this.writerBytes;
  }

  /** Lets go of what nobody uses and of what is only read, as far as that goes. */
  freeExcess(): void {
    for (const found of [this.#parts.idle, this.#parts.onlyRead]) {
      if (this.excess <= 0) return;
      for (const each of this.#largestFirst(found())) {
        if (this.excess <= 0) return;
        each.evict();
      }
    }
  }

  /** False, having let go of nothing, when so much cannot be had. */
  #free(missing: number, exceptOf: string, forWriter: boolean): boolean {
    if (missing <= 0) return true;
    const found = this.#largestFirst(this.#parts.idle());
    if (forWriter) found.push(...this.#largestFirst(this.#parts.onlyRead()));
    const others = found.filter(({ articleId }) => articleId !== exceptOf);
    if (others.reduce((sum, { articleId }) => sum + this.bytesOf(articleId), 0) < missing) return false;
    let left = missing;
    for (const each of others) {
      if (left <= 0) break;
      left -= this.bytesOf(each.articleId);
      each.evict();
    }
    return true;
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
    for (const each of new Set(articles)) if (each !== articleId) others += this.bytesOf(each);
    return others === 0 || others + bytes <= share;
  }

  /** As `isWithinShare`, for an article that is in memory. */
  mayEnter(articleId: string, opener: Opener): boolean {
    return this.isWithinShare(articleId, this.bytesOf(articleId), opener);
  }

  #largestFirst(found: Evictable[]): Evictable[] {
    return found.sort((a, b) => this.bytesOf(b.articleId) - this.bytesOf(a.articleId));
  }
}
