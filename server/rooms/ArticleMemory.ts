import { closeCodes } from "../../src/domain/protocol/sync.ts";
import type { Connection } from "./connection.ts";
import { DocCache } from "./docCache.ts";
import type { Limits } from "./limits.ts";
import type { RoomsLogger } from "./logger.ts";
import { type Evictable, MemoryBudget } from "./MemoryBudget.ts";
import type { RoomsMeter } from "./meter.ts";
import type { SharedByPerson } from "./personSockets.ts";
import type { Room } from "./room.ts";

export interface ArticleMemoryParts {
  limits: Pick<Limits, "decodedBytes" | "readerShare" | "writerShare">;
  logger: RoomsLogger;
  meter: Pick<RoomsMeter, "socketClosed">;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Open rooms by article. */
  rooms: ReadonlyMap<string, Room>;
  /** The room is over. All of it is committed. */
  end(room: Room): void;
  /** Nobody enters the room any more, nor is anything taken in; `end` follows once all of it is committed. */
  shut(room: Room): void;
}

/** Between two lines about memory. */
const warnEveryMs = 60_000;

/**
 * The documents in memory, in rooms or kept for the next visitor, within their budget: what is let go of where it is
 * short, in which order. Nothing that was taken in is lost; whoever is sent away comes back later.
 */
export class ArticleMemory {
  readonly budget: MemoryBudget;
  readonly cache: DocCache;
  readonly #parts: ArticleMemoryParts;
  /** What rooms take that are over once they are committed. Bytes. */
  readonly #leaving = new Map<Room, number>();
  #warnedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ArticleMemoryParts) {
    this.#parts = parts;
    this.budget = new MemoryBudget({
      limits: parts.limits,
      idle: () => this.#idle(),
      onlyRead: () => this.#onlyRead(),
    });
    this.cache = new DocCache(this.budget);
  }

  closeConnection(connection: Connection): void {
    if (!connection.open) return;
    this.#parts.meter.socketClosed("short-of-memory");
    connection.close(closeCodes.tryAgain, "The server is short of memory. Close some tabs.");
  }

  /** At most once a minute. */
  warn(articleId: string, line: string): void {
    const now = this.#parts.now();
    if (now - this.#warnedAt < warnEveryMs) return;
    this.#warnedAt = now;
    this.#parts.logger.warn({ articleId }, line);
  }

  /**
   * Articles may have grown since they were opened. Beyond the budget, what nobody uses goes first and then what is only
   * read; then whoever writes in more than their share leaves what is beyond it; and then the largest articles are closed.
   * Looks at all connections, but only where one person could have more than their share.
   */
  keepWithin(): void {
    const { budget } = this;
    for (const room of this.#leaving.keys()) if (room.committed) this.#end(room);
    if (!budget.mayExceedShare) return;
    budget.freeExcess();
    for (const [person, rooms] of this.#roomsOfWriters()) this.#keepWithinShare(person, rooms);
    const largest = [...this.#parts.rooms.values()].sort((a, b) => this.#bytesOf(b) - this.#bytesOf(a));
    for (const room of largest) {
      if (budget.excess <= sum(this.#leaving.values())) return;
      this.#close(room);
    }
  }

  #roomsOfWriters(): Map<SharedByPerson, Set<Room>> {
    const found = new Map<SharedByPerson, Set<Room>>();
    for (const room of this.#parts.rooms.values())
      for (const { open, mayWrite, shared } of room.connections) {
        if (!open || !mayWrite) continue;
        const rooms = found.get(shared);
        if (rooms) rooms.add(room);
        else found.set(shared, new Set([room]));
      }
    return found;
  }

  /** First those where nobody else is, the largest first. One article anybody may have open. */
  #keepWithinShare(person: SharedByPerson, rooms: ReadonlySet<Room>): void {
    let bytes = sum([...rooms].map((room) => this.#bytesOf(room)));
    if (bytes <= this.budget.writerBytes) return;
    const isAlone = new Map([...rooms].map((room) => [room, isAloneIn(room, person)]));
    const order = [...rooms].sort(
      (a, b) => Number(isAlone.get(b)) - Number(isAlone.get(a)) || this.#bytesOf(b) - this.#bytesOf(a),
    );
    for (const room of order.slice(0, -1)) {
      if (bytes <= this.budget.writerBytes) return;
      bytes -= this.#bytesOf(room);
      if (isAlone.get(room)) this.#close(room);
      else
        for (const connection of room.connections)
          if (connection.shared === person) this.closeConnection(connection);
    }
  }

  #close(room: Room): void {
    const { articleId } = room;
    this.warn(articleId, "articles were closed: those that are open grew beyond the memory there is");
    if (room.quiet) {
      this.#evictable(room).evict();
      return;
    }
    this.#leaving.set(room, this.#bytesOf(room));
    this.#parts.shut(room);
    for (const connection of room.connections) this.closeConnection(connection);
  }

  #end(room: Room): void {
    this.#leaving.delete(room);
    this.#parts.end(room);
    this.budget.release(room.articleId);
  }

  #idle(): Evictable[] {
    const kept = this.cache
      .articleIds()
      .map((articleId) => ({ articleId, evict: () => this.cache.drop(articleId) }));
    const left = [...this.#parts.rooms.values()].filter(({ idle }) => idle);
    return [...kept, ...left.map((room) => this.#evictable(room))];
  }

  #onlyRead(): Evictable[] {
    const rooms = [...this.#parts.rooms.values()];
    return rooms.filter(({ idle, onlyRead }) => onlyRead && !idle).map((room) => this.#evictable(room));
  }

  #evictable(room: Room): Evictable {
    const { articleId, connections } = room;
    return {
      articleId,
      evict: () => {
        for (const connection of connections) this.closeConnection(connection);
        this.#end(room);
      },
    };
  }

  #bytesOf({ articleId }: Room): number {
    return this.budget.bytesOf(articleId);
  }
}

const isAloneIn = (room: Room, person: SharedByPerson): boolean =>
  [...room.connections].every(({ shared, open }) => !open || shared === person);

function sum(numbers: Iterable<number>): number {
  let all = 0;
  for (const each of numbers) all += each;
  return all;
}
