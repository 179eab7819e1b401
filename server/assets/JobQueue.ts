/** Runs so many jobs at once, in the order they came, and lets so many wait. */
export class JobQueue {
  readonly #atOnce: number;
  readonly #mayWait: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor({ atOnce, mayWait }: { atOnce: number; mayWait: number }) {
    this.#atOnce = atOnce;
    this.#mayWait = mayWait;
  }

  /** Null, and the job is not run, when too many wait already. */
  run<Result>(job: () => Promise<Result>): Promise<Result> | null {
    if (this.#running >= this.#atOnce && this.#waiting.length >= this.#mayWait) return null;
    return this.#run(job);
  }

  async #run<Result>(job: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await job();
    } finally {
      // The next one takes over this one's place, so that nobody who comes now gets before it.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
