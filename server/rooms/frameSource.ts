import type { RefusalReason } from "../../src/domain/protocol/sync.ts";
import type { FrameKind } from "./clientIds.ts";
import type { Predecessor } from "./docChanges.ts";
import type { SharedByPerson } from "./personSockets.ts";
import { type OpenFrame, Settlement } from "./settlement.ts";
import type { UpdateScan } from "./updateScan.ts";

/** A step 2 or an update as it came in, numbered from 1. */
export interface ReceivedFrame {
  n: number;
  kind: FrameKind;
  /** Null when its frame was cut short. */
  update: Uint8Array | null;
  /** What reading it found; undefined before, null when it is malformed. */
  scan?: UpdateScan | null;
}

/** A frame whose predecessors are missing. */
export interface HeldFrame {
  frame: ReceivedFrame & { update: Uint8Array; scan: UpdateScan };
  /** What it takes in memory. */
  bytes: number;
  open: OpenFrame;
  since: number;
  /** It is looked at again once one of these is there. */
  lacks: readonly Predecessor[];
}

/** How much of the room is committed, and to whom the next ack may go: to those whose last one was no later than that. */
export interface AckDue {
  committed: number;
  lastAckBy: number;
}

/** What a frame takes in memory while it waits, beside its bytes: the smallest update has two. */
const bytesOfFrame = 256;

/** Where changes come from: a socket, or a change handed in by HTTP. */
export abstract class FrameSource {
  person: { id: string; name: string };
  mayWrite: boolean;
  /** Speaks a document version that may not write any more, whatever its person may do. */
  outdated = false;
  /** With all else that its person has open. */
  readonly shared: SharedByPerson;
  /** The Yjs client id that its tab last told to be its own; null before it first did. */
  announced: number | null = null;
  /** What came in, and how much of it is settled. */
  readonly received = new Settlement();
  /** Waits until the ids of its next frame are bound. */
  blocked = false;
  held: HeldFrame[] = [];
  /** Something that its held frames lack has come. */
  mayRelease = false;
  /** Has left: nothing of it is worked on, and nobody is there to be told. */
  #gone = false;
  #queue: ReceivedFrame[] = [];
  #head = 0;
  #count = 0;
  #queuedBytes = 0;

  constructor(person: { id: string; name: string }, mayWrite: boolean, shared: SharedByPerson) {
    this.person = person;
    this.mayWrite = mayWrite;
    this.shared = shared;
  }

  /** Tells that the frame is not stored. */
  abstract refuse(n: number, reason: RefusalReason): void;
  /** What it sent cost more than its bytes tell: as if it had sent so many more. */
  abstract charge(bytes: number): void;
  /** The same for all that its person has open. */
  abstract chargePerson(bytes: number): void;
  /** Something of it could not be handled: nothing more of it is heard. */
  abstract fail(cause: unknown): void;
  /** Asks for everything that the room lacks; `vector` is what it has. */
  abstract askAgain(vector: () => Uint8Array): void;
  /** Frames were decided, or writes committed. False when it is to be told of that, but later. */
  abstract settle(due: AckDue): boolean;

  get gone(): boolean {
    return this.#gone;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get next(): ReceivedFrame | undefined {
    return this.#queue[this.#head];
  }

  /** Something that came of it is still to be looked at, or to be looked at again. */
  get waits(): boolean {
    return this.next !== undefined || this.mayRelease;
  }

  enqueue(kind: FrameKind, update: Uint8Array | null): void {
    this.#queue.push({ n: ++this.#count, kind, update });
    this.#grow((update?.length ?? 0) + bytesOfFrame);
  }

  /** What was not looked at yet never is: it was not acknowledged, and its page has it. */
  leave(): void {
    this.#gone = true;
    this.#queue = [];
    this.#head = 0;
    this.#grow(-this.#queuedBytes);
  }

  #grow(bytes: number): void {
    this.#queuedBytes += bytes;
    this.shared.queuedBytes += bytes;
  }

  replaceNext(update: Uint8Array): void {
    const { next } = this;
    if (!next) return;
    this.#grow(update.length - (next.update?.length ?? 0));
    next.update = update;
    delete next.scan;
  }

  dropNext(): void {
    if (this.next) this.#grow(-((this.next.update?.length ?? 0) + bytesOfFrame));
    this.#head++;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    } else if (this.#head === 1_024) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
  }
}

export type HandInOutcome = { code: "ok" } | { code: "refused"; reason: RefusalReason };

/** One change by HTTP. */
export class HandIn extends FrameSource {
  /** Rejects when it is given up before it was looked at. */
  readonly outcome: Promise<HandInOutcome>;
  #resolve: (outcome: HandInOutcome) => void = () => {};
  #reject: (cause: Error) => void = () => {};

  constructor(
    person: { id: string; name: string },
    mayWrite: boolean,
    shared: SharedByPerson,
    update: Uint8Array,
  ) {
    super(person, mayWrite, shared);
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.outcome.catch(() => {});
    this.enqueue("step2", update);
  }

  giveUp(cause: Error): void {
    this.#reject(cause);
  }

  fail(cause: unknown): void {
    this.giveUp(new Error("The change could not be handled", { cause }));
  }

  refuse(_n: number, reason: RefusalReason): void {
    this.#resolve({ code: "refused", reason });
  }

  /** What it took the main thread is counted, and there is nothing more to come. */
  charge(): void {}

  chargePerson(): void {}

  /** Nobody is there to answer: it is refused once its time is up. */
  askAgain(): void {}

  settle({ committed }: AckDue): boolean {
    if (this.received.advance(committed)) this.#resolve({ code: "ok" });
    return true;
  }
}
