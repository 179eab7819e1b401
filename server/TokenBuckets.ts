export interface BucketLimits {
  /** So many at once. */
  burst: number;
  /** And so many a second from then on. */
  perSecond: number;
  /** How many keys are remembered; beyond that the one that took the longest ago starts anew. */
  keys: number;
}

/** A token bucket for each key. `now` is a steady clock, in milliseconds. */
export class TokenBuckets {
  /** In the order in which tokens were last taken. */
  #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #limits: BucketLimits;
  readonly #now: () => number;

  constructor(limits: BucketLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Takes a token and returns 0; without one returns how many seconds there is none. */
  take(key: string): number {
    const { burst, perSecond, keys } = this.#limits;
    const now = this.#now();
    const before = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    if (tokens < 1) return Math.ceil((1 - tokens) / perSecond);
    this.#buckets.delete(key);
    if (this.#buckets.size >= keys) this.#buckets.delete(this.#buckets.keys().next().value as string);
    this.#buckets.set(key, { tokens: tokens - 1, at: now });
    return 0;
  }
}
