import type { Access, ArticleAccess, Visitor } from "../server/ports.ts";
import { createRooms } from "../server/rooms/rooms.ts";
import type { Disk } from "./disk.ts";
import type { Host } from "./network.ts";

export const articleId = "flood";

/** Everybody who names themselves in the cookie is an editor. */
const access: Access = {
  visitor: ({ cookie }) => Promise.resolve(cookie ? visitorOf(cookie) : null),
  visitorOfSession: (sessionId) => Promise.resolve(visitorOf(sessionId.replace(/^session-/, ""))),
  originAllowed: () => true,
  may: (_person, _action, id) => Promise.resolve(id === articleId ? "ok" : "not-found"),
  article: (_person, id): Promise<ArticleAccess> =>
    Promise.resolve(id === articleId ? { code: "ok", write: true } : { code: "not-found" }),
  onChange: () => () => {},
};

const visitorOf = (id: string): Visitor => ({
  person: { id, name: id, email: `${id}@example.org`, role: "editor", active: true },
  sessionId: `session-${id}`,
});

/** The server's process: real rooms on the disk, which alone outlives them. */
export class Server implements Host {
  upgrade: Host["upgrade"] = null;
  readonly #disk: Disk;
  #frameBytes: number;
  #rooms: ReturnType<typeof createRooms> | null = null;
  #kill: () => void = () => {};
  crashes = 0;

  /** Larger changes go by HTTP. */
  constructor(disk: Disk, frameBytes: number) {
    this.#disk = disk;
    this.#frameBytes = frameBytes;
    this.#start();
  }

  #start(): void {
    const { log, kill } = this.#disk.open();
    const rooms = createRooms({
      log,
      access,
      limits: { frameBytes: this.#frameBytes },
      // How busy this machine is must not change what is played.
      busyShare: () => 0,
    });
    this.#rooms = rooms;
    this.#kill = kill;
    this.upgrade = (request, socket, head) => void rooms.handleUpgrade(request, socket, head);
  }

  /** SIGKILL: no goodbye, no flush. The sockets are to be cut by the caller. Back after `forMs`. */
  crash(forMs: number): void {
    if (!this.upgrade) return;
    this.crashes++;
    this.upgrade = null;
    this.#kill();
    const dead = this.#rooms;
    this.#rooms = null;
    // A dead process has no timers; its log answers nothing any more.
    void dead?.close();
    setTimeout(() => this.#start(), forMs);
  }

  /** The page's own request, for changes that are too large for a frame. */
  readonly handIn = async (personId: string, body: Uint8Array): Promise<Response> => {
    if (!this.#rooms) throw new TypeError("fetch failed");
    const answer = await this.#rooms.handIn(articleId, visitorOf(personId), body);
    if (answer.code === "ok") return new Response("{}");
    return answer.code === "not-found"
      ? new Response("{}", { status: 404 })
      : new Response(JSON.stringify({ message: answer.reason }), { status: 400 });
  };
}
