import type { ServerResponse } from "node:http";
import type { Role } from "../../src/domain/permissions/roles.ts";
import type { DeskEvent } from "../../src/domain/protocol/api.ts";
import type { Access, AccessChange, Visitor } from "../ports.ts";

const heartbeatMs = 15_000;
const listenersPerPerson = 20;
/** A reader that lets this much pile up is disconnected; it reloads the list when it comes back. */
const maxBufferedBytes = 1024 * 1024;

interface Listener {
  visitor: Visitor;
  response: ServerResponse;
}

/** News for open desks as server-sent events. Nothing is kept: a client that (re)connects reads the list first. */
export class DeskEvents {
  readonly #listeners = new Set<Listener>();
  readonly #access: Access;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(access: Access) {
    this.#access = access;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    this.#heartbeat.unref();
    this.#unsubscribe = access.onChange((change) => this.#recheck(change));
  }

  /** Takes over the response. Beyond 20 desks of one person the oldest is closed. */
  listen(visitor: Visitor, response: ServerResponse): void {
    const own = [...this.#listeners].filter((other) => other.visitor.person.id === visitor.person.id);
    if (own.length >= listenersPerPerson && own[0]) this.#end(own[0]);
    const listener = { visitor, response };
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    response.write(`retry: 3000\n\n${roleEvent(visitor.person.role)}`);
    this.#listeners.add(listener);
    response.on("close", () => this.#listeners.delete(listener));
    response.on("error", () => this.#listeners.delete(listener));
  }

  tell(event: DeskEvent): void {
    this.#send(`event: article\ndata: ${JSON.stringify(event)}\n\n`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const listener of this.#listeners) this.#end(listener);
  }

  #send(text: string): void {
    for (const listener of this.#listeners) {
      if (listener.response.writableLength > maxBufferedBytes) listener.response.destroy();
      else listener.response.write(text);
    }
  }

  #beat(): void {
    this.#send(": still here\n\n");
    for (const listener of this.#listeners) void this.#check(listener);
  }

  #recheck(change: AccessChange): void {
    if ("articleId" in change) return;
    for (const listener of this.#listeners) {
      const { person, sessionId } = listener.visitor;
      const concerned = "personId" in change ? change.personId === person.id : change.sessionId === sessionId;
      if (concerned) void this.#check(listener);
    }
  }

  /**
   * Who may do more or less than before is told so. And who may no longer listen: a page cannot see why its line ends,
   * and would ask again only in a while.
   */
  async #check(listener: Listener): Promise<void> {
    const visitor = await this.#access.visitorOfSession(listener.visitor.sessionId).catch(() => null);
    if (!this.#listeners.has(listener)) return;
    if (visitor) {
      const { role } = visitor.person;
      if (role !== listener.visitor.person.role) listener.response.write(roleEvent(role));
      listener.visitor = visitor;
      return;
    }
    listener.response.write("event: ended\ndata: {}\n\n");
    this.#end(listener);
  }

  #end(listener: Listener): void {
    this.#listeners.delete(listener);
    listener.response.end();
  }
}

const roleEvent = (role: Role): string => `event: role\ndata: ${JSON.stringify(role)}\n\n`;
