import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import type { Config } from "../config.ts";

/** Requests to the API without a session from one address a minute. Signed-in people are not counted. */
export const anonymousRequestsPerMinute = 3_000;

/**
 * Headers that keep the page to its own scripts, and the limit on anonymous requests. Editors
 * set styles through the object model, which needs no exception; plain-http newsrooms stay on http.
 */
export async function secureRequests(
  app: FastifyInstance,
  config: Pick<Config, "publicUrl">,
  { strictPage }: { strictPage: boolean },
): Promise<void> {
  const socketOrigin = config.publicUrl?.replace(/^http/, "ws");
  await app.register(helmet, {
    contentSecurityPolicy: strictPage && {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "blob:", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...(socketOrigin ? [socketOrigin] : [])],
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: config.publicUrl?.startsWith("https:") ?? false,
    crossOriginOpenerPolicy: config.publicUrl?.startsWith("https:") ?? false,
    originAgentCluster: false,
    xFrameOptions: { action: "sameorigin" },
  });
  await app.register(rateLimit, {
    max: anonymousRequestsPerMinute,
    timeWindow: "1 minute",
    allowList: (request) => request.visitor !== null || !request.url.startsWith("/api/"),
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error(`Too many requests from this address. Try again in ${context.after}.`), {
        statusCode: 429,
      }),
  });
}
