import type { IncomingMessage } from "node:http";
import { performance } from "node:perf_hooks";
import type { Duplex } from "node:stream";
import { type ServerOptions, WebSocketServer } from "ws";
import type * as Y from "yjs";
import { documentVersion } from "../../src/domain/article/document.ts";
import type { PresentPeople } from "../../src/domain/protocol/api.ts";
import { type ArticleEvent, closeCodes } from "../../src/domain/protocol/sync.ts";
import { PersonRests } from "../export/PersonRests.ts";
import { FairQueue } from "../FairQueue.ts";
import { answerRaw } from "../http/connections/rawAnswer.ts";
import type { Access, Committed, Rooms, Visitor } from "../ports.ts";
import { type ArticleLog, DamagedArticle, type LastChange } from "../storage/articleLog.ts";
import { ArticleMemory } from "./ArticleMemory.ts";
import { type Admission, admit, type Closing, refusals, standing, tooMany } from "./admission.ts";
import { Arrivals } from "./arrivals.ts";
import { ArticleLoads } from "./articleLoads.ts";
import { CommitQueue } from "./commitQueue.ts";
import { Compaction, needsCompaction } from "./compaction.ts";
import { Connection } from "./connection.ts";
import { type FrameSource, HandIn } from "./frameSource.ts";
import { Gathering } from "./gathering.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type RoomsLogger, silentLogger } from "./logger.ts";
import { type Opener, ShortOfMemory } from "./MemoryBudget.ts";
import { type ClosedReason, type RoomsMeter, type RoomsState, silentMeter } from "./meter.ts";
import { PersonTurns } from "./PersonTurns.ts";
import { Pace } from "./pace.ts";
import { articlesOf, onlyReads, type SharedByPerson } from "./personSockets.ts";
import { PresentByArticle } from "./presentPeople.ts";
import { Reservations } from "./reservations.ts";
import { Room } from "./room.ts";
import { SocketReader } from "./SocketReader.ts";
import { Suspects } from "./Suspects.ts";
import { Seats } from "./seats.ts";
import { Turns } from "./turns.ts";

export interface RoomsParts {
  log: ArticleLog;
  access: Access;
  limits?: Partial<Limits>;
  logger?: RoomsLogger;
  /** How busy the server was since the last call, from 0 to 1; by default, this thread. */
  busyShare?: () => number;
  meter?: RoomsMeter;
  /** Counts what each person has the rooms do; by default, for these rooms alone and as the limits say. */
  rests?: PersonRests;
  /** Sent with the handshake of a socket that is then refused, and with what is no handshake. */
  refusalHeaders?: Readonly<Record<string, string>>;
}

/** The reason a change handed in is not durable yet; it may be in time. */
export class NotCommitted extends Error {}

/** An article that everybody has left is folded into a snapshot after so long, if its log has more rows than these. */
const foldAfterMs = 1_500;
const leastRows = 20;
/** How long a closed socket may take to say goodbye. */
const closeTimeoutMs = 1_000;
/** What one frame may come in, each some hundred bytes at least. */
const chunksOfFrame = 16_384;
/** How many articles are read for one person at once. */
const openedAtOnce = 2;
/** How long handshakes take at most before what is open has its turn. */
const handshakesMs = 4;

/** For everything that waits: the time of day may be set forward or back under a running server. */
const steadyMs = (): number => performance.now();

/** The rooms of all open articles, and the sockets in them. Closing it leaves the log open. */
export function createRooms(parts: RoomsParts): Rooms & {
  lastChange(articleId: string): Promise<LastChange | null>;
  /** Looks at every connection: for now and then. */
  state(): RoomsState;
} {
  return new ArticleRooms(parts);
}

interface HandInUnderWay {
  articleId: string;
  visitor: Visitor;
  handIn: HandIn;
}

