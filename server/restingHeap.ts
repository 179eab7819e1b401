import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What it looks at and what it can do; by default, this process. */
export interface HeapParts {
  /** How much processor time this process took since the last call, of what passed; above 1 with several threads. */
  busyShare(): number;
  /** Resident memory. Bytes. */
  residentBytes(): number;
  /** Collects all garbage, and moves together what is left. V8 then gives back what its young generation grew by, if little was allocated lately. */
  collect(): void;
}

const lookEveryMs = 1_000;
/** Nearly idle for so many looks in a row. Longer than an article without anybody stays in memory. */
const rest = { busyShare: 0.03, looks: 12 };
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
  let last = { at: performance.now(), cpu: process.cpuUsage() };
  return {
    // Processor time, not that of the event loop: on a machine busy with other things it waits in the midst of its work.
    busyShare: () => {
      const now = { at: performance.now(), cpu: process.cpuUsage() };
      const microseconds = now.cpu.user - last.cpu.user + now.cpu.system - last.cpu.system;
      const share = microseconds / 1_000 / (now.at - last.at);
      last = now;
      return share;
    },
    residentBytes: () => process.memoryUsage.rss(),
    collect: () => {
      setFlagsFromString("--expose-gc");
      setFlagsFromString("--compact-on-every-full-gc");
      (runInNewContext("gc") as () => void)();
      setFlagsFromString("--no-compact-on-every-full-gc");
    },
  };
}
