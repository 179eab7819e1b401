import { Worker } from "node:worker_threads";
import { programOf } from "./programs.ts";

/** What an error of the thread is made of again. */
export interface ThreadError {
  name: string;
  message: string;
  code?: string;
  articleId?: string;
}

/** What the thread posts for each call, in any order. */
export type ThreadReply = { id: number; value: unknown } | { id: number; error: ThreadError };

export interface WorkerThreadOptions<Call> {
  /** For messages: «The article log». */
  name: string;
  /** The source of the thread's program. The built server has it beside its own files, by its name. */
  source: URL;
  workerData: unknown;
  /** The call upon which the thread ends by itself. */
  last: Call;
  /** Ends the thread once nothing was asked for so long; the next call starts it again. Milliseconds; null: it stays. */
  idleMs: number | null;
  /** An error of the thread as whoever asked is to see it; by default with its name, message and code. */
  revive?: (error: ThreadError) => Error;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

interface Running {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/**
 * A thread that answers calls, each with the `id` it came with (see `answerCalls`). It starts with the first call, if not
 * before, and, should it die, again with the next. It keeps the process alive only while somebody waits for an answer.
 * A thread that is asked seldom ends meanwhile: each takes some ten megabytes.
 */
export class WorkerThread<Call extends object> {
  readonly #options: WorkerThreadOptions<Call>;
  #running: Running | null = null;
  #calls = 0;
  #idle: NodeJS.Timeout | undefined;
  /** Resolves once all threads that were to end have. */
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: WorkerThreadOptions<Call>) {
    this.#options = options;
  }

  start(): Running {
    this.#running ??= this.#start();
    return this.#running;
  }

  get runs(): boolean {
    return this.#running !== null;
  }

  /** Rejects with what the thread threw, or when the thread ends before it answers. */
  ask(call: Call, handedOver: ArrayBuffer[] = []): Promise<unknown> {
    clearTimeout(this.#idle);
    return this.#ask(this.start(), call, handedOver);
  }

  /** In the midst of what it does: that rejects. */
  async terminate(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#running?.worker.terminate();
  }

  /** Ends it after what was asked before. Resolves once it has ended, also where that was begun before. */
  stop(): Promise<void> {
    clearTimeout(this.#idle);
    const running = this.#running;
    this.#running = null;
    if (running) this.#ended = Promise.all([this.#ended, this.#end(running)]);
    return this.#ended.then(() => {});
  }

  async #end(running: Running): Promise<void> {
    const { worker } = running;
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    await this.#ask(running, this.#options.last).catch(() => {});
    // With nothing else left to wait for, the process would end before whoever closes the thread could go on.
    worker.ref();
    await exited;
  }

  #ask({ worker, waiting }: Running, call: Call, handedOver: ArrayBuffer[] = []): Promise<unknown> {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...call, id }, handedOver);
    });
  }

  #start(): Running {
    const { name, source, workerData, revive = plainError } = this.#options;
    const worker = workerOf(source, workerData);
    const waiting = new Map<number, Waiting>();
    worker.unref();
    worker.on("message", (reply: ThreadReply) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) this.#rest(worker);
      if ("error" in reply) asked?.reject(revive(reply.error));
      else asked?.resolve(reply.value);
    });
    let failure: Error | null = null;
    worker.on("error", (error: Error) => {
      failure = error;
    });
    worker.once("exit", () => {
      if (this.#running?.worker === worker) this.#running = null;
      const lost = new Error(`${name}'s thread ended`, { cause: failure });
      for (const { reject } of waiting.values()) reject(lost);
      waiting.clear();
    });
    return { worker, waiting };
  }

  #rest(worker: Worker): void {
    worker.unref();
    const { idleMs } = this.#options;
    if (idleMs === null || this.#running?.worker !== worker) return;
    this.#idle = setTimeout(() => void this.stop(), idleMs);
    this.#idle.unref();
  }
}

export const plainError = ({ name, message, code }: ThreadError): Error =>
  Object.assign(new Error(message), { name }, code === undefined ? {} : { code });

/** What such a thread allocates lives briefly; the server's own young generation is large for its sockets. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

function workerOf(source: URL, workerData: unknown): Worker {
  const options = { workerData, execArgv: [], resourceLimits };
  const { file, isSource } = programOf(source);
  if (!isSource) return new Worker(file, options);
  // A thread cannot be given a loader.
  const text = `import("tsx/esm/api").then((tsx) => {
    tsx.register();
    return import(${JSON.stringify(file.href)});
  })`;
  return new Worker(text, { ...options, eval: true });
}
