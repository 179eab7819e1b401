import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What it looks at and what it can do; by default, this process. */
export interface HeapParts {
  /** How much of the time since the last call this thread worked, from 0 to 1. */
  busyShare(): number;
  /** Resident memory. Bytes. */
  residentBytes(): number;
  /** Collects all garbage. V8 then gives back what its young generation grew by, if little was allocated lately. */
  collect(): void;
}

const lookEveryMs = 1_000;
/** Nearly idle for so many looks in a row. Longer than an article without anybody stays in memory. */
const rest = { busyShare: 0.03, looks: 15 };
/** Less than this is not worth a pause. */
const worthwhileBytes = 4 * 1024 * 1024;

/**
 * Gives memory back once the server rests: what V8's young generation grew by under load (tens of megabytes), and the
 * garbage of articles that everybody has left. By itself V8 does so only if it happens to collect something.
 */
export function collectAtRest(parts: HeapParts = ofThisProcess()): void {
  let quietLooks = 0;
  let restBytes = parts.residentBytes();
  const look = (): void => {
    quietLooks = parts.busyShare() <= rest.busyShare ? quietLooks + 1 : 0;
    if (quietLooks < rest.looks) return;
    quietLooks = 0;
    if (parts.residentBytes() < restBytes + worthwhileBytes) return;
    parts.collect();
    restBytes = parts.residentBytes();
  };
  setInterval(look, lookEveryMs).unref();
}

function ofThisProcess(): HeapParts {
  let last = performance.eventLoopUtilization();
  return {
    busyShare: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
    residentBytes: () => process.memoryUsage.rss(),
    collect: () => {
      setFlagsFromString("--expose-gc");
      (runInNewContext("gc") as () => void)();
    },
  };
}
