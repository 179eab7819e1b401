import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

export interface LeastRate {
  bytesPerSecond: number;
  /** The rate is that of so long; a line may rest for as long. Milliseconds. */
  windowMs: number;
  checkEveryMs: number;
}

/**
 * A line of 128 kbit/s brings 16 kB a second; a page sends three pictures at a time over it. A JSON body of 256 KiB, the
 * largest, is then here within about a minute, whoever sends it.
 */
const usual: LeastRate = { bytesPerSecond: 4_000, windowMs: 30_000, checkEveryMs: 5_000 };

/** The body came too slowly. */
class TooSlow extends Error {
  readonly statusCode = 408;
  constructor() {
    super("The request came too slowly. Try again on a better line.");
  }
}

interface Arriving {
  socket: Socket;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Refused: the rest is read only so that the answer gets through, and not for long. Null while it is not. */
  cutAt: number | null;
  /** When the present window began and what the socket had brought by then. */
  since: number;
  bytes: number;
}

/**
 * Ends requests whose body comes more slowly than the least rate: with 408 where somebody waits for the body, and the
 * connection in any case. A few thousand half-sent bodies cost an attacker nothing and the server its sockets, its
 * places for uploads and its memory (slow HTTP POST, OWASP Denial of Service Cheat Sheet). A request is watched from its
 * headers to its last byte, also when it was answered before; how long the answer takes does not count.
 */
export function demandLeastRate(app: FastifyInstance, limits: Partial<LeastRate> = {}): void {
  const { bytesPerSecond, windowMs, checkEveryMs } = { ...usual, ...limits };
  const arriving = new Set<Arriving>();
  const look = (): void => {
    const now = performance.now();
    for (const each of arriving) {
      const { socket } = each;
      if (each.request.raw.complete || socket.destroyed) arriving.delete(each);
      else if (each.cutAt !== null && now >= each.cutAt) {
        arriving.delete(each);
        socket.destroy();
      } else if (now - each.since >= windowMs) {
        const bytes = socket.bytesRead;
        if (bytes - each.bytes < (bytesPerSecond * (now - each.since)) / 1000) {
          arriving.delete(each);
          cut(each);
        } else Object.assign(each, { since: now, bytes });
      }
    }
    if (arriving.size === 0) stop();
  };
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  app.addHook("onClose", async () => stop());
  app.addHook("onRequest", async (request, reply) => {
    const { headers, raw } = request;
    if (raw.complete || (!("transfer-encoding" in headers) && !(Number(headers["content-length"]) > 0)))
      return;
    const now = performance.now();
    const { socket } = raw;
    const each: Arriving = { socket, request, reply, cutAt: null, since: now, bytes: socket.bytesRead };
    arriving.add(each);
    reply.raw.once("finish", () => {
      each.cutAt = performance.now() + windowMs;
    });
    raw.once("close", () => raw.complete && arriving.delete(each));
    timer ??= setInterval(look, checkEveryMs).unref();
  });
}

/** Whoever reads the body gets an error, as if the line had broken, and answers with it. */
function cut({ socket, request: { raw }, reply }: Arriving): void {
  const failure = new TooSlow();
  if (!reply.sent && raw.listenerCount("error") > 0) {
    reply.header("connection", "close");
    // Given time to arrive: a connection that is destroyed at once takes the answer with it.
    setTimeout(() => socket.destroy(), 5_000).unref();
    raw.emit("error", failure);
  } else socket.destroy();
}
