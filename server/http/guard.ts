import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Action, may } from "../../src/domain/permissions/roles.ts";
import type { Access, Visitor } from "../ports.ts";
import { refuse } from "./errors.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null without a valid session. Known in every route under `/api`. */
    visitor: Visitor | null;
  }
  interface FastifyContextConfig {
    /** Who may call the route. Every route under `/api` must say so. */
    allow?: Action | "anybody" | "signed-in";
  }
}

const changesNothing = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Guards every route: requests that change something must come from our own pages, and a route under `/api` runs
 * only for whom its `config.allow` names. A route that forgets to say so keeps the server from starting.
 */
export function guardRoutes(app: FastifyInstance, access: Access): void {
  app.decorateRequest("visitor", null);
  app.addHook("onRoute", (route) => {
    if (route.url.startsWith("/api/") && route.config?.allow === undefined)
      throw new Error(
        `The route ${String(route.method)} ${route.url} does not say who may call it (config.allow)`,
      );
  });
  app.addHook("onRequest", async (request, reply) => {
    if (!changesNothing.has(request.method) && !access.originAllowed(request.headers))
      return refuse(reply, "forbidden", "This request came from another site's page.");
    if (!request.url.startsWith("/api/")) return undefined;
    // What people may see must not stay behind on a computer that others use too; routes for pictures say otherwise.
    reply.header("cache-control", "no-store");
    request.visitor = await access.visitor(request.headers);
    const { allow } = request.routeOptions.config;
    if (allow === undefined || allow === "anybody") return undefined;
    if (!request.visitor) return refuse(reply, "not-signed-in", "Sign in first.");
    if (allow !== "signed-in" && !may(request.visitor.person.role, allow))
      return refuse(reply, "forbidden", "Your role does not allow this.");
    return undefined;
  });
}

/** The person of a route that only lets signed-in people in. */
export function visitorOf(request: FastifyRequest): Visitor {
  if (!request.visitor) throw new Error("The route lets anonymous requests in");
  return request.visitor;
}
