import { setImmediate } from "node:timers/promises";

/**
 * Does one thing after the other, each in a turn of the event loop of its own: each is a commit on the main thread, and
 * everybody is heard in between.
 */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as `act` does, after what came before. */
  run<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => setImmediate()).then(act);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Resolves once all that came until now is over. */
  async over(): Promise<void> {
    await this.#last;
  }
}
