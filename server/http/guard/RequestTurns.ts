import { setTimeout } from "node:timers/promises";

/** More than the browsers of one person ask for at once, behind a proxy that bundles their connections. */
export const usualWaiting = 2_000;
/** Whoever asks again the moment they are refused would have the server do nothing else. */
const refusedAfterMs = 1_000;

/**
 * Has the requests of one key begin one after the other, one in each turn of the event loop: many connections that all
 * ask for what takes milliseconds would hold up everybody for their sum. What a request waits for once it has begun is
 * not counted, so that one that takes minutes keeps no other back.
 */
export class RequestTurns {
  readonly #mostWaiting: number;
  /** Keys that began a request in this turn of the event loop, each with the requests that wait, in their order. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /** `mostWaiting`: requests of one key. */
  constructor(mostWaiting: number = usualWaiting) {
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Resolves when the request is to begin: `at-once`, or later when it `waited` for others of its key; with `refused`, a
   * second later, when too many of them wait.
   */
  async begin(key: string): Promise<"at-once" | "waited" | "refused"> {
    const waiting = this.#waiting.get(key);
    if (!waiting) {
      if (this.#waiting.size === 0) setImmediate(() => this.#nextTurn());
      this.#waiting.set(key, []);
      return "at-once";
    }
    if (waiting.length >= this.#mostWaiting) return setTimeout(refusedAfterMs, "refused" as const);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return "waited";
  }

  #nextTurn(): void {
    for (const [key, waiting] of this.#waiting) {
      const next = waiting.shift();
      if (next) next();
      else this.#waiting.delete(key);
    }
    if (this.#waiting.size > 0) setImmediate(() => this.#nextTurn());
  }
}
