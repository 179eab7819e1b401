import { readFileSync } from "node:fs";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { addressGroup } from "../guard/addressGroup.ts";

/**
 * Answers that one connection may have outstanding. Browsers and proxies ask for the next thing once they have the last
 * one; whoever sends a thousand requests in one write has the server work for what they never read.
 */
const mostUnfinished = 8;

/** Files that stay free for what the server opens itself: the database, pictures, exports. */
const filesInReserve = 500;

/**
 * Every socket of the server from its first moment to its last.
 *
 * There are only as many as leave files free for the rest of the server. Beyond that the oldest connection goes of the
 * address that has most; sockets of articles, which have limits of their own by person, stay.
 *
 * Each gets an error handler before anything else is done with it: the parsers and libraries that take it over later
 * add and remove theirs, and in between a reset by the other side would end the process.
 *
 * Answers that were not begun when their connection closed have no socket, so Node never tells them: they are closed
 * here, with the files and streams that wait for them.
 */
export function watchSockets(
  server: Server,
  mostSockets: number = Math.max(filesInReserve, openFilesAllowed() - filesInReserve),
): {
  /** True for a connection that asked for too much at once; nothing is to be done for it any more. */
  isOverrun(socket: Socket): boolean;
  destroyAll(): void;
} {
  const sockets = new Map<Socket, Set<ServerResponse>>();
  /** Those that are no article's, by address, in the order in which they came. */
  const plain = new Map<string, Set<Socket>>();
  const noLongerPlain = (socket: Socket, address: string): void => {
    const group = plain.get(address);
    group?.delete(socket);
    if (group?.size === 0) plain.delete(address);
  };
  const giveUpOne = (): void => {
    let most = new Set<Socket>();
    for (const group of plain.values()) if (group.size > most.size) most = group;
    const [oldest] = most;
    oldest?.destroy();
  };
  server.on("upgrade", ({ socket }) => noLongerPlain(socket, addressGroup(socket.remoteAddress ?? "")));
  server.on("connection", (socket: Socket) => {
    const address = addressGroup(socket.remoteAddress ?? "");
    const group = plain.get(address);
    if (group) group.add(socket);
    else plain.set(address, new Set([socket]));
    socket.once("close", () => noLongerPlain(socket, address));
    if (sockets.size >= mostSockets) giveUpOne();
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

/** How many files this process may have open; a cautious guess where the system does not tell. */
function openFilesAllowed(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return Number(soft ?? 4_096);
  } catch {
    return 4_096;
  }
}

/** As Node does with the answer that has the socket. */
function close(response: ServerResponse): void {
  response.destroy();
  response.emit("close");
}
