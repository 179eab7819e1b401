import type { IncomingMessage } from "node:http";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { ErrorCode } from "../../src/domain/protocol/api.ts";
import { isOutdated, maxHandInBytes, versionParameter } from "../../src/domain/protocol/sync.ts";
import type { Rooms } from "../ports.ts";
import { wholeBody } from "./connections/wholeBody.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard/guard.ts";
import { answers } from "./schemas.ts";

/**
 * What one person's bodies on their way in may come to together: each is held twice while it is put together. Bytes.
 */
const maxArrivingBytes = maxHandInBytes;

/** Closes the line afterwards: reading megabytes only to throw them away would cost the others time. */
function refuseUnread(reply: FastifyReply, ...why: [ErrorCode, string]): FastifyReply {
  return refuse(reply.header("connection", "close"), ...why);
}

/** `POST /api/articles/:id/updates`: a change too large for a socket's frame, under the socket's rules. */
export const handInRoutes: FastifyPluginAsyncTypebox<{
  rooms: Pick<Rooms, "handIn">;
}> = async (app, { rooms }) => {
  const arrivingBytes = new Map<string, number>();
  const count = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const bytes = Number(request.headers["content-length"]);
    if (!Number.isSafeInteger(bytes))
      return refuseUnread(reply, "bad-request", "Say how long the update is (Content-Length).");
    const { id } = visitorOf(request).person;
    const together = bytes + (arrivingBytes.get(id) ?? 0);
    if (bytes <= maxHandInBytes && together > maxArrivingBytes)
      return refuseUnread(
        reply,
        "unavailable",
        "Much of yours is on its way in already. Try again in a moment.",
      );
    if (reply.raw.destroyed) return undefined;
    arrivingBytes.set(id, together);
    // Told once, however the answer ends; Fastify's hooks tell nothing of a line that breaks once the body is there.
    reply.raw.once("close", () => discount(id, bytes));
    return undefined;
  };
  const discount = (id: string, bytes: number): void => {
    const left = (arrivingBytes.get(id) ?? 0) - bytes;
    if (left > 0) arrivingBytes.set(id, left);
    else arrivingBytes.delete(id);
  };

  app.addContentTypeParser(
    "application/octet-stream",
    { bodyLimit: maxHandInBytes },
    (request: FastifyRequest, payload: IncomingMessage) => wholeBody(request, payload, maxHandInBytes),
  );
  app.post(
    "/api/articles/:id/updates",
    {
      bodyLimit: maxHandInBytes,
      onRequest: count,
      config: { allow: "article:write", article: "id", ownLimit: true },
      schema: {
        summary: "Hand in a Yjs update too large for a socket frame",
        tags: ["articles"],
        consumes: ["application/octet-stream"],
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ [versionParameter]: Type.Optional(Type.String()) }),
        response: answers(200, Type.Object({ code: Type.Literal("ok") })),
      },
    },
    async (request, reply) => {
      const visitor = visitorOf(request);
      if (!Buffer.isBuffer(request.body))
        return refuse(reply, "bad-request", "Send the update as application/octet-stream.");
      if (isOutdated(request.query[versionParameter]))
        return refuse(reply, "bad-request", "The update was refused: outdated.");
      const outcome = await rooms.handIn(request.params.id, visitor, request.body);
      if (outcome.code === "not-found") return refuse(reply, "not-found", "There is no such article.");
      // It went to the trash, or its person may do less, since the guard let it in: what the guard says then.
      if (outcome.code === "refused" && outcome.reason === "read-only")
        return refuse(
          reply,
          ...((await request.stillRefused()) ??
            (["forbidden", "This article cannot be changed now."] as const)),
        );
      if (outcome.code === "refused")
        return refuse(reply, "bad-request", `The update was refused: ${outcome.reason}.`);
      return { code: outcome.code };
    },
  );
};
