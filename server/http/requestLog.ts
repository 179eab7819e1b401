import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { addressGroup } from "./guard/addressGroup.ts";
import { changesNothing } from "./guard/guard.ts";
import { RequestLimit } from "./guard/RequestLimit.ts";

/**
 * One line for each request that changed something or failed: no text, no query, no cookie, no token. Of those refused for
 * being too many, one a minute for each person or network: whoever floods the server must not fill its disk.
 */
export function logRequests(app: FastifyInstance, addressOf: (request: IncomingMessage) => string): void {
  const tooMany = new RequestLimit(1);
  app.addHook("onResponse", async (request, reply) => {
    const person = request.visitor?.person.id;
    const repeated =
      reply.statusCode === 429 && tooMany.take(person ?? addressGroup(addressOf(request.raw))) !== null;
    const quiet = repeated || (reply.statusCode < 400 && changesNothing.has(request.method));
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? "unknown",
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      person,
    };
    request.log[quiet ? "debug" : "info"](line, "request");
  });
}