class ArticleRooms implements Rooms {
  readonly #log: ArticleLog;
  readonly #access: Access;
  readonly #limits: Limits;
  readonly #logger: RoomsLogger;
  readonly #meter: RoomsMeter;
  readonly #queue: CommitQueue;
  readonly #compaction: Compaction;
  readonly #memory: ArticleMemory;
  readonly #sockets: WebSocketServer;
  /** Requests for sockets that are closed after the handshake, because browsers see no other answer. */
  readonly #refused = new WeakSet<IncomingMessage>();
  /** Open or opening. */
  readonly #rooms = new Map<string, Promise<Room | null>>();
  readonly #live = new Map<string, Room>();
  readonly #seats: Seats;
  readonly #present = new PresentByArticle();
  readonly #reservations: Reservations;
  readonly #arrivals = new Arrivals();
  readonly #handshakes = new Turns(handshakesMs);
  readonly #loads: ArticleLoads;
  readonly #opening: FairQueue;
  readonly #rests: PersonRests;
  /** Connections of which something came. */
  readonly #heard: PersonTurns<Connection, { articleId: string }>;
  /** What people sent to open articles. */
  readonly #sent: PersonTurns<FrameSource, Room>;
  /** Connections that asked for what they lack. */
  readonly #asked: PersonTurns<Connection, Room>;
  /** Articles that are opened. */
  readonly #decoding: PersonTurns<() => void, { articleId: string }>;
  /** To be finished at the end of the turn. */
  readonly #worked = new Set<Room>();
  /** Those that wait for more to do. */
  readonly #gathering = new Gathering<Room>((room) => this.#take(room), steadyMs);
  readonly #pace: Pace;
  readonly #suspects: Suspects;
  readonly #handInsUnderWay = new Set<HandInUnderWay>();
  /** How often anybody's access changed. */
  #accessChanges = 0;
  readonly #listeners = new Set<(committed: Committed) => void>();
  readonly #emptied = new Set<Parameters<Rooms["onEmptied"]>[0]>();
  readonly #ticker: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #turn: NodeJS.Immediate | null = null;
  #working = false;
  #closing: Promise<void> | null = null;

