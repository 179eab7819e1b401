import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import {
  closeCodes,
  encodeHello,
  encodeRefuse,
  type Hello,
  leftArticle,
  messageAwareness,
  messageQueryAwareness,
  messageSync,
  type RefusalReason,
  syncStep1,
  syncStep2,
} from "../../src/domain/protocol/sync.ts";
import type { Leaving, Visitor } from "../ports.ts";
import { ByteRate } from "./ByteRate.ts";
import { ByteReader, MalformedBytes } from "./byteReader.ts";
import { type AckDue, FrameSource } from "./frameSource.ts";
import type { Limits } from "./limits.ts";
import type { RoomsMeter } from "./meter.ts";
import type { SharedByPerson } from "./personSockets.ts";
import type { SocketReader } from "./SocketReader.ts";
import { SentFrames, type SentGroup } from "./sentFrames.ts";
import { isStateVector } from "./updateScan.ts";
import { ackFrame, frame, syncFrame } from "./wire.ts";

/** What a connection tells its room. */
export interface ConnectionRoom {
  /** A frame with content is queued. */
  wake(connection: Connection): void;
  /** The connection asked for what it lacks. */
  ask(connection: Connection): void;
  hearPresence(connection: Connection, body: Uint8Array): void;
}

/** A step 2 with all that somebody of that state lacks; null when it is not known yet. */
export type EarlyAnswer = (vector: Uint8Array) => Buffer | null;

const paused = { loading: 1, queue: 2, rate: 4 } as const;
type Pause = (typeof paused)[keyof typeof paused];

/** What is sent along with something else is copied up to so many bytes. */
export const copiedBytes = 16 * 1024;

/** The state vector of somebody who has nothing. */
const stateOfNothing = Uint8Array.of(0);
const malformed = 1007;
const notBinary = 1003;

/** One socket of one session on one article. */
export class Connection extends FrameSource {
  /** The Yjs client id it speaks for in presence. */
  presenceId: number | null = null;
  /** Missed presence for being behind, or asked for it; gets everybody's once it has caught up. */
  missedPresence = false;
  /** The state vector of its last step 1 that is not answered yet. */
  asked: Uint8Array | null = null;
  #answeredAt = Number.NEGATIVE_INFINITY;
  /** Since when its step 1 waits for what other sockets have not taken; 0 where it does not. */
  #waitsSince = 0;
  readonly sessionId: string;
  readonly #sent = new SentFrames();
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #reader: SocketReader;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #meter: RoomsMeter;
  readonly #failed: (cause: unknown) => void;
  readonly #hearSoon: () => void;
  #room: ConnectionRoom | null = null;
  /** Answers a step 1 while the room is not there yet. */
  #early: EarlyAnswer | null = null;
  /** What it said of its presence meanwhile. */
  #earlyPresence: Uint8Array | null = null;
  #pauses = 0;
  readonly #rate: ByteRate;
  /** What it counts for its person of what came and is no whole message yet. Bytes. */
  #unfinishedBytes = 0;
  /** What its last ping said that is not answered yet. */
  #pinged: Buffer | null = null;
  #heardAt: number;
  #pingedAt = 0;
  #ackAt: number;
  /** What its last ack said. */
  #toldReceived = 0;
  #toldSent = 0;
  #behindSince = 0;
  /** Of the largest answer that a reader may take its time for. Bytes. */
  #allowance = 0;
  #askedAgainAt = Number.NEGATIVE_INFINITY;
  #closing = false;

