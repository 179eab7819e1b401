import type { Person } from "../../src/domain/protocol/api.ts";
import { closeCodes, encodeEvent } from "../../src/domain/protocol/sync.ts";
import type { Access, AccessChange } from "../ports.ts";
import { refusals, standing, tooMany } from "./admission.ts";
import type { Connection } from "./connection.ts";
import type { Limits } from "./limits.ts";
import type { RoomsLogger } from "./logger.ts";
import type { RoomsMeter } from "./meter.ts";
import { PersonSockets, type SharedByPerson, type WaitingBytes } from "./personSockets.ts";
import { frame } from "./wire.ts";

interface Seat {
  connection: Connection;
  articleId: string;
  checkedAt: number;
  /** A look at its access is under way; `again`: something changed meanwhile. */
  checking: "no" | "yes" | "again";
}

export interface SeatsParts {
  access: Access;
  logger: RoomsLogger;
  meter: Pick<RoomsMeter, "socketClosed">;
  limits: Limits;
  /** Milliseconds of a clock that never jumps. */
  now: () => number;
  renamed(connection: Connection, articleId: string): void;
}

/** All connections, and whether their people still may do what they do. */
export class Seats {
  readonly #access: Access;
  readonly #logger: RoomsLogger;
  readonly #renamed: SeatsParts["renamed"];
  readonly #meter: Pick<RoomsMeter, "socketClosed">;
  readonly #seats = new Map<Connection, Seat>();
  readonly #ofPeople: PersonSockets;

  constructor({ access, logger, renamed, meter, limits, now }: SeatsParts) {
    this.#access = access;
    this.#logger = logger;
    this.#renamed = renamed;
    this.#meter = meter;
    this.#ofPeople = new PersonSockets(limits, now);
  }

  connections(): Connection[] {
    return [...this.#seats.keys()];
  }

  /** Also of those who are about to come in. */
  anyIn(articleId: string): boolean {
    for (const seat of this.#seats.values()) if (seat.articleId === articleId) return true;
    return false;
  }

  /** Milliseconds until more is read of that person's sockets. */
  waitMs(personId: string): number {
    return this.#ofPeople.waitMs(personId);
  }

  /** Milliseconds until more of what that person sent or handed in is taken in, for all that is stored of them. */
  storeWaitMs(personId: string): number {
    return this.#ofPeople.storeWaitMs(personId);
  }

  /** What came of everybody and waits. */
  get waiting(): WaitingBytes {
    return this.#ofPeople.waiting;
  }

  /** One socket more of that person; null when they, or all together, have as many as they may. */
  open(person: Person, articleId: string): SharedByPerson | null {
    return this.#ofPeople.open(person, articleId);
  }

  /** The connection of a socket that `open` counted, until `leave`. */
  take(connection: Connection, articleId: string, now: number): void {
    this.#seats.set(connection, { connection, articleId, checkedAt: now, checking: "no" });
  }

  leave(connection: Connection): void {
    const seat = this.#seats.get(connection);
    if (!seat) return;
    this.#seats.delete(connection);
    this.#ofPeople.close(connection.person.id, seat.articleId);
  }

  /** A change of that person by HTTP is under way, until `endHandIn`. */
  beginHandIn(personId: string, articleId: string): SharedByPerson {
    return this.#ofPeople.beginHandIn(personId, articleId);
  }

  endHandIn(personId: string, articleId: string): void {
    this.#ofPeople.endHandIn(personId, articleId);
  }

  /** Looks at its access once more, which may have changed before it was taken. */
  recheck(connection: Connection): void {
    const seat = this.#seats.get(connection);
    if (seat) void this.#recheck(seat);
  }

  /** To be called once a second. Looks at those not looked at for so long. Milliseconds. */
  recheckOlder(now: number, thanMs: number): void {
    this.#ofPeople.forgetGone();
    for (const seat of this.#seats.values()) {
      if (now - seat.checkedAt < thanMs) continue;
      seat.checkedAt = now;
      void this.#recheck(seat);
    }
  }

  recheckConcerned(change: AccessChange): void {
    for (const seat of this.#seats.values()) {
      const { connection, articleId } = seat;
      const concerned =
        "articleId" in change
          ? change.articleId === articleId
          : "personId" in change
            ? change.personId === connection.person.id
            : change.sessionId === connection.sessionId;
      if (concerned) void this.#recheck(seat);
    }
  }

  /** Closes everybody's sockets, a few at a time, so that they do not all come back at once. */
  async sayGoodbye(): Promise<void> {
    const connections = this.connections();
    const steps = Math.min(20, connections.length);
    const each = Math.ceil(connections.length / Math.max(1, steps));
    for (let at = 0; at < connections.length; at += each) {
      for (const connection of connections.slice(at, at + each))
        connection.close(closeCodes.goingAway, "The server is stopping.");
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, connections.length > 20 ? 50 : 5));
    }
  }

  #closeTooMany(connection: Connection): void {
    this.#meter.socketClosed("too-many");
    connection.close(tooMany.closeCode, tooMany.reason);
  }

  async #recheck(seat: Seat): Promise<void> {
    if (seat.checking !== "no") {
      seat.checking = "again";
      return;
    }
    const { connection, articleId } = seat;
    seat.checking = "yes";
    try {
      const found = await standing(this.#access, connection.sessionId, connection.person.id, articleId);
      this.#apply(seat, found);
    } catch (cause) {
      this.#logger.warn({ err: cause }, "access could not be checked");
    }
    const again = (seat.checking as Seat["checking"]) === "again";
    seat.checking = "no";
    if (again) await this.#recheck(seat);
  }

  #apply({ connection, articleId }: Seat, found: Awaited<ReturnType<typeof standing>>): void {
    const { visitor, standing: now } = found;
    if (now.code !== "ok" || !visitor) {
      const { closeCode, reason } = refusals[now.code === "ok" ? "signed-out" : now.code];
      // What it sent before waits to be worked on.
      connection.mayWrite = false;
      connection.close(closeCode, reason);
      return;
    }
    const write = now.write && !connection.outdated;
    if (connection.open && this.#ofPeople.hasTooMany(visitor.person, articleId)) {
      connection.mayWrite &&= write;
      this.#closeTooMany(connection);
      this.leave(connection);
      return;
    }
    const { id, name } = visitor.person;
    if (name !== connection.person.name) {
      connection.person = { id, name };
      this.#renamed(connection, articleId);
    }
    if (write === connection.mayWrite) return;
    connection.mayWrite = write;
    connection.write(frame(encodeEvent({ kind: "permission", may: { write } })));
  }
}
