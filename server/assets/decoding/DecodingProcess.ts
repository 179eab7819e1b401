import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { nodeArguments } from "../../programs.ts";
import type { DecodeReply } from "./decoderProgram.ts";
import type { DecodeJob, DecodeOutcome } from "./makeVariants.ts";

export interface ProcessLimits {
  /** Memory that the process may touch, with Node's own (about 60 MB). Looked at every 50 ms. */
  memoryBytes: number;
  /** Memory that it may ask for, touched or not, with Node's own (about 90 MB). The operating system refuses more. */
  dataBytes: number;
  /** Processor time for one picture: a busy machine does not make a picture hostile. */
  processorMs: number;
  /** Time on the clock for one picture. */
  clockMs: number;
  /** An unused process stays for so long. */
  idleMs: number;
  /** How far it steps back for the server: *nice* of setpriority(2), 0 to 19. */
  nice: number;
}

export type Ended = { code: "ended"; reason: "memory" | "time" | "crash" | "closed" };

const watchEveryMs = 50;

/**
 * One process that decodes one picture at a time. Starts with the first picture, ends when it was unused for a while,
 * and is killed when a picture takes more memory or time than allowed; the next picture then starts another one.
 */
export class DecodingProcess {
  readonly limits: ProcessLimits;
  #child: ChildProcess | null = null;
  #job: { answer: (outcome: DecodeOutcome | Ended) => void; fail: (cause: Error) => void } | null = null;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(limits: ProcessLimits) {
    this.limits = limits;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Has it run by the time a picture has arrived. */
  warm(): void {
    if (this.#closed || this.#child) return;
    this.#start();
    this.#rest();
  }

  /** One at a time. Rejects when there is no process, or when it could not write. */
  async decode(job: DecodeJob): Promise<DecodeOutcome | Ended> {
    if (this.#job) throw new Error("This process is decoding another picture");
    if (this.#closed) return { code: "ended", reason: "closed" };
    clearTimeout(this.#idle);
    const child = this.#child ?? this.#start();
    child.ref();
    child.channel?.ref?.();
    const watch = new AbortController();
    try {
      return await new Promise((resolve, reject) => {
        this.#job = { answer: resolve, fail: reject };
        void this.#watch(child, watch.signal);
        child.send(job, (failure) => failure && this.#end(child, "crash"));
      });
    } finally {
      watch.abort();
      this.#job = null;
      this.#rest();
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    if (this.#child) this.#end(this.#child, "closed");
  }

  #start(): ChildProcess {
    const { command, args } = this.#command();
    const child = spawn(command, args, {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      // Nothing of the server's settings: they hold the admin's password.
      env: Object.fromEntries(
        inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
      ),
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      windowsHide: true,
    });
    this.#child = child;
    child.on("message", (reply: DecodeReply) => {
      if (child !== this.#child) return;
      if (reply.code === "out-of-memory") this.#end(child, "memory");
      else if (reply.code === "failed")
        this.#job?.fail(Object.assign(new Error(`Decoding failed: ${reply.message}`), { code: reply.errno }));
      else this.#job?.answer(reply);
    });
    child.on("error", (cause) => {
      if (child !== this.#child) return;
      this.#child = null;
      this.#job?.fail(new Error("No process for decoding could be started", { cause }));
    });
    child.on("exit", () => this.#end(child, "crash"));
    return child;
  }

  /** Through a shell, where there is one: the limit on memory is the operating system's then. */
  #command(): { command: string; args: string[] } {
    const node = [...nodeArguments(program), String(this.limits.nice)];
    if (process.platform === "win32") return { command: process.execPath, args: node };
    const kibibytes = Math.floor(this.limits.dataBytes / 1024);
    const script = `ulimit -c 0; ulimit -d ${kibibytes}; exec "$@"`;
    return { command: "/bin/sh", args: ["-c", script, "sh", process.execPath, ...node] };
  }

  /** Without anything to do it keeps neither the server's process nor, for long, its own. */
  #rest(): void {
    const child = this.#child;
    if (!child || this.#closed) return;
    child.unref();
    child.channel?.unref?.();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#end(child, "closed"), this.limits.idleMs);
    this.#idle.unref();
  }

  async #watch(child: ChildProcess, over: AbortSignal): Promise<void> {
    const { memoryBytes, processorMs, clockMs } = this.limits;
    const since = performance.now();
    const before = await usage(child.pid);
    while (!over.aborted) {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, watchEveryMs).unref());
      // oxlint-disable-next-line no-await-in-loop
      const now = await usage(child.pid);
      if (over.aborted) return;
      if (now && now.residentBytes > memoryBytes) this.#end(child, "memory");
      else if (now && before && now.processorMs - before.processorMs > processorMs) this.#end(child, "time");
      else if (performance.now() - since > clockMs) this.#end(child, "time");
    }
  }

  #end(child: ChildProcess, reason: Ended["reason"]): void {
    if (child !== this.#child) return;
    this.#child = null;
    child.kill("SIGKILL");
    this.#job?.answer({ code: "ended", reason });
  }
}

const inherited = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "LANG", "SystemRoot"];

const program = new URL("./decoderProgram.ts", import.meta.url);

/** Linux only; null elsewhere, and for a process that has ended. */
async function usage(
  pid: number | undefined,
): Promise<{ residentBytes: number; processorMs: number } | null> {
  try {
    // proc(5): the name, in parentheses, may hold anything; then state (field 3), utime (14), stime (15), rss (24).
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    // A tick is a hundredth of a second, a page 4 KiB, on all machines that Node has builds for but few.
    return { residentBytes: Number(fields[21]) * 4096, processorMs: ticks * 10 };
  } catch {
    return null;
  }
}
