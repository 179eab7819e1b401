import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

const sockets = new WeakMap<IncomingMessage, Socket>();

/**
 * Remembers the connection of each request, for `socketOf`: Node takes it away from a request whose body was read as a
 * stream and ended by an error. Register it before whatever reads a body.
 */
export function rememberSockets(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ raw }) => void sockets.set(raw, raw.socket));
}

/** The connection that a request came on, whatever has become of the request. */
export const socketOf = (request: IncomingMessage): Socket => sockets.get(request) ?? request.socket;
