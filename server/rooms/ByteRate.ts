/** So many bytes a second, and as many at once after a second without any. */
export class ByteRate {
  readonly #now: () => number;
  #left: number | null = null;
  #at: number;

  /** `now`: milliseconds of a clock that never jumps. */
  constructor(now: () => number) {
    this.#now = now;
    this.#at = now();
  }

  /** Counts the bytes, also beyond the rate. Milliseconds until there is room for more; 0 where there is. */
  take(bytes: number, perSecond: number): number {
    this.#left = (this.#left ?? perSecond) - bytes;
    if (this.#left >= 0) return 0;
    const now = this.#now();
    this.#left = Math.min(perSecond, this.#left + ((now - this.#at) / 1000) * perSecond);
    this.#at = now;
    return this.#left >= 0 ? 0 : (-this.#left / perSecond) * 1000;
  }
}
