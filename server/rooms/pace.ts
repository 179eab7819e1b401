import { performance } from "node:perf_hooks";

/** Between two looks at how busy the server is. Milliseconds. */
const lookEveryMs = 100;
/** Above that share of the time the server is short of it; below the other it has time to spare. */
const shortOfTime = 0.85;
const timeToSpare = 0.6;
/** How fast rooms wait longer, and, more slowly, less long again; and how long at most. Milliseconds. */
const longerByMs = 10;
const shorterByMs = 5;
const longestGatherMs = 50;
/** Acks wait so many times as long as frames. */
const acksWaitTimes = 8;

/**
 * How long a room that has something to do waits for more. Not at all while the server keeps up. Once it is short of
 * time every room waits a little, so that one turn decides, stores and sends more at once, and the server keeps up with
 * about three times as much: everybody is then a tenth of a second behind instead of ever further.
 */
export class Pace {
  #gatherMs = 0;
  readonly #busyShare: () => number;
  readonly #timer: NodeJS.Timeout;

  /** `busyShare`: of the time since the last call, between 0 and 1. */
  constructor(busyShare: () => number = busyShareOfThread()) {
    this.#busyShare = busyShare;
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  /** From the first frame to the room's turn. Milliseconds. */
  get gatherMs(): number {
    return this.#gatherMs;
  }

  /** From a commit to the acks of it: they stand for all before them, so few are enough. Milliseconds. */
  get ackMs(): number {
    return acksWaitTimes * this.#gatherMs;
  }

  /** Nobody waits from now on. */
  stop(): void {
    clearInterval(this.#timer);
    this.#gatherMs = 0;
  }

  #look(): void {
    const busy = this.#busyShare();
    if (busy > shortOfTime) this.#gatherMs = Math.min(longestGatherMs, this.#gatherMs + longerByMs);
    else if (busy < timeToSpare) this.#gatherMs = Math.max(0, this.#gatherMs - shorterByMs);
  }
}

function busyShareOfThread(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
