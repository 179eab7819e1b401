import { Worker } from "node:worker_threads";
import { hashParameters } from "./hashParameters.ts";

type Call =
  | { method: "hash"; password: string }
  | { method: "verify"; hash: string; password: string }
  | { method: "common"; forms: readonly string[] };
type HashCall = Call & { id: number };
type HashReply = { id: number; value: string | boolean };

interface Waiting {
  resolve: (value: string | boolean) => void;
  reject: (error: Error) => void;
}

interface Running {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/** How long a thread that nobody needs stays. Milliseconds. */
const idleMs = 20_000;

/**
 * Hashes and checks passwords one after the other, on a thread of its own that lives while there is something to do.
 * Should it die, the calls it had are rejected and the next one starts another. Who may call, and how many may wait,
 * is PasswordGate's to say.
 */
export class PasswordHasher {
  #running: Running | null = null;
  #calls = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  hash(password: string): Promise<string> {
    return this.#ask({ method: "hash", password }) as Promise<string>;
  }

  verify(hash: string, password: string): Promise<boolean> {
    return this.#ask({ method: "verify", hash, password }) as Promise<boolean>;
  }

  /** True when a list of passwords that are tried first has one of the forms. The list leaves memory with the thread. */
  common(forms: readonly string[]): Promise<boolean> {
    return this.#ask({ method: "common", forms }) as Promise<boolean>;
  }

  /** Rejects what it is still asked for. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#running?.worker.terminate();
  }

  #ask(call: Call): Promise<string | boolean> {
    if (this.#closed) return Promise.reject(new Error("The server is closing"));
    clearTimeout(this.#idle);
    this.#running ??= this.#start();
    const { worker, waiting } = this.#running;
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...call, id } satisfies HashCall);
    });
  }

  #start(): Running {
    const worker = new Worker(program, { workerData: hashParameters, execArgv: [] });
    const waiting = new Map<number, Waiting>();
    const running = { worker, waiting };
    worker.unref();
    worker.on("message", ({ id, value }: HashReply) => {
      waiting.get(id)?.resolve(value);
      waiting.delete(id);
      if (waiting.size > 0) return;
      worker.unref();
      this.#idle = setTimeout(() => {
        if (this.#running === running) this.#running = null;
        void worker.terminate();
      }, idleMs).unref();
    });
    let failure: Error | null = null;
    worker.on("error", (error: Error) => {
      failure = error;
    });
    worker.once("exit", () => {
      if (this.#running === running) this.#running = null;
      const lost = new Error("The thread that hashes passwords ended", { cause: failure });
      for (const { reject } of waiting.values()) reject(lost);
      waiting.clear();
    });
    return running;
  }
}

/** Beside this file, in the sources and in the built server. */
const program = new URL(
  import.meta.url.endsWith(".ts") ? "./hashWorker.mjs" : "./hashWorker.js",
  import.meta.url,
);
