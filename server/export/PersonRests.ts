import { setTimeout } from "node:timers/promises";

/** After an export took the main thread from everybody, its person's next begins so many times as long later. */
const restTimes = 4;

/** Runs something that takes the main thread from everybody. */
export type Counted = <T>(work: () => T) => T;

/** How long each person's exports still rest: nobody takes more than a fifth of the main thread by asking again. */
export class PersonRests {
  /** When the rest of each is over. */
  readonly #over = new Map<string, number>();
  readonly #now: () => number;

  readonly #times: number;

  /** `now`: a steady clock, in milliseconds. `times`: how many times as long as the work the rest takes. */
  constructor(now: () => number = () => performance.now(), times = restTimes) {
    this.#now = now;
    this.#times = times;
  }

  /** What `work` returns. What it takes the main thread is counted, also when it throws. */
  counted<T>(personId: string, work: () => T): T {
    const beganAt = this.#now();
    try {
      return work();
    } finally {
      const now = this.#now();
      const over = Math.max(now, this.#over.get(personId) ?? 0) + this.#times * (now - beganAt);
      this.#over.set(personId, over);
    }
  }

  /** Milliseconds. */
  left(personId: string): number {
    const left = (this.#over.get(personId) ?? 0) - this.#now();
    if (left > 0) return left;
    this.#over.delete(personId);
    return 0;
  }

  /** Resolves once the person's rest is over; rejects when the signal is aborted before. */
  async wait(personId: string, signal: AbortSignal): Promise<void> {
    for (let left = this.left(personId); left > 0; left = this.left(personId))
      // oxlint-disable-next-line no-await-in-loop
      await setTimeout(left, undefined, { signal });
  }
}
