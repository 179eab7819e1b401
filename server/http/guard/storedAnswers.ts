import type { FastifyInstance } from "fastify";
import type { OpenDatabase } from "../../storage/database.ts";
import { changesNothing } from "./guard.ts";

/**
 * Nothing is changed, and nothing called done, while the database's files are not at their place: what is written then
 * is gone with the server. Such requests are refused with `unavailable`.
 */
export function answerWhatIsStored(app: FastifyInstance, database: Pick<OpenDatabase, "check">): void {
  app.addHook("preHandler", async (request) => {
    if (!changesNothing.has(request.method)) database.check();
  });
  app.addHook("onSend", async (request, reply, payload) => {
    if (!changesNothing.has(request.method) && reply.statusCode < 400) database.check();
    return payload;
  });
}
