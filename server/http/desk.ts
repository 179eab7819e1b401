import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { DeskEvents } from "../articles/deskEvents.ts";
import { visitorOf } from "./guard/guard.ts";

/** `GET /api/desk/events`: server-sent events, see `DeskEvent`. */
export const deskRoutes: FastifyPluginAsyncTypebox<{ events: DeskEvents }> = async (app, { events }) => {
  app.get(
    "/api/desk/events",
    {
      config: { allow: "article:read" },
      // It would wait for ever.
      exposeHeadRoute: false,
      schema: {
        summary: "News of the desk as server-sent events",
        tags: ["articles"],
        produces: ["text/event-stream"],
      },
    },
    (request, reply) => {
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      events.listen(visitorOf(request), reply.raw);
    },
  );
};
