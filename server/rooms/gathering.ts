/** Those that wait for more to do before their turn, each only once, in the order in which they began: one timer for all. */
export class Gathering<Waiting> {
  readonly #take: (waiting: Waiting) => void;
  readonly #now: () => number;
  /** When the wait of each is over. */
  readonly #due = new Map<Waiting, number>();
  #timer: NodeJS.Timeout | null = null;

  /** `take` is called once for each, when its wait is over. `now`: milliseconds of a clock that never jumps. */
  constructor(take: (waiting: Waiting) => void, now: () => number) {
    this.#take = take;
    this.#now = now;
  }

  has(waiting: Waiting): boolean {
    return this.#due.has(waiting);
  }

  /** For so many milliseconds, or for as long as one that waits already, if that is longer. */
  add(waiting: Waiting, forMs: number): void {
    this.#due.set(waiting, this.#now() + forMs);
    this.#timer ??= setTimeout(() => this.#look(), forMs);
  }

  /** Nobody waits any longer. */
  takeAll(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    for (const waiting of this.#due.keys()) this.#end(waiting);
  }

  #look(): void {
    this.#timer = null;
    const now = this.#now();
    for (const [waiting, due] of this.#due) {
      if (due > now) {
        this.#timer = setTimeout(() => this.#look(), due - now);
        return;
      }
      this.#end(waiting);
    }
  }

  #end(waiting: Waiting): void {
    this.#due.delete(waiting);
    this.#take(waiting);
  }
}
