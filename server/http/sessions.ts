import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { EndedSessionsSchema, OwnSessionsSchema } from "../../src/domain/protocol/api.ts";
import { deviceName } from "../accounts/device.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { refuse } from "./errors.ts";
import { visitorOf } from "./guard/guard.ts";
import { answers } from "./schemas.ts";

/** Where people are signed in; everybody sees and ends their own sessions only. */
export const sessionRoutes: FastifyPluginAsyncTypebox<{ sessions: Sessions }> = async (app, { sessions }) => {
  app.get(
    "/api/sessions",
    {
      config: { allow: "signed-in" },
      schema: {
        summary: "The own sessions: this one first, then the one used last",
        tags: ["accounts"],
        response: answers(200, OwnSessionsSchema),
      },
    },
    async (request, reply) => {
      const { person, sessionId } = visitorOf(request);
      const own = sessions.list(person.id);
      const sessionsShown = own.map(({ device, ...session }) => ({
        ...session,
        current: session.id === sessionId,
        device: deviceName(device),
        ...device,
      }));
      return reply
        .code(200)
        .send({ sessions: sessionsShown.sort((one, other) => Number(other.current) - Number(one.current)) });
    },
  );

  app.delete(
    "/api/sessions/:id",
    {
      config: { allow: "signed-in", limitedBySession: true },
      schema: {
        summary: "End one of the own sessions",
        tags: ["accounts"],
        params: Type.Object({ id: Type.String() }),
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) =>
      sessions.end(visitorOf(request).person.id, request.params.id)
        ? reply.code(204).send(null)
        : refuse(reply, "not-found", "This session has ended already."),
  );

  app.post(
    "/api/sessions/end-others",
    {
      config: { allow: "signed-in", limitedBySession: true },
      schema: {
        summary: "End all own sessions but this one",
        tags: ["accounts"],
        response: answers(200, EndedSessionsSchema),
      },
    },
    async (request, reply) => {
      const { person, sessionId } = visitorOf(request);
      return reply.code(200).send({ ended: sessions.endOthers(person.id, sessionId) });
    },
  );
};
