import type { FastifyInstance } from "fastify";
import type { Metrics } from "../metrics.ts";
import type { Readiness } from "../readiness.ts";
import { version } from "../version.ts";

export interface OperationsParts {
  readiness: Pick<Readiness, "notReady">;
  metrics: Pick<Metrics, "registry" | "requestAnswered">;
  /** The numbers as text. */
  numbers: () => Promise<string>;
}

/** How long numbers are believed: making them costs a millisecond, and anybody may ask. */
const believedMs = 1_000;

/**
 * Whether the server lives, whether it can work, and its numbers. For machines, without a session, saying nothing of
 * content. Counts the requests of routes registered after it too.
 */
export function serveOperations(
  app: FastifyInstance,
  { readiness, metrics, numbers }: OperationsParts,
): void {
  app.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    const labels = { method, route: routeOptions.url ?? "unknown", status: reply.statusCode };
    metrics.requestAnswered(labels, reply.elapsedTime);
  });

  let asked: { at: number; answer: Promise<string> } | null = null;
  const hidden = { schema: { hide: true }, config: { allow: "public" as const } };
  app.get("/healthz", hidden, async () => ({ status: "ok", version }));
  app.get("/readyz", hidden, async (_request, reply) => {
    const reason = await readiness.notReady();
    if (reason === null) return { status: "ready" };
    return reply.code(503).send({ status: "not ready", reason });
  });
  app.get("/metrics", hidden, async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    const now = performance.now();
    if (!asked || now - asked.at > believedMs) asked = { at: now, answer: numbers() };
    return asked.answer;
  });
}
