import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { CrowdOrder, CrowdReport } from "./typists.ts";

/** Colleagues who type in a process of their own, over real sockets, until they are sent home. */
export class Crowd {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Resolves once every one of them has the whole article and types. */
  static async open(order: CrowdOrder): Promise<Crowd> {
    const file = fileURLToPath(new URL("typists.ts", import.meta.url));
    const child = fork(file, { execArgv: ["--import", "tsx"] });
    child.send(order);
    await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => {
        throw new Error("the typists could not start");
      }),
    ]);
    return new Crowd(child);
  }

  /** How many keys they have pressed in all. */
  async keys(): Promise<number> {
    const answer = once(this.#process, "message");
    this.#process.send("report");
    const [report] = (await answer) as [CrowdReport];
    return report.keys;
  }

  async close(): Promise<void> {
    const gone = once(this.#process, "exit");
    this.#process.kill();
    await gone;
  }
}
