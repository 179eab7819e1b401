import { performance } from "node:perf_hooks";

/** Between two looks at how busy the server is. Milliseconds. */
const lookEveryMs = 100;
/** How much of a look is believed at once: a single one may fall on a pause. */
const smoothing = 0.3;
/** From the first share of the time on rooms wait, at the second as long as they ever do. */
const shortOfTime = { from: 0.9, to: 0.98 };
const longestGatherMs = 50;
/** From that share on, readers learn what is stored with what else is sent to them, or after so long. Milliseconds. */
const hasMuchToDo = 0.4;
const tellLateMs = 400;
/** Acks wait so many times as long as frames. */
const acksWaitTimes = 8;

/**
 * How long a room that has something to do waits for more. Not at all while the server keeps up. Once it is short of
 * time every room waits a little, so that one turn decides, stores and sends more at once, and the server keeps up with
 * about three times as much: everybody is then a tenth of a second behind instead of ever further.
 */
export class Pace {
  #busy = 0;
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
    const { from, to } = shortOfTime;
    return Math.round(longestGatherMs * Math.min(1, Math.max(0, (this.#busy - from) / (to - from))));
  }

  /** From a commit to the acks of it: they stand for all before them, so few are enough. Milliseconds. */
  get ackMs(): number {
    return acksWaitTimes * this.gatherMs;
  }

  /** From a commit to telling those who were sent it: often they are sent more meanwhile, with which it goes. */
  get tellMs(): number {
    return this.#busy > hasMuchToDo ? tellLateMs : 0;
  }

  /** Nobody waits from now on. */
  stop(): void {
    clearInterval(this.#timer);
    this.#busy = 0;
  }

  #look(): void {
    this.#busy += smoothing * (this.#busyShare() - this.#busy);
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
