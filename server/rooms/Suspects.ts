import type { Limits } from "./limits.ts";

interface Suspect {
  /** Milliseconds of a clock that never jumps. */
  until: number;
  nextTryAt: number;
}

/**
 * People whose changes broke the document of an article. For some minutes, what they send there is tried on a copy first;
 * a copy takes the main thread, so their next change waits many times as long as the last try took.
 */
export class Suspects {
  readonly #limits: Pick<Limits, "suspectMs" | "tryRest">;
  readonly #now: () => number;
  readonly #suspects = new Map<string, Suspect>();

  constructor(limits: Pick<Limits, "suspectMs" | "tryRest">, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  add(articleId: string, personId: string): void {
    const now = this.#now();
    for (const [key, { until }] of this.#suspects) if (until <= now) this.#suspects.delete(key);
    this.#suspects.set(keyOf(articleId, personId), { until: now + this.#limits.suspectMs, nextTryAt: now });
  }

  /** Milliseconds until what they send may be tried; null for who is no suspect. */
  waitMs(articleId: string, personId: string): number | null {
    const suspect = this.#suspects.size > 0 ? this.#suspects.get(keyOf(articleId, personId)) : undefined;
    if (!suspect || suspect.until <= this.#now()) return null;
    return Math.max(0, suspect.nextTryAt - this.#now());
  }

  /** A try took so long. Milliseconds. */
  tried(articleId: string, personId: string, ms: number): void {
    const suspect = this.#suspects.get(keyOf(articleId, personId));
    if (suspect) suspect.nextTryAt = this.#now() + ms * this.#limits.tryRest;
  }
}

const keyOf = (articleId: string, personId: string): string => JSON.stringify([articleId, personId]);
