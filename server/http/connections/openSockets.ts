import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { filesForConnections } from "../../openFiles.ts";
import { addressGroup } from "../guard/addressGroup.ts";
import { Networks } from "./Networks.ts";
import { endParsing } from "./parser.ts";

export interface SocketLimits {
  /** Connections and unfinished answers in all: each takes a file of the process at most. */
  files: number;
  /** As `files`, of the connections that are no socket of an article. Each takes memory, too. */
  plain: number;
  /** Connections of one address that are no socket of an article. */
  plainOfOneAddress: number;
  /** A connection stays at least so long before its address has too many: it may become a socket. Milliseconds. */
  graceMs: number;
  lookEveryMs: number;
}

/**
 * Unfinished answers of one connection: one, and the next that a client asks for the moment it has all of the first.
 * Browsers and proxies do not pipeline; whoever sends a thousand requests in one write has the server work for what
 * they never read, and each answer may hold a file.
 */
const mostUnfinished = 2;

function usualLimits(): SocketLimits {
  const files = filesForConnections();
  const plain = Math.min(10_000, files);
  // A hundred people behind one address have six connections each.
  const plainOfOneAddress = Math.min(1_000, Math.floor(plain / 4));
  return { files, plain, plainOfOneAddress, graceMs: 30_000, lookEveryMs: 1_000 };
}

interface OpenSocket {
  unfinished: Set<ServerResponse>;
  /** Null for a socket of an article. */
  group: Group | null;
  givenUp: boolean;
}

/** The connections of one address that are no socket of an article, in the order in which they came, and when. */
interface Group {
  address: string;
  bounded: boolean;
  sockets: Map<Socket, number>;
}

export interface SocketOptions {
  limits?: Partial<SocketLimits>;
  /** True for the address of a proxy, which speaks for many. */
  isProxy?: (address: string) => boolean;
}

export interface OpenSockets {
  /** True for a connection that asked for too much at once; nothing is to be done for it any more. */
  isOverrun(socket: Socket): boolean;
  /** Somebody signed in waits for it to become a socket: its address never has too many because of it. */
  upgrading(socket: Duplex): void;
  /** The connection is a socket of an article from now on: those have limits of their own by person, and stay. */
  admitted(socket: Duplex): void;
  destroyAll(): void;
}

/**
 * Every socket of the server from its first moment to its last.
 *
 * There are only as many, with their answers, as leave files free for the rest of the server. Beyond that the oldest
 * connection goes of the network that has most (`Networks`). An address that has more than its share for long loses its oldest, a
 * proxy's excepted.
 *
 * Each gets an error handler before anything else is done with it: the parsers and libraries that take it over later
 * add and remove theirs, and in between a reset by the other side would end the process.
 *
 * Answers that were not begun when their connection closed have no socket, so Node never tells them: they are closed
 * here, with the files and streams that wait for them.
 */
export function watchSockets(
  server: Server,
  { limits = {}, isProxy = () => false }: SocketOptions = {},
): OpenSockets {
  const { files, plain, plainOfOneAddress, graceMs, lookEveryMs } = { ...usualLimits(), ...limits };
  const sockets = new Map<Socket, OpenSocket>();
  const groups = new Map<string, Group>();
  const networks = new Networks();
  let plainSockets = 0;
  let answers = 0;
  let timer: NodeJS.Timeout | null = null;

  const leaveGroup = (socket: Socket, open: OpenSocket): void => {
    const { group } = open;
    if (!group?.sockets.delete(socket)) return;
    open.group = null;
    plainSockets -= 1;
    networks.remove(group.address);
    if (group.sockets.size === 0) groups.delete(group.address);
  };
  /** Closes it now. Neither it nor its answers count from here on, though they are told a moment later. */
  const giveUp = (socket: Socket): void => {
    socket.destroy();
    endParsing(socket);
    const open = sockets.get(socket);
    if (!open) return;
    leaveGroup(socket, open);
    answers -= open.unfinished.size;
    open.givenUp = true;
    sockets.delete(socket);
  };
  /** Called after each connection and request: one gives way to each that is too many. */
  const makeRoom = (): void => {
    const ofArticles = sockets.size - plainSockets;
    if (plainSockets + answers <= Math.min(plain, files - ofArticles)) return;
    const [oldest] = groups.get(networks.mostCrowded() ?? "")?.sockets.keys() ?? [];
    if (oldest) giveUp(oldest);
  };
  const look = (): void => {
    const cameBefore = performance.now() - graceMs;
    let crowded = false;
    for (const { bounded, sockets: own } of groups.values())
      for (const [socket, since] of own) {
        if (!bounded || own.size <= plainOfOneAddress) break;
        crowded = true;
        if (since > cameBefore) continue;
        giveUp(socket);
      }
    if (!crowded) stop();
  };
  const stop = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
  };

  server.on("close", stop);
  server.on("connection", (socket: Socket) => {
    const ip = socket.remoteAddress ?? "";
    const address = addressGroup(ip);
    const group = groups.get(address) ?? { address, bounded: !isProxy(ip), sockets: new Map() };
    groups.set(address, group);
    group.sockets.set(socket, performance.now());
    networks.add(address);
    plainSockets += 1;
    const open: OpenSocket = { unfinished: new Set(), group, givenUp: false };
    sockets.set(socket, open);
    // Whoever reads or writes it learns of it by its own handler or by «close».
    socket.on("error", () => {});
    socket.once("close", () => {
      leaveGroup(socket, open);
      sockets.delete(socket);
      // Node tells the answer that has the socket; the others a moment later, so that none is told twice.
      setImmediate(() => [...open.unfinished].forEach(close));
    });
    if (group.bounded && group.sockets.size > plainOfOneAddress)
      timer ??= setInterval(look, lookEveryMs).unref();
    makeRoom();
  });
  server.prependListener("request", ({ socket }, response) => {
    const open = sockets.get(socket);
    if (!open) {
      // Given up, and the parser went on all the same.
      setImmediate(close, response);
      return;
    }
    const { unfinished } = open;
    unfinished.add(response);
    answers += 1;
    response.once("close", () => {
      unfinished.delete(response);
      if (!open.givenUp) answers -= 1;
    });
    if (unfinished.size > mostUnfinished) giveUp(socket);
    makeRoom();
  });
  return {
    isOverrun: (socket) => socket.destroyed,
    upgrading(duplex) {
      const socket = duplex as Socket;
      const own = sockets.get(socket)?.group?.sockets;
      own?.set(socket, Number.POSITIVE_INFINITY);
    },
    admitted(duplex) {
      const socket = duplex as Socket;
      const open = sockets.get(socket);
      if (!open) return;
      // Answers before the upgrade would hold their files as long as the socket lives.
      if (open.unfinished.size > 0) giveUp(socket);
      else leaveGroup(socket, open);
    },
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
