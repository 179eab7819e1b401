import { type PictureRefusal, refusals } from "../refusals.ts";
import { DecodingProcess, type Ended, type ProcessLimits } from "./DecodingProcess.ts";
import type { DecodedPicture, DecodeJob, DecodeOutcome } from "./makeVariants.ts";

export interface DecoderLog {
  warn(details: object, message: string): void;
}

export interface DecoderLimits {
  light: ProcessLimits;
  heavy: ProcessLimits;
  mayWait: number;
}

const megabyte = 1_000_000;
const usual: DecoderLimits = {
  light: {
    memoryBytes: 600 * megabyte,
    dataBytes: 1_000 * megabyte,
    processorMs: 20_000,
    clockMs: 120_000,
    idleMs: 30_000,
    nice: 5,
  },
  heavy: {
    memoryBytes: 1_500 * megabyte,
    dataBytes: 2_000 * megabyte,
    processorMs: 20_000,
    clockMs: 120_000,
    idleMs: 10_000,
    nice: 10,
  },
  mayWait: 256,
};

const mayTryAgain: ReadonlySet<Ended["reason"]> = new Set(["crash", "memory"]);

type Picture = Omit<DecodeJob, "mayBeHeavy">;

interface Lane {
  process: DecodingProcess;
  /** Takes heavy pictures too. */
  heavy: boolean;
  busy: boolean;
}

interface Waiting {
  picture: Picture;
  personId: string;
  heavy: boolean;
  /** A process ended over it once. */
  again: boolean;
  resolve: (outcome: DecodedPicture | PictureRefusal) => void;
  reject: (cause: unknown) => void;
}

/**
 * Decodes uploads in two processes. One takes light pictures only, so that those never wait for a heavy one; the other
 * takes both, so that one heavy picture is in memory at a time. One picture of a person is decoded at a time and
 * persons take turns: whatever one uploads, a process is left for the others.
 */
export class PictureDecoder {
  readonly #log: DecoderLog;
  readonly #mayWait: number;
  readonly #lanes: Lane[];
  /** In the order in which they get a process; who got one goes to the end. */
  #waiting: Waiting[] = [];
  readonly #served = new Set<string>();
  /** How often a process was ended for taking too much. */
  readonly ended = { memory: 0, time: 0, crash: 0 };

  constructor(log: DecoderLog, limits: Partial<DecoderLimits> = {}) {
    const { light, heavy, mayWait } = { ...usual, ...limits };
    this.#log = log;
    this.#mayWait = mayWait;
    this.#lanes = [
      { process: new DecodingProcess(light), heavy: false, busy: false },
      { process: new DecodingProcess(heavy), heavy: true, busy: false },
    ];
  }

  /** Of the processes that run at this moment. */
  get pids(): number[] {
    return this.#lanes.flatMap(({ process: { pid } }) => (pid === null ? [] : [pid]));
  }

  /** Starts a process for a picture that is still on its way. */
  warm(): void {
    this.#lanes[0]?.process.warm();
  }

  /** Rejects when no process can be started or the variants cannot be written. */
  async decode(picture: Picture, personId: string): Promise<DecodedPicture | PictureRefusal> {
    if (this.#waiting.length >= this.#mayWait) return refusals.busy;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ picture, personId, heavy: false, again: false, resolve, reject });
      this.#next();
    });
  }

  close(): void {
    for (const { process: each } of this.#lanes) each.close();
    for (const { resolve } of this.#waiting.splice(0)) resolve(refusals.busy);
  }

  #next(): void {
    for (const lane of this.#lanes) {
      const next = lane.busy ? undefined : this.#nextFor(lane);
      if (next) void this.#run(next, lane);
    }
  }

  /** Each person's pictures are decoded in their order. */
  #nextFor(lane: Lane): Waiting | undefined {
    const seen = new Set(this.#served);
    return this.#waiting.find(({ personId, heavy }) => {
      if (seen.has(personId)) return false;
      seen.add(personId);
      return lane.heavy || !heavy;
    });
  }

  async #run(waiting: Waiting, lane: Lane): Promise<void> {
    const { picture, personId, resolve, reject } = waiting;
    const others = this.#waiting.filter((each) => each !== waiting);
    // Whoever has a turn now lets all others have theirs first.
    this.#waiting = [
      ...others.filter((each) => each.personId !== personId),
      ...others.filter((each) => each.personId === personId),
    ];
    lane.busy = true;
    this.#served.add(personId);
    try {
      const outcome = await lane.process.decode({
        ...picture,
        mayBeHeavy: lane.heavy,
      });
      if (outcome.code === "heavy") this.#waiting.unshift({ ...waiting, heavy: true });
      // What ended it may have had nothing to do with this picture: what earlier ones left takes memory too.
      else if (outcome.code === "ended" && mayTryAgain.has(outcome.reason) && !waiting.again)
        this.#waiting.unshift({ ...waiting, again: true });
      else resolve(this.#answer(outcome));
    } catch (cause) {
      reject(cause);
    } finally {
      lane.busy = false;
      this.#served.delete(personId);
      this.#next();
    }
  }

  #answer(outcome: Exclude<DecodeOutcome, { code: "heavy" }> | Ended): DecodedPicture | PictureRefusal {
    if (outcome.code !== "ended") return outcome;
    const { reason } = outcome;
    if (reason === "closed") return refusals.busy;
    this.ended[reason] += 1;
    this.#log.warn({ reason }, "a process that decoded a picture was ended");
    return refusals.tooCostly;
  }
}
