/**
 * Limits wrong passwords. A key names both the address they come from and the account they aim at, so that nobody
 * can lock somebody else out. Attempts count from when they start, so that many at once gain nothing.
 */
export class FailureLimit {
  #failures = new Map<string, { count: number; endsAt: number }>();
  readonly #limits: { max: number; windowMs: number; keys: number };
  readonly #now: () => number;

  constructor(limits: { max: number; windowMs: number; keys: number }, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Counts an attempt. Returns how many seconds to wait, or null when it may go ahead. */
  begin(key: string): number | null {
    const now = this.#now();
    const failures = this.#failures.get(key);
    if (failures && failures.endsAt > now) {
      if (failures.count >= this.#limits.max) return Math.ceil((failures.endsAt - now) / 1000);
      failures.count++;
      return null;
    }
    this.#failures.delete(key);
    if (this.#failures.size >= this.#limits.keys) this.#forgetOldest(now);
    this.#failures.set(key, { count: 1, endsAt: now + this.#limits.windowMs });
    return null;
  }

  /** Takes back an attempt that was no wrong guess: the server failed. */
  takeBack(key: string): void {
    const failures = this.#failures.get(key);
    if (failures) failures.count--;
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  #forgetOldest(now: number): void {
    for (const [key, { endsAt }] of this.#failures) if (endsAt <= now) this.#failures.delete(key);
    for (const key of this.#failures.keys()) {
      if (this.#failures.size < this.#limits.keys) return;
      this.#failures.delete(key);
    }
  }
}
