import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Access, Rooms } from "../ports.ts";
import { syncAddress } from "../rooms/syncAddress.ts";
import { addressGroup } from "./addressGroup.ts";
import { RequestLimit } from "./RequestLimit.ts";
import { answerRaw } from "./rawAnswer.ts";
import type { SecurityHeaders } from "./securityHeaders.ts";

export interface UpgradeParts {
  access: Pick<Access, "visitor">;
  rooms: Pick<Rooms, "handleUpgrade">;
  headers: SecurityHeaders;
  /** The visitor's address, as HTTP requests have it. */
  addressOf(request: IncomingMessage): string;
  /** True for upgrades that somebody else answers. */
  isForeign: (request: IncomingMessage) => boolean;
}

/** Upgrades without a session, and to addresses that are no article's, from one address a minute. */
const refusedUpgradesPerMinute = 600;

/** Hands upgrades to `/sync/<articleId>` to the rooms, and answers and closes all others. */
export function routeUpgrades(
  server: Server,
  { access, rooms, headers, addressOf, isForeign }: UpgradeParts,
): void {
  const refused = new RequestLimit(refusedUpgradesPerMinute);
  /** Null when another one may be refused in the usual way. */
  const tooMany = (request: IncomingMessage): number | null => refused.take(addressGroup(addressOf(request)));

  async function route(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const known = syncAddress(request.url) !== null;
    const visitor = known ? await access.visitor(request.headers).catch(() => null) : null;
    const waitSeconds = visitor ? null : tooMany(request);
    if (waitSeconds !== null)
      answerRaw(
        socket,
        429,
        { code: "too-many-requests", message: `Too many requests. Try again in ${waitSeconds} seconds.` },
        headers,
        { "retry-after": String(waitSeconds) },
      );
    else if (known) rooms.handleUpgrade(request, socket, head);
    else answerRaw(socket, 404, { code: "not-found", message: "There is nothing at this address." }, headers);
  }

  server.on("upgrade", (request, socket, head) => {
    if (!isForeign(request)) void route(request, socket, head);
  });
}
