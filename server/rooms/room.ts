import * as Y from "yjs";
import { type ArticleEvent, encodeEvent, syncStep2, syncUpdate } from "../../src/domain/protocol/sync.ts";
import type { Committed } from "../ports.ts";
import type { ClientWriter, LogSize, StoredArticle } from "../storage/articleLog.ts";
import type { CommitQueue } from "./commitQueue.ts";
import { type Connection, type ConnectionRoom, copiedBytes } from "./connection.ts";
import type { AckDue, FrameSource, HandIn } from "./frameSource.ts";
import { decodedBytes, Fullness } from "./fullness.ts";
import { Intake, type Origin } from "./intake.ts";
import { crowdComes, fullRoom, type Limits, presenceEveryMs, tellStoredMs, tellTickMs } from "./limits.ts";
import type { RoomsMeter } from "./meter.ts";
import type { Pace } from "./pace.ts";
import { Presence } from "./presence.ts";
import type { Reservations } from "./reservations.ts";
import type { Suspects } from "./Suspects.ts";
import type { SentGroup } from "./sentFrames.ts";
import { awarenessFrame, frame, syncFrame } from "./wire.ts";

export interface RoomParts {
  queue: CommitQueue;
  limits: Limits;
  /** Milliseconds of a clock that never jumps. */
  now: () => number;
  reservations: Reservations;
  pace: Pick<Pace, "gatherMs" | "togetherMs" | "ackMs" | "tellMs">;
  /** Milliseconds since the epoch. */
  epoch: () => number;
  meter: RoomsMeter;
  /** `workOn` is to be called soon for the source, and `finish` afterwards; without a source, `finish` alone. */
  wake(room: Room, source: FrameSource | null): void;
  /** `answer` is to be called soon. */
  ask(room: Room, connection: Connection): void;
  committed(committed: Committed): void;
  /** The log has grown since its snapshot. */
  grew(room: Room): void;
  /**
   * What the source sent could not be handled, or what the room does by itself; the document is as it was. A source is
   * closed.
   */
  failed(room: Room, cause: unknown, source: FrameSource | null): void;
  /** The document cannot be trusted any more: everybody is to come back to a fresh one. */
  broken(room: Room, cause: unknown, personId: string): void;
  /** Whether there is memory for so many bytes more that somebody writes. */
  mayGrow(room: Room, bytes: number, source: FrameSource): boolean;
  /** So many bytes more are about to be taken in. */
  grows(room: Room, bytes: number): void;
  /** Whose changes did so lately. */
  suspects: Pick<Suspects, "waitMs" | "tried">;
}

/** A name and a caret are less. */
const usualPresenceBytes = 1024;

/** Of smaller updates the memory is looked at only once a second. Pieces. */
const largeUpdate = 1_000;

interface Broadcast {
  frame: Buffer;
  /** Null for everybody's. */
  from: FrameSource | null;
  write: number;
}

/**
 * One open article: its document, who is connected, and how much of it is committed. Every change of the document is
 * a numbered write; a frame is settled once the write that was newest when it was decided is committed.
 */
export class Room implements ConnectionRoom {
  readonly articleId: string;
  readonly doc: Y.Doc;
  readonly connections = new Set<Connection>();
  /** Changes handed in by HTTP that are not settled yet. */
  readonly #handIns = new Set<HandIn>();
  readonly size: LogSize;
  /** When it was last needed. */
  idleSince: number;
  readonly #parts: RoomParts;
  readonly #intake: Intake;
  readonly #fullness: Fullness;
  readonly #presence: Presence<Connection>;
  /** Something of them is to be worked on; whoever is not among them any more when their turn comes is passed over. */
  readonly ready = new Set<FrameSource>();
  /** Something of them was, since `finish` was called last. */
  readonly #worked = new Set<FrameSource>();
  /** Those who are still to be told of something they sent. */
  readonly #unsettled = new Set<FrameSource>();
  #outbox: Broadcast[] = [];
  /** What was sent since the last commit; null where that is nothing. */
  #sentGroup: SentGroup | null = null;
  #written = 0;
  #committed = 0;
  #lastCommit: { by: string | null; at: number } | null = null;
  #settleTimer: NodeJS.Timeout | null = null;
  #settling = false;
  #gatherTimer: NodeJS.Timeout | null = null;
  #presenceTimer: NodeJS.Timeout | null = null;
  #presenceAt = 0;
  #lastCameAt = Number.NEGATIVE_INFINITY;
  #storedTimer: NodeJS.Timeout | null = null;
  /** What the document has, for all who come before it changes. */
  #vector: { bytes: Uint8Array; write: number } | null = null;
  /** The frame with everybody's presence that was sent last. */
  #everybody: { bytes: Uint8Array; frame: Buffer } | null = null;
  /** The answer to the last step 1, for the others who come back with the same state. */
  #answer: { vector: Uint8Array; write: number; frame: Buffer } | null = null;

