import type { Socket } from "node:net";

/**
 * A thousand requests may come in one piece, and Node makes all of them, also for a connection that is gone: three
 * hundred such pieces held the server up for seconds and took a gigabyte. 2 is what Node's parser hears where something
 * else than HTTP follows: it ends, and what is left of the piece is dropped.
 */
export function endParsing(socket: Socket): void {
  const { parser } = socket as Socket & { parser?: { onIncoming: () => number } | null };
  if (parser) parser.onIncoming = () => 2;
}
