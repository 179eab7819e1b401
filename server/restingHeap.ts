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
/** Processor time up to which the server is nearly idle, as a share of one processor. */
const idleShare = 0.03;
/** Less than this is not worth a pause. */
const worthwhileBytes = 4 * 1024 * 1024;
/** So much is worth two. */
const muchBytes = 64 * 1024 * 1024;
/** Nearly idle for so many looks in a row: with much to give back, and otherwise longer than an article without anybody stays. */
const looks = { much: 5, anything: 12 };

/**
 * Gives memory back once the server rests: what V8's young generation grew by under load (tens of megabytes), and the
 * garbage of articles that everybody has left. By itself V8 does so only if it happens to collect something.
 */
export function collectAtRest(parts: HeapParts = ofThisProcess()): void {
  let quietLooks = 0;
  let restBytes = parts.residentBytes();
  const grownBy = (bytes: number): boolean => parts.residentBytes() >= restBytes + bytes;
  const look = (): void => {
    quietLooks = parts.busyShare() <= idleShare ? quietLooks + 1 : 0;
    if (quietLooks === looks.much && grownBy(muchBytes)) parts.collect();
    if (quietLooks < looks.anything) return;
    quietLooks = 0;
    if (!grownBy(worthwhileBytes)) return;
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
