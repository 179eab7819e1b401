import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";

/** Between two looks at how busy the server is. Milliseconds. */
const lookEveryMs = 100;
/** How much of a look is believed at once: a single one may fall on a pause. */
const smoothing = 0.3;
/** From the first share of the time on full rooms let what they send wait for more, at the second as long as they ever do. */
const fullRoomsWait = { from: 0.6, to: 0.85 };
/** Twenty typists press two or three keys meanwhile. */
const longestTogetherMs = 11;
/** From the first share of the time on rooms wait, at the second as long as they ever do. */
const shortOfTime = { from: 0.9, to: 0.97 };
/** A colleague's key is to be there within a tenth of a second, and everything else then takes its time too. */
const longestGatherMs = 30;
/** From the first share on acks are gathered, at the second as long as they ever are. */
const ackLater = { from: 0.7, to: 0.9 };
const longestAckMs = 400;
/** From that share on, readers learn what is stored with what else is sent to them, or after so long. Milliseconds. */
const hasMuchToDo = 0.4;
const tellLateMs = 400;

/**
 * How long a room that has something to do waits for more. Not at all while the server keeps up. Once it is short of
 * time every room waits a little, so that one turn decides, stores and sends more at once: everybody is then a tenth of
 * a second behind instead of ever further.
 */
export class Pace {
  #busy = 0;
  readonly #busyShare: () => number;
  readonly #timer: NodeJS.Timeout;

  /** `busyShare`: of the time since the last call, between 0 and 1. */
  constructor(busyShare: () => number = busyShareOfProcess()) {
    this.#busyShare = busyShare;
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  /** From the first frame to the room's turn. Milliseconds. */
  get gatherMs(): number {
    return Math.round(longestGatherMs * share(this.#busy, shortOfTime));
  }

  /** How long what goes to many waits for more to go with: each write to a socket costs the same, whatever is in it. */
  get togetherMs(): number {
    return Math.round(longestTogetherMs * share(this.#busy, fullRoomsWait));
  }

  /** From a commit to the acks of it: they stand for all before them, so few are enough. Milliseconds. */
  get ackMs(): number {
    return Math.round(longestAckMs * share(this.#busy, ackLater));
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

/** How far the value is on its way from the one to the other, from 0 to 1. */
const share = (value: number, { from, to }: { from: number; to: number }): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

/** Of this thread's time, or of all the processors that the process may use: its other threads need some of them too. */
function busyShareOfProcess(): () => number {
  const processors = availableParallelism();
  let last = performance.eventLoopUtilization();
  let lastAt = performance.now();
  let lastUsed = process.cpuUsage();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    const at = performance.now();
    const { user, system } = process.cpuUsage(lastUsed);
    const used = (user + system) / 1_000 / (at - lastAt) / processors;
    lastUsed = process.cpuUsage();
    lastAt = at;
    return Math.min(1, Math.max(utilization, used));
  };
}
