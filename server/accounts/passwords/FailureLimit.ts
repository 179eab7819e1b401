export interface FailureLimits {
  /** Failures before the key has to wait. */
  max: number;
  /** How long it has to wait, from its first failure on. Milliseconds. */
  windowMs: number;
  /** How many keys are remembered; beyond that the oldest are forgotten. */
  keys: number;
}

/** Limits failures of a key. `now` is a steady clock: nobody waits longer or shorter when the time of day is set. */
export class FailureLimit {
  #failures = new Map<string, { count: number; endsAt: number }>();
  readonly #limits: FailureLimits;
  readonly #now: () => number;

  constructor(limits: FailureLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** How long the key has to wait, in whole seconds; 0 when it may go ahead. */
  waitSeconds(key: string): number {
    const failures = this.#failures.get(key);
    if (!failures || failures.count < this.#limits.max) return 0;
    return Math.max(0, Math.ceil((failures.endsAt - this.#now()) / 1000));
  }

  /** Counts an attempt as a failure, from its start, so that many at once gain nothing. */
  count(key: string): void {
    const now = this.#now();
    const failures = this.#failures.get(key);
    if (failures && failures.endsAt > now) {
      failures.count++;
      return;
    }
    this.#failures.delete(key);
    if (this.#failures.size >= this.#limits.keys) this.#forgetOldest(now);
    this.#failures.set(key, { count: 1, endsAt: now + this.#limits.windowMs });
  }

  /** Takes back attempts that were no failures. */
  takeBack(key: string, attempts = 1): void {
    const failures = this.#failures.get(key);
    if (!failures) return;
    failures.count -= attempts;
    if (failures.count <= 0) this.#failures.delete(key);
  }

  /** Forgets all failures of the key. Returns how many there were. */
  forget(key: string): number {
    const failures = this.#failures.get(key);
    this.#failures.delete(key);
    return failures && failures.endsAt > this.#now() ? failures.count : 0;
  }

  #forgetOldest(now: number): void {
    for (const [key, { endsAt }] of this.#failures) if (endsAt <= now) this.#failures.delete(key);
    for (const key of this.#failures.keys()) {
      if (this.#failures.size < this.#limits.keys) return;
      this.#failures.delete(key);
    }
  }
}
