/** So many bytes a second, and so many at once after a while without any: by default, as many as in a second. */
export class ByteRate {
  readonly #now: () => number;
  #left: number | null = null;
  #perSecond = 0;
  #atOnce = 0;
  #at: number;

  /** `now`: milliseconds of a clock that never jumps. */
  constructor(now: () => number) {
    this.#now = now;
    this.#at = now();
  }

  /** Counts the bytes, also beyond the rate. `waitMs` afterwards. */
  take(bytes: number, perSecond: number, atOnce = perSecond): number {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
    this.#left = (this.#left ?? atOnce) - bytes;
    return this.waitMs;
  }

  /** Milliseconds until there is room for more; 0 where there is. */
  get waitMs(): number {
    if ((this.#left ?? 0) >= 0) return 0;
    const left = this.#refilled();
    return left >= 0 ? 0 : (-left / this.#perSecond) * 1000;
  }

  /** As if nothing had ever been taken. */
  get isFull(): boolean {
    return this.#left === null || this.#refilled() >= this.#atOnce;
  }

  #refilled(): number {
    const now = this.#now();
    const more = ((now - this.#at) / 1000) * this.#perSecond;
    this.#at = now;
    this.#left = Math.min(this.#atOnce, (this.#left ?? 0) + more);
    return this.#left;
  }
}
