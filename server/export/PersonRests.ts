import { setTimeout } from "node:timers/promises";

/** After something took the main thread from everybody, its person rests so many times as long. */
const restTimes = 4;

/** Runs something that takes the main thread from everybody. */
export type Counted = <T>(work: () => T) => T;

export interface RestOptions {
  /** A steady clock, in milliseconds. */
  now?: () => number;
  /** How many times as long as the work the rest takes. */
  times?: number;
  /** Of each piece of work so much is not counted. Milliseconds. */
  freeMs?: number;
  /** A rest begins only once it is so long, and is as much shorter. Milliseconds. */
  graceMs?: number;
}

/** How long each person still rests: nobody takes more than a fifth of the main thread by asking again. */
export class PersonRests {
  /** When the rest of each is over. */
  readonly #over = new Map<string, number>();
  readonly #now: () => number;
  readonly #times: number;
  readonly #freeMs: number;
  readonly #graceMs: number;

  constructor({
    now = () => performance.now(),
    times = restTimes,
    freeMs = 0,
    graceMs = 0,
  }: RestOptions = {}) {
    this.#now = now;
    this.#times = times;
    this.#freeMs = freeMs;
    this.#graceMs = graceMs;
  }

  /** What `work` returns. What it takes the main thread is counted, also when it throws. */
  counted<T>(personId: string, work: () => T): T {
    const beganAt = this.#now();
    try {
      return work();
    } finally {
      const now = this.#now();
      const took = now - beganAt - this.#freeMs;
      if (took > 0)
        this.#over.set(personId, Math.max(now, this.#over.get(personId) ?? 0) + this.#times * took);
    }
  }

  /** Milliseconds. */
  left(personId: string): number {
    const over = this.#over.get(personId);
    if (over === undefined) return 0;
    const left = over - this.#now();
    if (left <= 0) this.#over.delete(personId);
    return Math.max(0, left - this.#graceMs);
  }

  /** Resolves once the person's rest is over; rejects when the signal is aborted before. */
  async wait(personId: string, signal: AbortSignal): Promise<void> {
    for (let left = this.left(personId); left > 0; left = this.left(personId))
      // oxlint-disable-next-line no-await-in-loop
      await setTimeout(left, undefined, { signal });
  }
}
