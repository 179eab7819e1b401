import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Answers that one connection may have outstanding. Browsers and proxies ask for the next thing once they have the last
 * one; whoever sends a thousand requests in one write has the server work for what they never read.
 */
const mostUnfinished = 8;

/**
 * Every socket of the server from its first moment to its last.
 *
 * Each gets an error handler before anything else is done with it: the parsers and libraries that take it over later
 * add and remove theirs, and in between a reset by the other side would end the process.
 *
 * Answers that were not begun when their connection closed have no socket, so Node never tells them: they are closed
 * here, with the files and streams that wait for them.
 */
export function watchSockets(server: Server): {
  /** True for a connection that asked for too much at once; nothing is to be done for it any more. */
  isOverrun(socket: Socket): boolean;
  destroyAll(): void;
} {
  const sockets = new Map<Socket, Set<ServerResponse>>();
  server.on("connection", (socket: Socket) => {
    const unfinished = new Set<ServerResponse>();
    sockets.set(socket, unfinished);
    // Whoever reads or writes it learns of it by its own handler or by «close».
    socket.on("error", () => {});
    socket.once("close", () => {
      sockets.delete(socket);
      // Node tells the answer that has the socket; the others a moment later, so that none is told twice.
      setImmediate(() => [...unfinished].forEach(close));
    });
  });
  server.prependListener("request", ({ socket }, response) => {
    const unfinished = sockets.get(socket);
    if (!unfinished) {
      // The rest of what came in one piece, after the connection was given up.
      setImmediate(close, response);
      return;
    }
    unfinished.add(response);
    response.once("close", () => unfinished.delete(response));
    if (unfinished.size > mostUnfinished) socket.destroy();
  });
  return {
    isOverrun: (socket) => socket.destroyed,
    destroyAll() {
      for (const socket of sockets.keys()) socket.destroy();
    },
  };
}

/** As Node does with the answer that has the socket. */
function close(response: ServerResponse): void {
  response.destroy();
  response.emit("close");
}