  constructor(
    articleId: string,
    doc: Y.Doc,
    stored: Pick<StoredArticle, "writers" | "size">,
    parts: RoomParts,
  ) {
    this.articleId = articleId;
    this.doc = doc;
    this.size = { ...stored.size };
    this.#parts = parts;
    this.idleSince = parts.now();
    const { queue, limits, now, meter } = parts;
    this.#fullness = new Fullness({
      doc,
      size: this.size,
      limits,
      now,
      isOf: (personId, clientId) => this.#intake.ids.isOf(personId, clientId),
    });
    this.#intake = new Intake(
      {
        articleId,
        doc,
        queue,
        limits,
        now,
        meter,
        written: () => this.#written,
        hasRoomFor: ({ person }, update, scan, brings) =>
          this.#fullness.hasRoomFor(update.length, scan, brings, person.id),
        hasMemoryFor: (source, update, scan) =>
          scan.structs <= largeUpdate ||
          parts.mayGrow(this, decodedBytes(scan.structs, update.length), source),
        takes: ({ person }, update, scan) => {
          this.#fullness.takes(scan, person.id, update.length);
          if (scan.structs > largeUpdate) parts.grows(this, decodedBytes(scan.structs, update.length));
        },
        wake: (source) => this.wake(source),
        failed: (source, cause) => parts.failed(this, cause, source),
        broken: (cause, personId) => parts.broken(this, cause, personId),
        suspects: parts.suspects,
        decodedBytes: () => this.#fullness.decodedBytes,
        reservations: parts.reservations,
        bound: (clientId, personId) => {
          this.#presence.bound(clientId, personId);
          this.#schedulePresence();
        },
      },
      stored.writers,
    );
    this.#presence = new Presence({
      maxStateBytes: ({ mayWrite }) => (mayWrite ? limits.presenceBytes : limits.readerPresenceBytes),
      mayClaim: (clientId, connection) => {
        const { person, mayWrite } = connection;
        if (!mayWrite) return !this.#intake.ids.isForeign(clientId, person.id);
        connection.announced = clientId;
        return this.#intake.ids.reserve(clientId, person.id);
      },
    });
    doc.on("update", this.#onUpdate);
  }

  /** Nobody needs it and everything is committed. */
  get idle(): boolean {
    return this.connections.size === 0 && this.quiet;
  }

  /** Nobody who is there may write, and everything is committed. */
  get onlyRead(): boolean {
    return this.quiet && [...this.connections].every(({ mayWrite }) => !mayWrite);
  }

  /** What its document takes in memory. Bytes. */
  get decodedBytes(): number {
    return this.#fullness.decodedBytes;
  }

  /** All that was taken in is. */
  get committed(): boolean {
    return this.#written === this.#committed && !this.#intake.isBinding;
  }

  /** All that was taken in is committed, and nothing waits. */
  get quiet(): boolean {
    return (
      this.#handIns.size === 0 &&
      this.ready.size === 0 &&
      this.#intake.idle &&
      !this.#settling &&
      this.#written === this.#committed
    );
  }

  /** Who writes under which id, for whoever opens the article next. */
  writers(): ClientWriter[] {
    return this.#intake.ids.writers();
  }

  enter(connection: Connection): void {
    this.#lastCameAt = this.#parts.now();
    this.connections.add(connection);
    if (this.#vector?.write !== this.#written)
      this.#vector = { bytes: Y.encodeStateVector(this.doc), write: this.#written };
    connection.enter(this, this.#vector.bytes);
    this.#everybodyFor(connection);
  }

  leave(connection: Connection): void {
    connection.leave();
    this.connections.delete(connection);
    this.ready.delete(connection);
    this.#unsettled.delete(connection);
    this.#guarded(null, () => {
      this.#intake.forget(connection);
      this.#presence.leave(connection);
      this.#schedulePresence();
    });
    this.idleSince = this.#parts.now();
  }

  /** One change by HTTP, until it is released. */
  take(handIn: HandIn): void {
    this.#handIns.add(handIn);
    this.wake(handIn);
  }

  release(handIn: HandIn): void {
    handIn.leave();
    this.#handIns.delete(handIn);
    this.ready.delete(handIn);
    this.#unsettled.delete(handIn);
  }

  wake(source: FrameSource): void {
    if (source.gone || this.ready.has(source)) return;
    this.ready.add(source);
    this.#parts.wake(this, source);
  }

  ask(connection: Connection): void {
    this.#parts.ask(this, connection);
  }

  hearPresence(connection: Connection, body: Uint8Array): void {
    this.#presence.hear(connection, body);
    this.#schedulePresence();
  }

  #everybodyFor(connection: Connection): void {
    const bytes = this.#presence.everybody();
    if (!bytes || connection.behindBytes >= this.#parts.limits.behindBytes) return;
    if (this.#everybody?.bytes !== bytes) this.#everybody = { bytes, frame: awarenessFrame(bytes) };
    connection.write(this.#everybody.frame);
  }

  renamed(connection: Connection): void {
    this.#presence.renamed(connection);
    this.#schedulePresence();
  }

  tell(event: ArticleEvent): void {
    const bytes = frame(encodeEvent(event));
    for (const connection of this.connections) connection.write(bytes);
  }

  /** Works on what the source sent, until done or the deadline, and one frame at least. True when there is more to do. */
  workOn(source: FrameSource, deadline: number): boolean {
    if (!this.ready.delete(source)) return false;
    this.#worked.add(source);
    this.#guarded(source, () => {
      if (this.#intake.work(source, deadline)) this.ready.add(source);
    });
    return this.ready.has(source);
  }

  /** Sends on what was taken in, and tells its senders what became of it. */
  finish(): void {
    this.#flushSoon();
    const due = this.#ackDueAfter(this.#parts.pace.ackMs);
    for (const source of this.#worked)
      this.#guarded(source, () => {
        if (source.gone) return;
        const told = source.settle(due);
        if (!told) this.#settleSoon();
        if (!told || source.received.waiting) this.#unsettled.add(source);
      });
    this.#worked.clear();
  }

  /** All that came was looked at; what is to be refused for good may lack nothing that is only waiting for its turn. */
  get #allHeard(): boolean {
    for (const source of [...this.connections, ...this.#handIns]) if (source.waits) return false;
    return true;
  }

  /** Once a second. */
  tick(now: number, memoryIsShort = false): void {
    this.#intake.expireHeld(this.#allHeard);
    this.#fullness.countIfGrown(memoryIsShort);
    this.#answer = null;
    const due = this.#ackDueAfter(0);
    for (const connection of this.connections)
      this.#guarded(connection, () => {
        connection.settle(due);
        if (connection.asked) this.ask(connection);
        if (connection.missedPresence && connection.behindBytes === 0) {
          connection.missedPresence = false;
          this.#everybodyFor(connection);
        }
        connection.tick(now);
      });
  }

  /** Nothing that is thrown in there ends the process, or keeps the others of the room from their turn. */
  #guarded(source: FrameSource | null, act: () => void): void {
    try {
      act();
    } catch (cause) {
      this.#parts.failed(this, cause, source);
    }
  }

  #later(ms: number, act: () => void): NodeJS.Timeout {
    return setTimeout(() => this.#guarded(null, act), ms);
  }

  /** Tells everybody concerned of what has been committed since they last were told. */
  settle(): void {
    if (!this.#settling) return;
    this.#settling = false;
    if (this.#settleTimer) clearTimeout(this.#settleTimer);
    const due = this.#ackDueAfter(0);
    for (const source of this.#unsettled) {
      source.settle(due);
      if (!source.received.waiting) this.#unsettled.delete(source);
    }
    this.#tellStoredSoon();
    this.idleSince = this.#parts.now();
    const { articleId, doc, size } = this;
    const bytes = size.snapshotBytes + size.logBytes;
    if (this.#lastCommit) this.#parts.committed({ articleId, ...this.#lastCommit, bytes, doc });
    this.#lastCommit = null;
    this.#parts.grew(this);
  }

  /** Whatever was not looked at yet is not taken in any more: sockets send it again, changes by HTTP are told why. */
  takeNoMore(cause: Error): void {
    this.#intake.stop();
    for (const handIn of this.#handIns) if (handIn.next) handIn.giveUp(cause);
  }

  /** Sends what waits to be sent; the room is not used afterwards. */
  stop(): void {
    this.#flush();
    for (const timer of [this.#gatherTimer, this.#presenceTimer, this.#storedTimer])
      if (timer) clearTimeout(timer);
    this.doc.off("update", this.#onUpdate);
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    // Nobody's where Yjs changed something by itself.
    const { source, author } = (origin as Origin | null) ?? { source: null, author: null };
    const at = this.#parts.epoch();
    const write = ++this.#written;
    this.size.rows++;
    this.size.logBytes += update.length;
    this.#fullness.grew(update.length);
    const { storedBytesPerSecond, storedBytesAtOnce } = this.#parts.limits;
    source?.shared.stored.take(update.length, storedBytesPerSecond, storedBytesAtOnce);
    const entry = { kind: "update", articleId: this.articleId, update, author, at } as const;
    this.#parts.queue.add(entry, () => {
      this.#committed = write;
      this.#sentGroup = null;
      this.#lastCommit = { by: author?.name ?? null, at };
      this.#settleSoon();
    });
    this.#outbox.push({ frame: syncFrame(syncUpdate, update), from: source, write });
    if (!source) this.#parts.wake(this, null);
  };

  #flushSoon(): void {
    if (this.#outbox.length === 0 || this.#gatherTimer) return;
    const wait = this.#togetherMs;
    if (wait === 0) this.#flush();
    else
      this.#gatherTimer = this.#later(wait, () => {
        this.#gatherTimer = null;
        this.#flush();
      });
  }

  /** How long what is to be sent waits for more. */
  get #togetherMs(): number {
    const { pace, now } = this.#parts;
    // Under load everything has been gathered before it was worked on.
    if (this.connections.size < fullRoom || pace.gatherMs > 0) return 0;
    const crowd = now() - this.#lastCameAt < crowdComes.afterMs;
    return crowd ? crowdComes.waitMs : pace.togetherMs;
  }

  #flush(): void {
    const outbox = this.#outbox;
    const [first] = outbox;
    const last = outbox.at(-1);
    if (!first || !last) return;
    this.#outbox = [];
    for (const { frame: sent, from } of outbox) from?.chargePerson(sent.length * this.connections.size);
    const group = (this.#sentGroup ??= { needs: 0 });
    group.needs = last.write;
    const due = this.#ackDue;
    if (outbox.length === 1) {
      for (const connection of this.connections)
        if (connection !== first.from) connection.writeContent(first.frame, 1, group, due);
      return;
    }
    const everything = joined(outbox);
    const writers = new Set<FrameSource | null>(outbox.map(({ from }) => from));
    for (const connection of this.connections) {
      if (!writers.has(connection)) connection.writeContent(everything, outbox.length, group, due);
      else if (writers.size > 1) {
        const others = outbox.filter(({ from }) => from !== connection);
        if (everything.length <= copiedBytes)
          connection.writeContent(joined(others), others.length, group, due);
        else for (const { frame } of others) connection.writeContent(frame, 1, group, due);
      }
    }
  }

  /** Commits come in groups: their frames are settled together. */
  #settleSoon(): void {
    if (this.#settling) return;
    this.#settling = true;
    const { ackMs } = this.#parts.pace;
    if (ackMs === 0) queueMicrotask(() => this.#guarded(null, () => this.settle()));
    else this.#settleTimer = this.#later(ackMs, () => this.settle());
  }

  #tellStoredSoon(): void {
    if (this.connections.size === 0) return;
    if (this.#storedTimer) return;
    const wait = this.#storedWaitMs;
    const tillTick = tellTickMs - ((this.#parts.now() + wait) % tellTickMs);
    this.#storedTimer = this.#later(wait + tillTick, () => {
      this.#storedTimer = null;
      let early = false;
      const due = this.#ackDue;
      for (const connection of this.connections) if (!connection.tellStored(due)) early = true;
      if (early) this.#tellStoredSoon();
    });
  }

  get #ackDue(): AckDue {
    return this.#ackDueAfter(this.#storedWaitMs / 2);
  }

  #ackDueAfter(ms: number): AckDue {
    return { committed: this.#committed, lastAckBy: this.#parts.now() - ms };
  }

  /** Until those to whom nothing else goes meanwhile are told what is stored of what they were sent. */
  get #storedWaitMs(): number {
    const { ackMs, tellMs } = this.#parts.pace;
    return Math.max(ackMs, tellMs, tellStoredMs(this.connections.size));
  }

  /** Sends what the connection lacks, unless it was told moments ago, or has not taken what it was sent before. */
  answer(connection: Connection): void {
    this.#guarded(connection, () => {
      const vector = connection.open ? connection.asked : null;
      if (!vector || !connection.mayBeAnswered(this.#parts.now())) return;
      if (connection.behindBytes > this.#parts.limits.behindBytes / 4) return;
      if (this.#answer?.write !== this.#written || Buffer.compare(this.#answer.vector, vector) !== 0)
        this.#answer = {
          vector,
          write: this.#written,
          frame: syncFrame(syncStep2, Y.encodeStateAsUpdate(this.doc, vector)),
        };
      connection.answerStep1(this.#answer.frame, this.#written);
      // No commit may follow that would tell.
      this.#tellStoredSoon();
    });
  }

  #schedulePresence(): void {
    if (this.#presenceTimer || !this.#presence.changed) return;
    const every = presenceEveryMs(this.connections.size);
    const wait = Math.max(5, this.#presenceAt + every - this.#parts.now());
    this.#presenceTimer = this.#later(wait, () => {
      this.#presenceTimer = null;
      this.#presenceAt = this.#parts.now();
      this.#sendPresence();
    });
  }

  #sendPresence(): void {
    const changes = this.#presence.takeChanges();
    if (!changes) return;
    const bytes = awarenessFrame(changes.update);
    for (const connection of this.connections) {
      if (connection === changes.only) continue;
      if (connection.behindBytes > this.#parts.limits.behindBytes) connection.missedPresence = true;
      else connection.write(bytes);
    }
    for (const { owner, bytes } of changes.said) this.#chargePresence(owner, bytes);
  }

  /**
   * What one says goes to everybody: it counts as often, so that a flood slows its sender. Of somebody who only reads, or
   * says more than a name and a caret, all sockets here count together.
   */
  #chargePresence(owner: Connection, bytes: number): void {
    const together = !owner.mayWrite || bytes > usualPresenceBytes;
    const own = together ? (owner.shared.inArticle.get(this.articleId) ?? 1) : 1;
    const sent = bytes * (this.connections.size - 1);
    owner.charge(sent * own);
    owner.chargePerson(sent);
  }
}

const joined = (outbox: readonly Broadcast[]): Buffer => Buffer.concat(outbox.map(({ frame }) => frame));
