import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Access, Rooms } from "../../ports.ts";
import { syncAddress } from "../../rooms/syncAddress.ts";
import { addressGroup } from "../guard/addressGroup.ts";
import { RequestLimit, tooManyRequests } from "../guard/RequestLimit.ts";
import type { SecurityHeaders } from "../guard/securityHeaders.ts";
import type { OpenSockets } from "./openSockets.ts";
import { answerRaw } from "./rawAnswer.ts";

export interface UpgradeParts {
  access: Pick<Access, "visitor">;
  rooms: Pick<Rooms, "handleUpgrade">;
  /** Told of each connection that is to become a socket of an article, and that did. */
  sockets: Pick<OpenSockets, "upgrading" | "admitted">;
  headers: SecurityHeaders;
  /** The visitor's address, as HTTP requests have it. */
  addressOf(request: IncomingMessage): string;
  /** True for upgrades that somebody else answers. */
  isForeign: (request: IncomingMessage) => boolean;
}

/** Upgrades without a session or to no article from one address a minute, and refused ones of one person. */
const refusedUpgradesPerMinute = 600;

/** Hands upgrades to `/sync/<articleId>` to the rooms, and answers and closes all others. */
export function routeUpgrades(
  server: Server,
  { access, rooms, sockets, headers, addressOf, isForeign }: UpgradeParts,
): void {
  const refused = new RequestLimit(refusedUpgradesPerMinute);

  async function route(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const known = syncAddress(request.url) !== null;
    const visitor = known ? await access.visitor(request.headers).catch(() => null) : null;
    const waitSeconds = visitor
      ? refused.exceeded(visitor.person.id)
      : refused.take(addressGroup(addressOf(request)));
    if (waitSeconds !== null) {
      const message = tooManyRequests(waitSeconds);
      const wait = { "retry-after": String(waitSeconds) };
      answerRaw(socket, 429, { code: "too-many-requests", message }, headers, wait);
    } else if (known) {
      if (visitor) sockets.upgrading(socket);
      const admitted = await rooms.handleUpgrade(request, socket, head);
      if (admitted) sockets.admitted(socket);
      else if (visitor && !socket.destroyed) refused.take(visitor.person.id);
    } else
      answerRaw(socket, 404, { code: "not-found", message: "There is nothing at this address." }, headers);
  }

  server.on("upgrade", (request, socket, head) => {
    if (!isForeign(request)) void route(request, socket, head);
  });
}
