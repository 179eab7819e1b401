import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { OpenDatabase } from "../storage/database.ts";

/**
 * Whether the server lives, whether it can work, and its numbers. For machines, without a session, saying nothing of
 * content. Counts the requests of routes registered after it too.
 */
export function serveOperations(app: FastifyInstance, database: OpenDatabase): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "foureyes_http_request_duration_seconds",
    help: "How long requests took, by route and status",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });

  const hidden = { schema: { hide: true } };
  app.get("/healthz", hidden, async () => ({ status: "ok" }));
  app.get("/readyz", hidden, async () => {
    database.sqlite.prepare("select 1").get();
    return { status: "ready" };
  });
  app.get("/metrics", hidden, async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
}