  constructor(
    socket: WebSocket,
    stream: Duplex,
    reader: SocketReader,
    visitor: Visitor,
    options: {
      mayWrite: boolean;
      shared: SharedByPerson;
      outdated: boolean;
      limits: Limits;
      now: () => number;
      meter: RoomsMeter;
      /** There is something to `hear` in its person's turn. */
      hearSoon: () => void;
      /** Something that it sent could not be handled. */
      failed: (cause: unknown) => void;
    },
  ) {
    const { id, name } = visitor.person;
    super({ id, name }, options.mayWrite && !options.outdated, options.shared);
    this.outdated = options.outdated;
    this.sessionId = visitor.sessionId;
    this.#socket = socket;
    this.#stream = stream;
    this.#reader = reader;
    this.#limits = options.limits;
    this.#now = options.now;
    this.#meter = options.meter;
    this.#failed = options.failed;
    this.#hearSoon = options.hearSoon;
    this.#rate = new ByteRate(this.#now);
    const now = this.#now();
    this.#heardAt = now;
    this.#ackAt = now;
    socket.on("message", (data: Buffer, isBinary: boolean) => this.#hear(data, isBinary));
    socket.on("pong", () => this.#chargeFrames(1));
    socket.on("ping", (data: Buffer) => {
      this.#chargeFrames(1);
      this.#pinged = data;
    });
    reader.belongsTo({
      came: () => this.#came(),
      // Before there is a room there is nothing that could be lost.
      readsOn: () => (this.#pauses & paused.loading) === 0,
      over: () => this.#hearLast(),
    });
    this.#pause(paused.loading);
  }

  get open(): boolean {
    return !this.#closing && this.#reader.open;
  }

  /** Bytes that the reader has not taken. */
  get behindBytes(): number {
    return this.#stream.writableLength;
  }

  override get waits(): boolean {
    return super.waits || this.#reader.waits;
  }

  onClose(listener: (leaving: Leaving) => void): void {
    this.#socket.once("close", (code: number, reason: Buffer) => {
      const isOwn = this.#closing;
      this.#closing = true;
      this.#countUnfinished(0);
      listener(isOwn ? "lost" : leavingOf(code, reason.toString()));
    });
  }

  greet(hello: Hello): void {
    this.write(frame(encodeHello(hello)));
  }

  /** The room is not ready, but what is stored is there: its frames are read and kept, and its step 1 may be answered. */
  listen(early: EarlyAnswer): void {
    this.#early = early;
    this.#resume(paused.loading);
  }

  /** The room is loaded: from here on its frames are worked on. */
  enter(room: ConnectionRoom, vector: Uint8Array): void {
    this.#room = room;
    this.#early = null;
    this.write(syncFrame(syncStep1, vector));
    this.#resume(paused.loading);
    const said = this.#earlyPresence;
    this.#earlyPresence = null;
    if (said) this.#guarded(() => room.hearPresence(this, said));
    if (this.next) room.wake(this);
    if (this.asked) room.ask(this);
  }

  /** A whole WebSocket frame, or several. */
  write(bytes: Buffer): void {
    if (this.open) this.#write(bytes);
  }

  /** `taken`: called when nothing of it is in memory any more. */
  #write(bytes: Buffer, taken?: () => void): void {
    if (!this.#stream.writable) {
      taken?.();
      return;
    }
    if (bytes.length > this.#limits.behindBytes) this.#allowance = Math.max(this.#allowance, bytes.length);
    this.#stream.write(bytes, taken);
    if (this.behindBytes > this.#limits.farBehindBytes + this.#allowance) this.#closeSlow();
  }

  /**
   * Content of the document: so many sync frames with writes of the room that are of that group. An ack that is due goes
   * with it: one frame more in what is written costs next to nothing, a write of its own a lot.
   */
  writeContent(bytes: Buffer, frames: number, group: SentGroup, due: AckDue): void {
    if (!this.open) return;
    const ack = this.#ackIsDue(due) && this.#hasNewsOf(due.committed) ? this.#nextAck() : null;
    // A copy for each reader of what is large would be much, where none of them takes it.
    if (ack && bytes.length > copiedBytes) this.#write(ack);
    this.#write(ack && bytes.length <= copiedBytes ? Buffer.concat([ack, bytes]) : bytes);
    this.#sent.note(frames, group);
  }

  /** It asked for what it lacks, and not again within moments: each answer costs a walk through the document. */
  mayBeAnswered(now: number): boolean {
    return this.asked !== null && now - this.#answeredAt >= this.#limits.answerEveryMs && this.#mayHoldMore;
  }

  /** All sockets of its person together have taken most of what they asked for. */
  get #mayHoldMore(): boolean {
    const { writerAnswersBytes, readerAnswersBytes } = this.#limits;
    return this.shared.answers.bytes < (this.mayWrite ? writerAnswersBytes : readerAnswersBytes);
  }

  answerStep1(update: Buffer, written: number): void {
    this.asked = null;
    this.#answeredAt = this.#now();
    if (!this.open) return;
    const { answers } = this.shared;
    answers.sent(update);
    this.#write(update, () => answers.taken(update));
    this.#sent.note(1, { needs: written });
  }

  refuse(n: number, reason: RefusalReason): void {
    this.write(frame(encodeRefuse(n, reason)));
    this.charge(this.#limits.refusedCost);
  }

  charge(bytes: number): void {
    const { bytesPerSecond, readerBytesPerSecond } = this.#limits;
    this.#rest(this.#rate.take(bytes, this.mayWrite ? bytesPerSecond : readerBytesPerSecond));
  }

  /** Nothing more of it is read for so long. Milliseconds. */
  #rest(ms: number): void {
    if (ms === 0 || this.#pauses & paused.rate) return;
    this.#pause(paused.rate);
    setTimeout(() => this.#resume(paused.rate), ms + 10).unref();
  }

  fail(): void {
    this.close(closeCodes.tryAgain, "Something could not be handled.");
  }

  askAgain(vector: () => Uint8Array): void {
    const now = this.#now();
    if (now - this.#askedAgainAt < this.#limits.askAgainMs) return;
    this.#askedAgainAt = now;
    this.write(syncFrame(syncStep1, vector()));
  }

  settle(due: AckDue): boolean {
    this.#sent.advance(due.committed);
    this.received.advance(due.committed);
    if (this.queuedBytes <= this.#limits.queuedBytes / 2) this.#resume(paused.queue);
    if (this.received.settled === this.#toldReceived) return true;
    if (!this.#ackIsDue(due)) return false;
    this.#ack();
    return true;
  }

  /** Tells that more of what it was sent is committed, if so. False when that is to be told, but later. */
  tellStored(due: AckDue): boolean {
    if (!this.#hasNewsOf(due.committed)) return true;
    if (!this.#ackIsDue(due)) return false;
    this.#ack();
    return true;
  }

  /** Looks after a line that may be dead or slow. */
  tick(now: number): void {
    if (!this.open) return;
    if (now - this.#ackAt >= this.#limits.heartbeatMs - this.#limits.tickMs) this.#ack();
    this.#checkBehind(now);
    this.#checkWaiting(now);
    if ((this.#pauses & ~paused.loading) !== 0 || this.#reader.waits) this.#heardAt = now;
    else if (now - this.#heardAt >= 2 * this.#limits.pingMs) this.#socket.terminate();
    else if (now - this.#heardAt >= this.#limits.pingMs && now - this.#pingedAt >= this.#limits.pingMs) {
      this.#pingedAt = now;
      this.#socket.ping();
    }
  }

  close(code: number, reason = ""): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#reader.close(code, reason);
    this.#countUnfinished(0);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #ackIsDue({ lastAckBy }: AckDue): boolean {
    return this.#ackAt <= lastAckBy;
  }

  #hasNewsOf(committed: number): boolean {
    this.#sent.advance(committed);
    this.received.advance(committed);
    return this.#sent.settled > this.#toldSent || this.received.settled > this.#toldReceived;
  }

  #ack(): void {
    this.write(this.#nextAck());
  }

  #nextAck(): Buffer {
    this.#ackAt = this.#now();
    this.#toldReceived = this.received.settled;
    this.#toldSent = this.#sent.settled;
    return ackFrame(this.#toldReceived, this.#toldSent);
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (this.#closing) return;
    if (!isBinary) {
      this.#meter.socketClosed("malformed");
      this.close(notBinary, "Frames are binary.");
      return;
    }
    if (data[0] === messageSync) {
      const { leastFrameCost, leastPersonFrameCost } = this.#limits;
      this.charge(Math.max(data.length, leastFrameCost));
      this.chargePerson(Math.max(data.length, leastPersonFrameCost));
    } else this.#chargeFrames(1, data.length);
    this.#guarded(() => this.#read(new ByteReader(ownBytes(data))));
  }

  /** As `charge`, for all sockets of its person together: none of them is read until they have made up for it. */
  chargePerson(bytes: number): void {
    const { personBytesPerSecond, readerPersonBytesPerSecond } = this.#limits;
    this.shared.rate.take(bytes, this.mayWrite ? personBytesPerSecond : readerPersonBytesPerSecond);
  }

  /** Without content of the document. */
  #chargeFrames(count: number, bytes = 0): void {
    const cost = Math.max(bytes, count * this.#limits.leastOtherCost);
    this.charge(cost);
    this.chargePerson(cost);
  }

  #came(): void {
    this.#heardAt = this.#now();
    this.#countUnfinished(this.#reader.bytes);
    const { unfinishedBytes, readerUnfinishedBytes } = this.#limits;
    if (this.shared.unfinishedBytes > (this.mayWrite ? unfinishedBytes : readerUnfinishedBytes))
      this.#closeTooMuch();
    else if (this.#pauses === 0) this.#hearSoon();
  }

  /** Some of what came is parsed. True when there is more that may be heard. To be called in its person's turn. */
  hear(): boolean {
    if (this.#pauses !== 0) return false;
    this.#chargeFrames(this.#reader.read());
    if (this.#pinged && this.open && this.behindBytes === 0) this.#socket.pong(this.#pinged);
    this.#pinged = null;
    this.#countUnfinished(this.#reader.bytes);
    return this.#pauses === 0 && this.#reader.waits;
  }

  /** The words of somebody who wrote and left at once, unless they have sent much. */
  #hearLast(): void {
    if (this.shared.rate.waitMs === 0) this.hear();
  }

  #countUnfinished(bytes: number): void {
    this.shared.unfinishedBytes += bytes - this.#unfinishedBytes;
    this.#unfinishedBytes = bytes;
  }

  #closeTooMuch(): void {
    this.#meter.socketClosed("too-many");
    this.close(closeCodes.tryAgain, "You send too much at once.");
    this.terminate();
  }

  #guarded(read: () => void): void {
    try {
      read();
    } catch (cause) {
      if (!(cause instanceof MalformedBytes)) {
        this.#failed(cause);
        this.fail();
        return;
      }
      this.#meter.socketClosed("malformed");
      this.close(malformed, "The frame is malformed.");
    }
  }

  #read(reader: ByteReader): void {
    switch (reader.varUint()) {
      case messageSync:
        this.#readSync(reader);
        return;
      case messageAwareness:
        if (this.#room) this.#room.hearPresence(this, reader.varBytes());
        else this.#earlyPresence = reader.varBytes();
        return;
      case messageQueryAwareness:
        this.missedPresence = true;
        return;
      default:
      // A newer client's message: nothing of ours is lost by not knowing it.
    }
  }

  #readSync(reader: ByteReader): void {
    const step = reader.varUint();
    if (step === syncStep1) {
      const vector = reader.varBytes();
      if (vector.length > this.#limits.vectorBytes) this.asked = stateOfNothing;
      else if (isStateVector(vector)) this.asked = vector;
      else throw new MalformedBytes("no state vector");
      const answer = this.#early?.(this.asked);
      if (answer && this.#mayHoldMore) this.answerStep1(answer, 0);
      this.#room?.ask(this);
    } else {
      if (step > syncStep2 + 1) throw new MalformedBytes("unknown step");
      this.enqueue(step === syncStep2 ? "step2" : "update", readUpdate(reader));
      if (this.queuedBytes > this.#limits.queuedBytes) this.#pause(paused.queue);
      const { personQueuedBytes, readerPersonQueuedBytes } = this.#limits;
      if (this.shared.queuedBytes > (this.mayWrite ? personQueuedBytes : readerPersonQueuedBytes))
        this.#closeTooMuch();
      else this.#room?.wake(this);
    }
  }

  #checkBehind(now: number): void {
    const behind = this.behindBytes;
    if (behind === 0) this.#allowance = 0;
    const { behindBytes, behindMs, leastTakenBytesPerMs } = this.#limits;
    // A large answer takes its time on a slow line, but not for ever.
    const patienceMs = behindMs + this.#allowance / leastTakenBytesPerMs;
    if (behind <= behindBytes) this.#behindSince = 0;
    else if (this.#behindSince === 0) this.#behindSince = now;
    if (this.#behindSince > 0 && now - this.#behindSince >= patienceMs) this.#closeSlow();
  }

  /** For as long as other sockets of its person take their answers; what itself takes is looked after above. */
  #checkWaiting(now: number): void {
    if (this.asked === null || this.behindBytes > 0 || this.#mayHoldMore) this.#waitsSince = 0;
    else if (this.#waitsSince === 0) this.#waitsSince = now;
    else if (now - this.#waitsSince >= this.#limits.answerWaitMs) this.#closeSlow();
  }

  #closeSlow(): void {
    if (this.#closing) return;
    this.#meter.socketClosed("slow-reader");
    this.close(closeCodes.tryAgain, "The reader was too slow.");
  }

  #pause(reason: Pause): void {
    this.#pauses |= reason;
  }

  #resume(reason: Pause): void {
    if ((this.#pauses & reason) === 0) return;
    this.#pauses &= ~reason;
    if (this.#pauses !== 0) return;
    this.#heardAt = this.#now();
    if (this.#reader.waits) this.#hearSoon();
  }
}

/** Of a frame that came among others, all would stay in memory with it. */
const ownBytes = (data: Buffer): Uint8Array =>
  data.buffer.byteLength > 2 * data.length ? new Uint8Array(data) : data;

/** Null when it is cut short or followed by something else: then the frame is refused, not the connection. */
function readUpdate(reader: ByteReader): Uint8Array | null {
  try {
    const update = reader.varBytes();
    return reader.done ? update : null;
  } catch {
    return null;
  }
}

/** What the page or its browser says of why it goes; a line that breaks says nothing. */
function leavingOf(code: number, reason: string): Leaving {
  if (code === 1000 && reason === leftArticle) return "left";
  return code === closeCodes.goingAway ? "gone" : "lost";
}
