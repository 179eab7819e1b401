import { closeCodes, encodeEvent } from "../../src/domain/protocol/sync.ts";
import type { Access, AccessChange } from "../ports.ts";
import { refusals, standing } from "./admission.ts";
import type { Connection } from "./connection.ts";
import type { RoomsLogger } from "./logger.ts";
import { frame } from "./wire.ts";

interface Seat {
  connection: Connection;
  articleId: string;
  checkedAt: number;
  /** A look at its access is under way; `again`: something changed meanwhile. */
  checking: "no" | "yes" | "again";
}

/** All connections, and whether their people still may do what they do. */
export class Seats {
  readonly #access: Access;
  readonly #logger: RoomsLogger;
  readonly #renamed: (connection: Connection, articleId: string) => void;
  readonly #seats = new Map<Connection, Seat>();

  constructor(
    access: Access,
    logger: RoomsLogger,
    renamed: (connection: Connection, articleId: string) => void,
  ) {
    this.#access = access;
    this.#logger = logger;
    this.#renamed = renamed;
  }

  connections(): Connection[] {
    return [...this.#seats.keys()];
  }

  take(connection: Connection, articleId: string, now: number): void {
    this.#seats.set(connection, { connection, articleId, checkedAt: now, checking: "no" });
  }

  leave(connection: Connection): void {
    this.#seats.delete(connection);
  }

  /** Those not looked at for so long. Milliseconds. */
  recheckOlder(now: number, thanMs: number): void {
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

  async #recheck(seat: Seat): Promise<void> {
    if (seat.checking !== "no") {
      seat.checking = "again";
      return;
    }
    const { connection, articleId } = seat;
    seat.checking = "yes";
    try {
      const found = await standing(this.#access, connection.headers, connection.person.id, articleId);
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
      connection.close(closeCode, reason);
      return;
    }
    const { id, name } = visitor.person;
    if (name !== connection.person.name) {
      connection.person = { id, name };
      this.#renamed(connection, articleId);
    }
    const write = now.write && !connection.outdated;
    if (write === connection.mayWrite) return;
    connection.mayWrite = write;
    connection.write(frame(encodeEvent({ kind: "permission", may: { write } })));
  }
}
