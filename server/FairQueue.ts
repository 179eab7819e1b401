export interface QueueLimits {
  /** How many may wait in all. */
  waiting: number;
  /** How many of one key may wait. */
  waitingOfOne: number;
  /** How long each waits at most. Milliseconds. */
  waitMs: number;
  /** How many run at once in all; one unless told otherwise. */
  atOnce?: number;
  /** How many of one key run at once; as many as in all unless told otherwise. */
  atOnceOfOne?: number;
}

/** `crowded`: too many of this key wait. `full`: too many wait in all, or it waited too long. */
export type QueueRefusal = "crowded" | "full";

interface Waiting {
  key: string;
  settle(refusal: QueueRefusal | null): void;
}

/**
 * Runs one job at a time, or so many, the keys by turns: who comes alone waits for one job of each other key at most,
 * however many those have waiting. When the queue is full, the key with the most gives up its latest for one that has
 * fewer.
 */
export class FairQueue {
  readonly #limits: Required<QueueLimits>;
  /** Keys in the order of their turns, each with its jobs in the order they came. */
  #queues = new Map<string, Waiting[]>();
  #waiting = 0;
  #running = 0;
  #runningOf = new Map<string, number>();

  constructor({ atOnce = 1, atOnceOfOne = atOnce, ...limits }: QueueLimits) {
    this.#limits = { ...limits, atOnce, atOnceOfOne };
  }

  /** A job whose `signal` is aborted while it waits is not run and counts as refused. */
  async run<Value>(
    key: string,
    job: () => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<{ code: "done"; value: Value } | { code: QueueRefusal }> {
    const place = await this.enter(key, signal);
    if (place.code !== "entered") return place;
    try {
      return { code: "done", value: await job() };
    } finally {
      place.leave();
    }
  }

  /** As `run`, for what ends elsewhere: the place is taken until `leave` is called, once. */
  async enter(
    key: string,
    signal?: AbortSignal,
  ): Promise<{ code: "entered"; leave: () => void } | { code: QueueRefusal }> {
    const refusal = await this.#turn(key, signal);
    if (refusal !== null) return { code: refusal };
    return { code: "entered", leave: () => this.#leave(key) };
  }

  #turn(key: string, signal?: AbortSignal): QueueRefusal | null | Promise<QueueRefusal | null> {
    if (this.#mayRun(key)) {
      this.#begin(key);
      return null;
    }
    const own = this.#queues.get(key)?.length ?? 0;
    if (own >= this.#limits.waitingOfOne) return "crowded";
    if (this.#waiting >= this.#limits.waiting && !this.#giveUpOneFor(own)) return "full";
    return new Promise((resolve) => {
      const giveUp = (): void => {
        if (this.#remove(entry)) entry.settle("full");
      };
      const timer = setTimeout(giveUp, this.#limits.waitMs);
      signal?.addEventListener("abort", giveUp, { once: true });
      const entry: Waiting = {
        key,
        settle: (refusal) => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", giveUp);
          resolve(refusal);
        },
      };
      const queue = this.#queues.get(key);
      if (queue) queue.push(entry);
      else this.#queues.set(key, [entry]);
      this.#waiting++;
      if (signal?.aborted) giveUp();
    });
  }

  #mayRun(key: string): boolean {
    const own = this.#runningOf.get(key) ?? 0;
    return this.#running < this.#limits.atOnce && own < this.#limits.atOnceOfOne;
  }

  #begin(key: string): void {
    this.#running++;
    this.#runningOf.set(key, (this.#runningOf.get(key) ?? 0) + 1);
  }

  #leave(key: string): void {
    this.#running--;
    const own = (this.#runningOf.get(key) ?? 0) - 1;
    if (own > 0) this.#runningOf.set(key, own);
    else this.#runningOf.delete(key);
    this.#startNext();
  }

  /** One place is free: no more than one of those that wait can take it. */
  #startNext(): void {
    for (const [key, queue] of this.#queues) {
      if (!this.#mayRun(key)) continue;
      const next = queue.shift() as Waiting;
      this.#waiting--;
      this.#queues.delete(key);
      if (queue.length > 0) this.#queues.set(key, queue);
      this.#begin(key);
      next.settle(null);
      return;
    }
  }

  /** Makes room for a key that has `own` waiting, at the cost of the one that has the most, if that is fair. */
  #giveUpOneFor(own: number): boolean {
    let most: Waiting[] = [];
    for (const queue of this.#queues.values()) if (queue.length > most.length) most = queue;
    const latest = most.at(-1);
    if (!latest || most.length <= own + 1) return false;
    this.#remove(latest);
    latest.settle("crowded");
    return true;
  }

  #remove(entry: Waiting): boolean {
    const queue = this.#queues.get(entry.key);
    const at = queue?.indexOf(entry) ?? -1;
    if (!queue || at < 0) return false;
    queue.splice(at, 1);
    if (queue.length === 0) this.#queues.delete(entry.key);
    this.#waiting--;
    return true;
  }
}
