import type { Server } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Every socket of the server from its first moment to its last. Each gets an error handler before anything else is
 * done with it: the parsers and libraries that take it over later add and remove theirs, and in between a reset by the
 * other side would end the process. Returns what destroys all that are still open.
 */
export function watchSockets(server: Server): { destroyAll(): void } {
  const sockets = new Set<Duplex>();
  server.on("connection", (socket: Duplex) => {
    sockets.add(socket);
    // Whoever reads or writes it learns of it by its own handler or by «close».
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    destroyAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
