import { webcrypto } from "node:crypto";

/**
 * Time and chance of a simulated newsroom. Imported before everything else, because Yjs and its friends keep the
 * clock and the generator that they find when they load. Outside a run everything is as it was.
 */

interface Timer {
  at: number;
  order: number;
  run: (() => void) | null;
  repeatMs: number | null;
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  now: Date.now,
  performanceNow: performance.now.bind(performance),
  random: Math.random,
  getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
};

let clock: SimulatedTime | null = null;
let chance: (() => number) | null = null;

// Whole milliseconds, as everywhere: a waiting time with jitter in it has fractions.
Date.now = () => (clock ? Math.floor(clock.now) : real.now());
performance.now = () => (clock ? clock.now : real.performanceNow());
Math.random = () => (chance ? chance() : real.random());
webcrypto.getRandomValues = ((array: Uint8Array) => {
  if (!chance) return real.getRandomValues(array);
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(chance() * 256);
  return array;
}) as typeof webcrypto.getRandomValues;

/** Virtual milliseconds. Whatever waits, waits on this clock; nothing happens but in `pass`. */
export class SimulatedTime {
  now = 1_800_000_000_000;
  #timers: Timer[] = [];
  #order = 0;

  /** Puts this clock and this generator in place of the real ones until `stop`. */
  start(random: () => number): void {
    if (clock) throw new Error("one simulated newsroom at a time");
    // oxlint-disable-next-line typescript/no-this-alias
    clock = this;
    chance = random;
    const once = (run: (...all: unknown[]) => void, afterMs = 0, ...rest: unknown[]) =>
      handle(this.#add(() => run(...rest), Math.max(0, afterMs), null));
    const clear = (timer: unknown): void => {
      const known = (timer as { timer?: Timer } | null | undefined)?.timer;
      if (known) known.run = null;
    };
    Object.assign(globalThis, {
      setTimeout: once,
      setInterval: (run: () => void, everyMs: number) =>
        handle(this.#add(run, everyMs, Math.max(1, everyMs))),
      setImmediate: (run: (...all: unknown[]) => void, ...rest: unknown[]) => once(run, 0, ...rest),
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    });
  }

  stop(): void {
    if (clock !== this) return;
    clock = null;
    chance = null;
    const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = real;
    Object.assign(globalThis, {
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      setImmediate,
      clearImmediate,
    });
    this.#timers = [];
  }

  /** Runs all that falls due within so many milliseconds, each thing to its end before the next. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#takeFirst();
      const { run, repeatMs } = next;
      if (!run) continue;
      this.now = Math.max(this.now, next.at);
      if (repeatMs !== null)
        this.#push(Object.assign(next, { at: this.now + repeatMs, order: this.#order++ }));
      run();
      // oxlint-disable-next-line no-await-in-loop
      await settled();
    }
    this.now = end;
  }

  #add(run: () => void, afterMs: number, repeatMs: number | null): Timer {
    const timer = { at: this.now + afterMs, order: this.#order++, run, repeatMs };
    this.#push(timer);
    return timer;
  }

  #push(timer: Timer): void {
    const timers = this.#timers;
    let i = timers.push(timer) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!earlier(timer, timers[parent] as Timer)) break;
      timers[i] = timers[parent] as Timer;
      i = parent;
    }
    timers[i] = timer;
  }

  #takeFirst(): void {
    const timers = this.#timers;
    const last = timers.pop() as Timer;
    if (timers.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= timers.length) break;
      if (child + 1 < timers.length && earlier(timers[child + 1] as Timer, timers[child] as Timer)) child++;
      if (!earlier(timers[child] as Timer, last)) break;
      timers[i] = timers[child] as Timer;
      i = child;
    }
    timers[i] = last;
  }
}

const earlier = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function handle(timer: Timer) {
  const own = { timer, ref: () => own, unref: () => own, hasRef: () => true };
  return own;
}

/** Promises and ticks that are ready have run. */
const settled = (): Promise<void> => new Promise((resolve) => real.setImmediate(resolve));
