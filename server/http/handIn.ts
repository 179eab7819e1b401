import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { isOutdated, maxHandInBytes, versionParameter } from "../../src/domain/protocol/sync.ts";
import type { Access, Rooms } from "../ports.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard.ts";
import { answers } from "./schemas.ts";

/** `POST /api/articles/:id/updates`: a change too large for a socket's frame, under the socket's rules. */
export const handInRoutes: FastifyPluginAsyncTypebox<{
  access: Access;
  rooms: Pick<Rooms, "handIn">;
}> = async (app, { access, rooms }) => {
  app.addContentTypeParser(
    "application/octet-stream",
    { parseAs: "buffer", bodyLimit: maxHandInBytes },
    (_request, body, done) => done(null, body),
  );
  app.post(
    "/api/articles/:id/updates",
    {
      bodyLimit: maxHandInBytes,
      config: { allow: "article:write" },
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
      const allowed = await access.article(visitor.person, request.params.id);
      if (allowed.code === "not-found") return refuse(reply, "not-found", "There is no such article.");
      if (allowed.code === "forbidden" || !allowed.write)
        return refuse(reply, "forbidden", "This article cannot be written now.");
      if (isOutdated(request.query[versionParameter]))
        return refuse(reply, "bad-request", "The update was refused: outdated.");
      const outcome = await rooms.handIn(request.params.id, visitor, request.body);
      if (outcome.code === "not-found") return refuse(reply, "not-found", "There is no such article.");
      if (outcome.code === "refused")
        return refuse(reply, "bad-request", `The update was refused: ${outcome.reason}.`);
      return { code: outcome.code };
    },
  );
};
