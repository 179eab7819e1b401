import * as Y from "yjs";
import { type ArticleEvent, encodeEvent, syncStep2, syncUpdate } from "../../src/domain/protocol/sync.ts";
import type { Committed } from "../ports.ts";
import type { Author, ClientWriter, LogSize, StoredArticle } from "../storage/articleLog.ts";
import { ClientIds } from "./clientIds.ts";
import type { CommitQueue } from "./commitQueue.ts";
import type { Connection, ConnectionRoom } from "./connection.ts";
import { changesNothing, lacksPredecessors, newsOf } from "./docChanges.ts";
import type { FrameSource, HeldFrame, ReceivedFrame } from "./frameSource.ts";
import { gatherMs, type Limits, presenceEveryMs, tellStoredMs } from "./limits.ts";
import type { RoomsLogger } from "./logger.ts";
import { Presence } from "./presence.ts";
import { scanUpdate } from "./updateScan.ts";
import { awarenessFrame, frame, syncFrame } from "./wire.ts";

export interface RoomParts {
  queue: CommitQueue;
  limits: Limits;
  logger: RoomsLogger;
  now: () => number;
  /** The room has work; `work` is to be called soon. */
  wake(room: Room): void;
  committed(committed: Committed): void;
  /** The log has grown since its snapshot. */
  grew(room: Room): void;
  /** The document cannot be trusted any more: everybody is to come back to a fresh one. */
  broken(room: Room): void;
}

type Verdict =
  | { code: "apply"; author: Author | null; update: Uint8Array; relays: readonly number[] }
  | { code: "nothing" }
  | { code: "hold"; held: HeldFrame["frame"] }
  | { code: "bind"; clientIds: readonly number[] }
  | { code: "refuse"; reason: "read-only" | "malformed" | "foreign-client" };

/** The frames of one source that are applied together, as one change of the document by one author. */
interface Run {
  source: FrameSource;
  author: Author | null;
}

interface Broadcast {
  frame: Buffer;
  from: FrameSource;
  write: number;
}

/** Frames applied before the clock is looked at again. */
const framesPerLook = 32;

/**
 * One open article: its document, who is connected, and how much of it is committed. Every change of the document is
 * a numbered write; a frame is settled once the write that was newest when it was decided is committed.
 */