  constructor({
    log,
    access,
    limits,
    logger = silentLogger,
    meter = silentMeter,
    busyShare,
    rests,
    refusalHeaders = {},
  }: RoomsParts) {
    this.#log = log;
    this.#access = access;
    this.#limits = { ...defaultLimits, ...limits };
    this.#logger = logger;
    this.#meter = meter;
    const { restTimes: times, freeMs, restGraceMs: graceMs } = this.#limits;
    this.#rests = rests ?? new PersonRests({ now: steadyMs, times, freeMs, graceMs });
    this.#heard = new PersonTurns({ left: (personId) => this.#seats.waitMs(personId) }, () =>
      this.#workSoon(),
    );
    this.#sent = new PersonTurns({ left: (personId) => this.#takeWaitMs(personId) }, () => this.#workSoon());
    this.#decoding = new PersonTurns(this.#rests, () => this.#workSoon());
    this.#asked = new PersonTurns(this.#rests, () => this.#workSoon());
    this.#queue = new CommitQueue({ log, logger, meter, now: steadyMs });
    this.#compaction = new Compaction(log, logger, meter);
    this.#memory = new ArticleMemory({
      limits: this.#limits,
      logger,
      meter,
      now: steadyMs,
      rooms: this.#live,
      end: (room) => this.#end(room),
      shut: (room) => this.#shut(room.articleId, room),
    });
    this.#reservations = new Reservations({
      maxOfPerson: this.#limits.reservedIds,
      epoch: Date.now,
      keep: (reserved) => this.#queue.add({ kind: "reserved", ...reserved }, () => {}),
    });
    this.#opening = new FairQueue({
      waiting: Number.POSITIVE_INFINITY,
      waitingOfOne: Number.POSITIVE_INFINITY,
      waitMs: this.#limits.handInMs,
      atOnce: Number.POSITIVE_INFINITY,
      atOnceOfOne: openedAtOnce,
    });
    this.#loads = new ArticleLoads({
      log,
      arrivals: this.#arrivals,
      reservations: this.#reservations,
      memory: this.#memory.budget,
      inTurn: (personId, articleId, task) => {
        this.#decoding.add(personId, task, { articleId });
        this.#workSoon();
      },
      logger,
      meter,
    });
    this.#pace = new Pace(busyShare);
    const options: ServerOptions & Record<"closeTimeout" | "maxFragments" | "maxBufferedChunks", number> = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.#limits.frameBytes,
      closeTimeout: closeTimeoutMs,
      // Connections answer pings, once for all that were parsed together.
      autoPong: false,
      maxFragments: this.#limits.fragments,
      maxBufferedChunks: chunksOfFrame,
    };
    this.#sockets = new WebSocketServer(options);
    this.#sockets.on("headers", (lines, request) => {
      if (this.#refused.has(request))
        lines.push(...Object.entries(refusalHeaders).map(([name, value]) => `${name}: ${value}`));
    });
    this.#sockets.on("wsClientError", (_error, socket) =>
      answerRaw(
        socket,
        400,
        { code: "bad-request", message: "This is no WebSocket handshake." },
        refusalHeaders,
      ),
    );
    this.#ticker = setInterval(() => this.#tick(), this.#limits.tickMs);
    this.#ticker.unref();
    this.#suspects = new Suspects(this.#limits, steadyMs);
    this.#seats = new Seats({
      access,
      logger,
      meter,
      limits: this.#limits,
      now: steadyMs,
      renamed: (connection, articleId) => {
        this.#live.get(articleId)?.renamed(connection);
        this.#present.renamed(articleId, connection.person);
      },
    });
    this.#unsubscribe = access.onChange((change) => {
      this.#accessChanges++;
      this.#seats.recheckConcerned(change);
      for (const underWay of this.#handInsUnderWay) void this.#recheckHandIn(underWay);
    });
  }

  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean> {
    const ignore = (): void => {};
    socket.on("error", ignore);
    const before = this.#accessChanges;
    const admission = await admit(this.#access, request);
    return new Promise((resolve) => {
      this.#handshakes.take(() => {
        socket.off("error", ignore);
        const changed = this.#accessChanges !== before;
        resolve(!socket.destroyed && this.#shakeHands(request, socket, head, admission, changed));
      });
    });
  }

  /** True when there is a socket of the article afterwards. `changed`: somebody's access did since the admission. */
  #shakeHands(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    admission: Admission,
    changed: boolean,
  ): boolean {
    let seated = false;
    if (admission.code === "denied") this.#refused.add(request);
    // What a newcomer to an open room is told at once goes out in one write.
    socket.cork();
    setImmediate(() => socket.uncork());
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const reader = new SocketReader(webSocket, socket);
      const refuse = (why: ClosedReason, { closeCode, reason }: Closing): void => {
        this.#meter.socketClosed(why);
        reader.close(closeCode, reason);
      };
      if (admission.code === "denied") return refuse(admission.why, admission);
      if (this.#closing) return refuse("busy", refusals.busy);
      const { articleId, visitor } = admission;
      const shared = this.#seats.open(visitor.person, articleId);
      if (!shared) return refuse("too-many", tooMany);
      const here = { articleId };
      const connection: Connection = new Connection(webSocket, socket, reader, visitor, {
        shared,
        mayWrite: admission.write,
        outdated: admission.outdated,
        limits: this.#limits,
        now: steadyMs,
        meter: this.#meter,
        hearSoon: () => {
          this.#heard.add(visitor.person.id, connection, here);
          this.#workSoon();
        },
        failed: (cause) => this.#failed(articleId, cause, null),
      });
      this.#seats.take(connection, articleId, steadyMs());
      seated = true;
      if (changed) this.#seats.recheck(connection);
      void this.#enter(connection, admission);
    });
    return seated;
  }

  async handIn(articleId: string, visitor: Visitor, update: Uint8Array): ReturnType<Rooms["handIn"]> {
    const before = this.#accessChanges;
    const answer = await this.#access.article(visitor.person, articleId);
    if (answer.code === "not-found" || answer.code === "deleted") return { code: "not-found" };
    if (answer.code === "forbidden" || !answer.write) return { code: "refused", reason: "read-only" };
    if (update.length > this.#limits.handInBytes) return { code: "refused", reason: "too-large" };
    const { id, name } = visitor.person;
    const shared = this.#seats.beginHandIn(id, articleId);
    const handIn = new HandIn({ id, name }, true, shared, update);
    const underWay = { articleId, visitor, handIn };
    this.#handInsUnderWay.add(underWay);
    try {
      if (shared.queuedBytes > this.#limits.personQueuedBytes)
        throw new ShortOfMemory("So much of that person waits already");
      if (this.#accessChanges !== before) await this.#recheckHandIn(underWay);
      const room = await this.#openInTurn(articleId, openerOf(id, shared));
      if (!room) return { code: "not-found" };
      if (this.#live.get(articleId) !== room) throw new ShortOfMemory("The article was just let go of");
      return await this.#handInTo(room, handIn);
    } finally {
      this.#handInsUnderWay.delete(underWay);
      handIn.leave();
      this.#seats.endHandIn(id, articleId);
    }
  }

  /** It waits for its person's rest, the article and what comes before it: it is taken while they still may write. */
  async #recheckHandIn({ articleId, visitor, handIn }: HandInUnderWay): Promise<void> {
    try {
      const found = await standing(this.#access, visitor.sessionId, visitor.person.id, articleId);
      handIn.mayWrite = found.standing.code === "ok" && found.standing.write;
    } catch (cause) {
      handIn.mayWrite = false;
      this.#logger.warn({ err: cause }, "access could not be checked");
    }
  }

  async #handInTo(room: Room, handIn: HandIn): ReturnType<Rooms["handIn"]> {
    room.take(handIn);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new NotCommitted("The change is not stored yet", { cause: this.#queue.trouble })),
        this.#limits.handInMs,
      );
    });
    try {
      const outcome = await Promise.race([handIn.outcome, late]);
      if (outcome.code === "refused" && outcome.reason === "too-fast")
        throw new ShortOfMemory("There is no memory for so much more");
      return outcome;
    } finally {
      clearTimeout(timer);
      room.release(handIn);
    }
  }

  async read<T>(articleId: string, read: (doc: Y.Doc) => T): Promise<T> {
    this.#loads.join(articleId, null);
    const room = this.#live.get(articleId) ?? (await this.#rooms.get(articleId));
    if (room) return read(room.doc);
    const decoded = this.#memory.cache.get(articleId) ?? (await this.#loads.load(articleId, null));
    if (!decoded) throw new Error(`There is no article ${articleId}`);
    // Somebody may have opened it meanwhile: the room then has the document, and this very one unless it loaded its own.
    const opened = this.#live.get(articleId);
    if (opened) return read(opened.doc);
    if (!this.#rooms.has(articleId)) this.#memory.cache.put(articleId, decoded);
    return read(decoded.doc);
  }

  openDocument(articleId: string): Y.Doc | null {
    return this.#live.get(articleId)?.doc ?? null;
  }

  lastChange(articleId: string): Promise<LastChange | null> {
    return this.#log.lastChange(articleId);
  }

  tell(articleId: string, event: ArticleEvent): void {
    this.#live.get(articleId)?.tell(event);
  }

  async remove(articleId: string, act: () => boolean, { onlyIdle }: { onlyIdle: boolean }): Promise<boolean> {
    const room = (await this.#rooms.get(articleId)?.catch(() => null)) ?? null;
    if (room ? this.#live.get(articleId) !== room : this.#rooms.has(articleId))
      throw new ShortOfMemory("The article is just let go of");
    if (onlyIdle && (this.#isAwaited(articleId) || (room && !room.idle))) return false;
    this.#shut(articleId, room);
    let removed = false;
    try {
      await this.#loads.over(articleId);
      // What a colleague's page told last, for which an empty article stays, may be on its way to the disk.
      if (onlyIdle || (room && !room.committed)) await this.#queue.flush();
      removed = act();
    } finally {
      room?.stop();
      this.#rooms.delete(articleId);
      this.#memory.cache.drop(articleId);
      if (removed) {
        this.#reservations.forget(articleId);
        this.#loads.forget(articleId);
      }
      const { closeCode, reason } = removed ? refusals.deleted : refusals.busy;
      for (const connection of room?.connections ?? []) {
        this.#meter.socketClosed(removed ? "deleted" : "busy");
        connection.close(closeCode, reason);
      }
    }
    return removed;
  }

  /** Somebody is in it, or about to come in or hand something in. */
  #isAwaited(articleId: string): boolean {
    return (
      this.#seats.anyIn(articleId) ||
      [...this.#handInsUnderWay].some((underWay) => underWay.articleId === articleId)
    );
  }

  present(articleId: string): PresentPeople {
    return this.#present.in(articleId);
  }

  onPresence(listener: (articleId: string) => void): () => void {
    return this.#present.onChange(listener);
  }

  onEmptied(listener: Parameters<Rooms["onEmptied"]>[0]): () => void {
    this.#emptied.add(listener);
    return () => this.#emptied.delete(listener);
  }

  get shortOfTime(): boolean {
    return this.#pace.gatherMs > 0;
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  state(): RoomsState {
    let behindBytes = 0;
    const connections = this.#seats.connections();
    for (const connection of connections) behindBytes += connection.behindBytes;
    let uncompactedRows = 0;
    for (const { size } of this.#live.values()) uncompactedRows += size.rows;
    return {
      connections: connections.length,
      rooms: this.#live.size,
      behindBytes,
      ...this.#seats.waiting,
      waitingEntries: this.#queue.waiting,
      uncompactedRows,
      quarantined: this.#loads.quarantined,
      trouble: this.#queue.trouble,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #enter(connection: Connection, admission: Extract<Admission, { code: "ok" }>): Promise<void> {
    const { articleId, visitor } = admission;
    let room: Room | null = null;
    connection.onClose((leaving) => {
      if (room) this.#workOnLast(connection, room);
      this.#seats.leave(connection);
      const wasIn = room?.connections.has(connection) ?? false;
      if (wasIn) this.#present.leave(articleId, connection.person.id);
      if (room) room.leave(connection);
      else connection.leave();
      // Also of somebody who went before the article was open.
      if (!room || room.connections.size === 0)
        for (const listener of this.#emptied)
          listener({ articleId, personId: connection.person.id, leaving });
    });
    connection.greet({
      documentVersion,
      may: { write: connection.mayWrite },
      person: connection.person,
      limits: {
        maxFrameBytes: this.#limits.frameBytes,
        maxHandInBytes: this.#limits.handInBytes,
        bytesPerSecond: this.#limits.bytesPerSecond,
      },
    });
    const opener = openerOf(
      visitor.person.id,
      connection.shared,
      connection.mayWrite,
      onlyReads(visitor.person.role),
    );
    try {
      room = await this.#arrivals.whileWaiting(connection, articleId, () =>
        this.#openInTurn(articleId, opener, () => connection.open),
      );
    } catch (cause) {
      if (cause instanceof DamagedArticle) {
        this.#meter.socketClosed("damaged-article");
        connection.close(closeCodes.damaged, "The article's stored data is damaged.");
      } else if (cause instanceof ShortOfMemory) this.#memory.closeConnection(connection);
      else connection.close(closeCodes.tryAgain, "The article could not be loaded.");
      return;
    }
    if (!connection.open) return;
    if (!room) connection.close(closeCodes.notFound, refusals["not-found"].reason);
    // Another article may have needed the memory since.
    else if (this.#live.get(articleId) !== room || !this.#memory.budget.mayEnter(articleId, opener))
      this.#memory.closeConnection(connection);
    else {
      try {
        room.enter(connection);
        this.#present.enter(articleId, connection.person);
      } catch (cause) {
        this.#failed(articleId, cause, connection);
      }
    }
  }

  /** As `#open`, for one person a few at a time. Null also when it is not wanted any more by then. */
  async #openInTurn(
    articleId: string,
    opener: Opener,
    isWanted: () => boolean = () => true,
  ): Promise<Room | null> {
    if (this.#rooms.has(articleId)) return this.#open(articleId, opener);
    const place = await this.#opening.enter(opener.personId);
    if (place.code !== "entered") throw new ShortOfMemory("The person has the server open too much");
    try {
      return isWanted() ? await this.#open(articleId, opener) : null;
    } finally {
      place.leave();
    }
  }

  /** Null for an unknown article. Rejects when it cannot be loaded in full. */
  #open(articleId: string, opener: Opener | null): Promise<Room | null> {
    const known = this.#rooms.get(articleId);
    if (known) {
      this.#loads.join(articleId, opener);
      return known;
    }
    const opening = this.#load(articleId, opener);
    this.#rooms.set(articleId, opening);
    opening.then(
      (room) => {
        if (room) this.#live.set(articleId, room);
        else this.#rooms.delete(articleId);
      },
      (cause: unknown) => {
        this.#rooms.delete(articleId);
        if (cause instanceof ShortOfMemory)
          this.#memory.warn(
            articleId,
            "an article was not opened: those that are open take the memory there is",
          );
        else if (!(cause instanceof DamagedArticle))
          this.#logger.error({ err: cause, articleId }, "an article could not be loaded");
      },
    );
    return opening;
  }

  async #load(articleId: string, opener: Opener | null): Promise<Room | null> {
    const decoded = this.#memory.cache.take(articleId) ?? (await this.#loads.load(articleId, opener));
    if (!decoded) return null;
    return new Room(articleId, decoded.doc, decoded.stored, {
      queue: this.#queue,
      limits: this.#limits,
      reservations: this.#reservations,
      now: steadyMs,
      epoch: Date.now,
      meter: this.#meter,
      pace: this.#pace,
      wake: (room, source) => this.#wake(room, source),
      ask: (room, connection) => {
        this.#asked.add(connection.person.id, connection, room);
        this.#workSoon();
      },
      committed: (committed) => this.#tellCommitted(committed),
      grew: ({ size }) => {
        if (needsCompaction(size, this.#limits)) this.#compaction.request(articleId, size);
      },
      mayGrow: (room, bytes, { person, shared }) =>
        this.#memory.budget.mayGrow(room.articleId, bytes, openerOf(person.id, shared)),
      grows: (room, bytes) => this.#memory.budget.grow(room.articleId, bytes),
      failed: (_room, cause, source) => this.#failed(articleId, cause, source),
      broken: (room, cause, personId) => this.#retire(room, cause, personId),
      suspects: this.#suspects,
    });
  }

  #wake(room: Room, source: FrameSource | null): void {
    if (this.#gathering.has(room)) return;
    const { gatherMs } = this.#pace;
    if (gatherMs > 0) this.#gathering.add(room, gatherMs);
    else {
      if (source) this.#sent.add(source.person.id, source, room);
      else this.#worked.add(room);
      this.#workSoon();
    }
  }

  /** What came in since it began to wait is worked on now. */
  #take(room: Room): void {
    for (const source of room.ready) this.#sent.add(source.person.id, source, room);
    this.#worked.add(room);
    this.#workSoon();
  }

  /** What comes up within a turn is done in it, as far as there is time. */
  #workSoon(): void {
    if (!this.#working) this.#turn ??= setImmediate(() => this.#work());
  }

  /**
   * People have turns one after the other, one at least, until the time is up: first what came is parsed, for half of the
   * time, and then worked on; then all that was taken in is sent on, and those who asked for what they lack are answered
   * likewise, and one article is opened. The rest of the server comes in between.
   */
  #work(): void {
    this.#turn = null;
    this.#working = true;
    try {
      this.#workInTurn();
    } finally {
      this.#working = false;
    }
    const waits = [this.#heard, this.#sent, this.#asked, this.#decoding].some(({ isReady }) => isReady);
    if (waits || this.#worked.size > 0) this.#workSoon();
  }

  #workInTurn(): void {
    const startedAt = performance.now();
    this.#eachInTurn(this.#heard, startedAt + this.#limits.turnMs / 2, (connection, here) => {
      if (connection.hear()) this.#heard.add(connection.person.id, connection, here);
    });
    const deadline = startedAt + this.#limits.turnMs;
    this.#eachInTurn(this.#sent, deadline, (source, room) => {
      this.#worked.add(room);
      if (room.workOn(source, deadline)) this.#sent.add(source.person.id, source, room);
    });
    for (const room of this.#worked) {
      this.#worked.delete(room);
      try {
        room.finish();
      } catch (cause) {
        this.#failed(room.articleId, cause, null);
      }
    }
    this.#eachInTurn(this.#asked, deadline, (connection, room) => room.answer(connection));
    // One decoded article takes longer than all of the turn.
    this.#eachInTurn(this.#decoding, startedAt, (decode) => decode());
  }

  /** Milliseconds until more of what came of that person may be taken in. */
  #takeWaitMs(personId: string): number {
    return Math.max(this.#rests.left(personId), this.#seats.storeWaitMs(personId));
  }

  /**
   * What came just before it closed is taken in at once: from then on nobody looks whether its person still may write.
   * Whoever rests, or has stored much, comes back with it.
   */
  #workOnLast(connection: Connection, room: Room): void {
    const { id } = connection.person;
    if (!room.ready.has(connection) || this.#takeWaitMs(id) > 0) return;
    this.#rests.counted(id, () => room.workOn(connection, performance.now() + this.#limits.turnMs));
    this.#worked.add(room);
    this.#workSoon();
  }

  #eachInTurn<Task, Subject extends { articleId: string }>(
    turns: PersonTurns<Task, Subject>,
    deadline: number,
    act: (task: Task, subject: Subject) => void,
  ): void {
    do {
      const next = turns.take();
      if (!next) return;
      const { personId, task, subject } = next;
      try {
        this.#rests.counted(personId, () => act(task, subject));
      } catch (cause) {
        this.#failed(subject.articleId, cause, null);
      }
    } while (performance.now() < deadline);
  }

  /** Whatever somebody sends concerns themselves alone; nothing that is thrown because of it ends the process. */
  #failed(articleId: string, cause: unknown, source: FrameSource | null): void {
    this.#logger.error(
      { err: cause, articleId },
      source
        ? "what somebody sent could not be handled; they are closed"
        : "an article could not be worked on",
    );
    source?.fail(cause);
  }

  #tellCommitted(committed: Committed): void {
    for (const listener of this.#listeners) {
      try {
        listener(committed);
      } catch (cause) {
        this.#logger.error({ err: cause, articleId: committed.articleId }, "a listener failed");
      }
    }
  }

  #tick(): void {
    const now = steadyMs();
    const { budget } = this.#memory;
    const { isShort } = budget;
    for (const room of this.#live.values()) {
      try {
        room.tick(now, isShort);
      } catch (cause) {
        this.#failed(room.articleId, cause, null);
      }
      budget.hold(room.articleId, room.decodedBytes);
      if (!room.idle) continue;
      const idleMs = now - room.idleSince;
      if (idleMs >= foldAfterMs && room.size.rows > leastRows)
        this.#compaction.request(room.articleId, room.size);
      if (idleMs >= this.#limits.idleMs) this.#evict(room);
    }
    this.#memory.keepWithin();
    this.#seats.recheckOlder(now, this.#limits.recheckMs);
  }

  #evict(room: Room): void {
    const { articleId, doc, size } = room;
    this.#end(room);
    this.#memory.cache.put(articleId, { doc, stored: { writers: room.writers(), size } });
  }

  #end(room: Room): void {
    const { articleId, size } = room;
    room.stop();
    this.#live.delete(articleId);
    this.#rooms.delete(articleId);
    if (size.rows > leastRows) this.#compaction.request(articleId, size);
  }

  /** Until it is over, whoever comes is told to try again. */
  #shut(articleId: string, room: Room | null): void {
    const why = new ShortOfMemory("The article is just let go of");
    room?.takeNoMore(why);
    this.#live.delete(articleId);
    const shut = Promise.reject<null>(why);
    shut.catch(() => {});
    this.#rooms.set(articleId, shut);
  }

  /** Its document is given up, not what is on its way to the disk. */
  #retire(room: Room, cause: unknown, personId: string): void {
    const { articleId } = room;
    this.#suspects.add(articleId, personId);
    this.#logger.error(
      { err: cause, articleId },
      "a change could not be applied; the article is opened anew",
    );
    for (const connection of room.connections) connection.close(closeCodes.tryAgain, "Come back.");
    this.#live.delete(articleId);
    // Whoever comes back before everything of it is on the disk waits until then.
    const reopened = this.#queue.flush().then(() => {
      room.stop();
      this.#rooms.delete(articleId);
      return this.#open(articleId, null);
    });
    reopened.catch(() => {});
    this.#rooms.set(articleId, reopened);
  }

  async #close(): Promise<void> {
    const deadline = performance.now() + this.#limits.closeMs;
    this.#unsubscribe();
    clearInterval(this.#ticker);
    this.#compaction.stop();
    this.#pace.stop();
    await within(this.#flushEverything(), deadline);
    await this.#seats.sayGoodbye();
    await within(this.#flushEverything(), deadline);
    for (const connection of this.#seats.connections()) connection.terminate();
    for (const room of this.#live.values()) room.stop();
    await this.#queue.stop();
    if (this.#turn) clearImmediate(this.#turn);
  }

  async #flushEverything(): Promise<void> {
    this.#gathering.takeAll();
    while (this.#turn) await new Promise((resolve) => setImmediate(resolve));
    await this.#queue.flush();
    for (const room of this.#live.values()) room.settle();
  }
}

/** Somebody, with all that is in memory for them. */
const openerOf = (personId: string, shared: SharedByPerson, mayWrite = true, readsOnly = false): Opener => ({
  personId,
  mayWrite,
  onlyReads: readsOnly,
  get articles() {
    return articlesOf(shared);
  },
});

/** Resolves when the work is done or the time is up. */
function within(work: Promise<void>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
