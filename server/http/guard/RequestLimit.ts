/** Counts per minute by key. Bounded in memory; the clock is one that nobody sets. */
const windowMs = 60_000;
const maxKeys = 20_000;

interface Window {
  count: number;
  endsAt: number;
}

/** How often something may happen for a key (an address, a person) within a minute that begins with the first time. */
export class RequestLimit {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Counts once. Returns null, or how many seconds to wait when that was once too often. */
  take(key: string): number | null {
    const window = this.#window(key);
    window.count += 1;
    return this.#waitSeconds(window);
  }

  /** As `take`, but counts nothing. */
  exceeded(key: string): number | null {
    const window = this.#windows.get(key);
    return window && window.endsAt > this.#now() ? this.#waitSeconds(window, 1) : null;
  }

  #waitSeconds({ count, endsAt }: Window, more = 0): number | null {
    return count + more > this.#perMinute ? Math.max(1, Math.ceil((endsAt - this.#now()) / 1000)) : null;
  }

  #window(key: string): Window {
    const now = this.#now();
    const known = this.#windows.get(key);
    if (known && known.endsAt > now) return known;
    // Insertion order is the order in which windows end, so the oldest stand first.
    this.#windows.delete(key);
    for (const [oldest, { endsAt }] of this.#windows) {
      if (endsAt > now && this.#windows.size < maxKeys) break;
      this.#windows.delete(oldest);
    }
    const window = { count: 0, endsAt: now + windowMs };
    this.#windows.set(key, window);
    return window;
  }
}

export const tooManyRequests = (waitSeconds: number): string =>
  `Too many requests. Try again in ${waitSeconds === 1 ? "a second" : `${waitSeconds} seconds`}.`;