export class Room implements ConnectionRoom {
  readonly articleId: string;
  readonly doc: Y.Doc;
  readonly connections = new Set<Connection>();
  readonly size: LogSize;
  /** Changes handed in by HTTP that are not settled yet. */
  readonly handIns = new Set<FrameSource>();
  /** When the last one left. */
  idleSince: number;
  readonly #parts: RoomParts;
  readonly #ids: ClientIds;
  readonly #presence: Presence<Connection>;
  readonly #ready = new Set<FrameSource>();
  readonly #holding = new Set<FrameSource>();
  #outbox: Broadcast[] = [];
  #written = 0;
  #committed = 0;
  #lastCommit: { by: string | null; at: number } | null = null;
  #gatherTimer: NodeJS.Timeout | null = null;
  #presenceTimer: NodeJS.Timeout | null = null;
  #presenceAt = 0;
  #storedTimer: NodeJS.Timeout | null = null;
  #afterCommit = false;
  /** The answer to the last step 1, for the others who come back with the same state. */
  #answer: { vector: Uint8Array; write: number; frame: Buffer } | null = null;
  /** Ids on their way to the disk. */
  #bindings = 0;
  #broken = false;

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
    this.#ids = new ClientIds(stored.writers);
    this.#presence = new Presence({
      maxStateBytes: parts.limits.presenceBytes,
      mayClaim: (clientId, { person }) => this.#ids.reserve(clientId, person.id),
    });
    doc.on("update", this.#onUpdate);
  }

  /** Nobody needs it and everything is committed. */
  get idle(): boolean {
    return (
      this.connections.size === 0 &&
      this.handIns.size === 0 &&
      this.#bindings === 0 &&
      this.#ready.size === 0 &&
      this.#holding.size === 0 &&
      this.#written === this.#committed
    );
  }

  /** Who writes under which id, for whoever opens the article next. */
  writers(): ClientWriter[] {
    return this.#ids.writers();
  }

  enter(connection: Connection): void {
    this.connections.add(connection);
    connection.enter(this, Y.encodeStateVector(this.doc));
    this.everybodyFor(connection);
  }

  leave(connection: Connection): void {
    this.connections.delete(connection);
    this.#holding.delete(connection);
    connection.held = [];
    this.#presence.leave(connection);
    this.#schedulePresence();
    this.idleSince = this.#parts.now();
  }

  wake(source: FrameSource): void {
    this.#ready.add(source);
    this.#parts.wake(this);
  }

  hearPresence(connection: Connection, body: Uint8Array): void {
    this.#presence.hear(connection, body);
    this.#schedulePresence();
  }

  everybodyFor(connection: Connection): void {
    const everybody = this.#presence.everybody();
    if (everybody && connection.behindBytes < this.#parts.limits.behindBytes)
      connection.write(awarenessFrame(everybody));
  }

  renamed(connection: Connection): void {
    this.#presence.renamed(connection);
    this.#schedulePresence();
  }

  tell(event: ArticleEvent): void {
    const bytes = frame(encodeEvent(event));
    for (const connection of this.connections) connection.write(bytes);
  }

  /** Works on what came in, until done or the deadline. True when there is more to do at once. */
  work(deadline: number): boolean {
    if (this.#broken) return false;
    const ready = [...this.#ready];
    let late = false;
    for (const source of ready) {
      if (late) break;
      this.#ready.delete(source);
      if (this.#workOn(source, deadline)) this.#ready.add(source);
      late = performance.now() > deadline;
    }
    this.#retryHeld(false);
    this.#flushSoon();
    for (const source of ready) {
      source.settle(this.#committed);
      if (isConnection(source) && source.asked) this.#answerStep1(source);
    }
    return this.#ready.size > 0;
  }

  /** Once a second. */
  tick(now: number): void {
    this.#retryHeld(true);
    this.#flushSoon();
    this.#answer = null;
    for (const connection of this.connections) {
      if (connection.asked) this.#answerStep1(connection);
      if (connection.missedPresence && connection.behindBytes === 0) {
        connection.missedPresence = false;
        this.everybodyFor(connection);
      }
      connection.tick(now);
    }
  }

  /** Sends what waits to be sent; the room is not used afterwards. */
  stop(): void {
    this.#flush();
    for (const timer of [this.#gatherTimer, this.#presenceTimer, this.#storedTimer])
      if (timer) clearTimeout(timer);
    this.doc.off("update", this.#onUpdate);
  }

  /** True when the source is to have another turn at once. */
  #workOn(source: FrameSource, deadline: number): boolean {
    let count = 0;
    while (!source.blocked && !this.#broken) {
      const next = source.next;
      if (!next) return false;
      const verdict = this.#examine(source, next);
      if (verdict.code === "apply") count += this.#apply(source, verdict, deadline);
      else {
        this.#decide(source, next, verdict);
        count++;
      }
      if (count >= framesPerLook && performance.now() > deadline) return source.next !== undefined;
    }
    return false;
  }

  #examine(source: FrameSource, received: ReceivedFrame): Verdict {
    const { update } = received;
    if (received.scan === undefined) received.scan = update && scanUpdate(update);
    const { scan } = received;
    if (!update || !scan) return { code: "refuse", reason: "malformed" };
    if (!source.mayWrite)
      return changesNothing(this.doc, scan) ? { code: "nothing" } : { code: "refuse", reason: "read-only" };
    const news = newsOf(this.doc, scan);
    if (news.length === 0 && scan.deletes.length === 0) return { code: "nothing" };
    const owned = this.#ids.examine(received.kind, source.person.id, news);
    if (owned.code === "foreign") return { code: "refuse", reason: "foreign-client" };
    if (lacksPredecessors(this.doc, scan)) return { code: "hold", held: { ...received, update, scan } };
    if (owned.claims.length > 0) return { code: "bind", clientIds: owned.claims };
    const allRelayed = news.length > 0 && news.every(({ client }) => owned.relays.includes(client));
    return { code: "apply", author: allRelayed ? null : source.person, update, relays: owned.relays };
  }

  /** Applies frames of the source, as far as they belong together. How many. */
  #apply(source: FrameSource, first: Extract<Verdict, { code: "apply" }>, deadline: number): number {
    const run: Run = { source, author: first.author };
    let count = 0;
    let failure: unknown = null;
    let circular = 0;
    this.doc.transact(() => {
      let verdict: Verdict = first;
      while (verdict.code === "apply" && verdict.author === run.author) {
        for (const clientId of verdict.relays) this.#relay(clientId, source.person.id);
        try {
          Y.applyUpdate(this.doc, verdict.update, run);
        } catch (cause) {
          failure = cause;
          return;
        }
        count++;
        if (this.#dropPending()) {
          circular = source.next?.n ?? 0;
          source.dropNext();
          return;
        }
        source.dropNext();
        const { next } = source;
        if (!next || (count % framesPerLook === 0 && performance.now() > deadline)) return;
        verdict = this.#examine(source, next);
      }
    }, run);
    for (let i = 0; i < count; i++) source.received.note(this.#written);
    if (circular > 0) source.refuse(circular, "malformed");
    if (failure !== null) this.#break(failure);
    return count;
  }

  /** What still waits although all it names is there waits for itself: it never comes in. */
  #dropPending(): boolean {
    const { store } = this.doc;
    if (!store.pendingStructs && !store.pendingDs) return false;
    store.pendingStructs = null;
    store.pendingDs = null;
    return true;
  }

  #decide(source: FrameSource, { n }: ReceivedFrame, verdict: Exclude<Verdict, { code: "apply" }>): void {
    switch (verdict.code) {
      case "nothing":
        source.dropNext();
        source.received.note(this.#written);
        return;
      case "refuse":
        source.dropNext();
        source.received.note(this.#written);
        source.refuse(n, verdict.reason);
        return;
      case "hold":
        source.dropNext();
        this.#hold(source, verdict.held);
        return;
      case "bind":
        source.blocked = true;
        this.#bind(source, verdict.clientIds);
    }
  }

  /** Only once the ids are known on disk to be that person's does a word of them go anywhere. */
  #bind(source: FrameSource, clientIds: readonly number[]): void {
    const personId = source.person.id;
    let left = clientIds.length;
    this.#bindings += left;
    for (const clientId of clientIds)
      this.#parts.queue.add({ kind: "writer", articleId: this.articleId, clientId, personId }, () => {
        this.#ids.bind(clientId, personId);
        this.#bindings--;
        if (--left > 0) return;
        source.blocked = false;
        this.wake(source);
      });
  }

  #relay(clientId: number, relayedBy: string): void {
    if (this.#ids.relay(clientId, relayedBy))
      this.#parts.queue.add({ kind: "relayed", articleId: this.articleId, clientId, relayedBy }, () => {});
  }

  #hold(source: FrameSource, held: HeldFrame["frame"]): void {
    const open = source.received.hold();
    const { heldFrames, heldBytes } = this.#parts.limits;
    const bytes = source.held.reduce((sum, { frame }) => sum + frame.update.length, held.update.length);
    if (source.held.length >= heldFrames || bytes > heldBytes) {
      open.needs = this.#written;
      source.refuse(held.n, "missing-predecessor");
      return;
    }
    // Own bytes: the rest of what was received with them need not stay.
    const frame = { ...held, update: held.update.slice() };
    source.held.push({ frame, open, since: this.#parts.now() });
    this.#holding.add(source);
    source.askAgain(() => Y.encodeStateVector(this.doc));
  }

  /** Applies what is complete by now. `expire`: refuses what was waited for in vain. */
  #retryHeld(expire: boolean): void {
    if (this.#holding.size === 0) return;
    const oldest = this.#parts.now() - this.#parts.limits.heldMs;
    for (const source of this.#holding) {
      const waiting = source.held;
      source.held = [];
      for (const held of waiting) {
        if (!lacksPredecessors(this.doc, held.frame.scan)) this.#release(source, held);
        else if (expire && held.since <= oldest) {
          held.open.needs = this.#written;
          source.refuse(held.frame.n, "missing-predecessor");
        } else source.held.push(held);
      }
      if (source.held.length === 0) this.#holding.delete(source);
      source.settle(this.#committed);
    }
  }

  #release(source: FrameSource, held: HeldFrame): void {
    const verdict = this.#examine(source, held.frame);
    switch (verdict.code) {
      case "apply": {
        const run: Run = { source, author: verdict.author };
        for (const clientId of verdict.relays) this.#relay(clientId, source.person.id);
        Y.applyUpdate(this.doc, verdict.update, run);
        held.open.needs = this.#written;
        if (this.#dropPending()) source.refuse(held.frame.n, "malformed");
        return;
      }
      case "refuse":
        source.refuse(held.frame.n, verdict.reason);
        held.open.needs = this.#written;
        return;
      case "bind":
        source.held.push(held);
        if (!held.binding) this.#bind(source, verdict.clientIds);
        held.binding = true;
        return;
      case "hold":
        source.held.push(held);
        return;
      case "nothing":
        held.open.needs = this.#written;
    }
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    const { source, author } = origin as Run;
    const at = this.#parts.now();
    const write = ++this.#written;
    this.size.rows++;
    this.size.logBytes += update.length;
    const entry = { kind: "update", articleId: this.articleId, update, author, at } as const;
    this.#parts.queue.add(entry, () => {
      this.#committed = write;
      this.#lastCommit = { by: author?.name ?? null, at };
      this.#settleSoon();
    });
    this.#outbox.push({ frame: syncFrame(syncUpdate, update), from: source, write });
  };

  #flushSoon(): void {
    if (this.#outbox.length === 0 || this.#gatherTimer) return;
    const wait = gatherMs(this.connections.size);
    if (wait === 0) this.#flush();
    else
      this.#gatherTimer = setTimeout(() => {
        this.#gatherTimer = null;
        this.#flush();
      }, wait);
  }

  #flush(): void {
    const outbox = this.#outbox;
    if (outbox.length === 0) return;
    this.#outbox = [];
    const everything = joined(outbox);
    const writers = new Set(outbox.map(({ from }) => from));
    for (const connection of this.connections) {
      if (!writers.has(connection)) connection.writeContent(everything.bytes, everything.writes);
      else if (writers.size > 1) {
        const others = joined(outbox.filter(({ from }) => from !== connection));
        connection.writeContent(others.bytes, others.writes);
      }
    }
  }

  /** Commits come in groups: their frames are settled together. */
  #settleSoon(): void {
    if (this.#afterCommit) return;
    this.#afterCommit = true;
    queueMicrotask(() => {
      this.#afterCommit = false;
      for (const connection of this.connections) connection.settle(this.#committed);
      for (const source of this.handIns) source.settle(this.#committed);
      this.#tellStoredSoon();
      const last = this.#lastCommit;
      if (last) this.#parts.committed({ articleId: this.articleId, ...last, doc: this.doc });
      if (this.#committed === this.#written) this.idleSince = this.#parts.now();
      this.#parts.grew(this);
    });
  }

  #tellStoredSoon(): void {
    if (this.connections.size === 0) return;
    this.#storedTimer ??= setTimeout(() => {
      this.#storedTimer = null;
      for (const connection of this.connections) connection.tellStored(this.#committed);
    }, tellStoredMs(this.connections.size));
  }

  #answerStep1(connection: Connection): void {
    const vector = connection.asked;
    if (!vector || connection.behindBytes > this.#parts.limits.behindBytes / 4) return;
    const known = this.#answer;
    const fresh = known?.write === this.#written && Buffer.compare(known.vector, vector) === 0;
    const answer = fresh
      ? known
      : {
          vector,
          write: this.#written,
          frame: syncFrame(syncStep2, Y.encodeStateAsUpdate(this.doc, vector)),
        };
    this.#answer = answer;
    connection.answerStep1(answer.frame, this.#written);
  }

  #schedulePresence(): void {
    if (this.#presenceTimer || !this.#presence.changed) return;
    const every = presenceEveryMs(this.connections.size);
    const wait = Math.max(5, this.#presenceAt + every - this.#parts.now());
    this.#presenceTimer = setTimeout(() => {
      this.#presenceTimer = null;
      this.#presenceAt = this.#parts.now();
      this.#sendPresence();
    }, wait);
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
  }

  #break(cause: unknown): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#parts.logger.error({ err: cause, articleId: this.articleId }, "an update could not be applied");
    this.#parts.broken(this);
  }
}

const isConnection = (source: FrameSource): source is Connection => "presenceId" in source;

function joined(outbox: readonly Broadcast[]): { bytes: Buffer; writes: number[] } {
  const [only] = outbox;
  const writes = outbox.map(({ write }) => write);
  if (outbox.length === 1 && only) return { bytes: only.frame, writes };
  return { bytes: Buffer.concat(outbox.map(({ frame }) => frame)), writes };
}
