import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** `upgrade`: Node hands the connection over and reads no body. */
type ParsedRequest = IncomingMessage & { readonly upgrade: boolean };

interface Parser {
  /** Told of each request once its headers are there. */
  onIncoming(request: ParsedRequest, keepAlive: boolean): number;
}

/** What Node's parser hears where something else than HTTP follows: it ends, and what is left of the piece is dropped. */
const noMoreHttp = 2;

const parserOf = (socket: Socket): Parser | null =>
  (socket as Socket & { parser?: Parser | null }).parser ?? null;

/**
 * A thousand requests may come in one piece, and Node makes all of them, also for a connection that is gone: three
 * hundred such pieces held the server up for seconds and took a gigabyte. Nothing more is made for this connection.
 */
export function endParsing(socket: Socket): void {
  const parser = parserOf(socket);
  if (parser) parser.onIncoming = () => noMoreHttp;
}

/** Asks about each request of a new connection before its body is read. False ends its parser: see `endParsing`. */
export function askBeforeBodies(socket: Socket, wanted: (request: ParsedRequest) => boolean): void {
  const parser = parserOf(socket);
  if (!parser) return;
  const { onIncoming } = parser;
  parser.onIncoming = (request, keepAlive) => {
    if (wanted(request)) return onIncoming(request, keepAlive);
    endParsing(socket);
    return noMoreHttp;
  };
}
