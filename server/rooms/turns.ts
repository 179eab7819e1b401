import { performance } from "node:perf_hooks";

/**
 * Does what comes in at once one after the other, for some milliseconds at a time, so that what others send in between
 * is not kept waiting: a hundred handshakes would take a tenth of a second.
 */
export class Turns {
  readonly #turnMs: number;
  #waiting: (() => void)[] = [];

  constructor(turnMs: number) {
    this.#turnMs = turnMs;
  }

  /** In the order of the calls, after what is under way. */
  take(task: () => void): void {
    if (this.#waiting.push(task) === 1) setImmediate(() => this.#work());
  }

  #work(): void {
    const deadline = performance.now() + this.#turnMs;
    let done = 0;
    try {
      while (done < this.#waiting.length && (done === 0 || performance.now() < deadline))
        this.#waiting[done++]?.();
    } finally {
      this.#waiting.splice(0, done);
      if (this.#waiting.length > 0) setImmediate(() => this.#work());
    }
  }
}
