import type { IncomingMessage, ServerResponse } from "node:http";
import helmet from "helmet";
import type { Config } from "../../config.ts";

export type SecurityHeaders = Readonly<Record<string, string>>;

/**
 * The headers that every answer carries, refusals and errors included; a route may replace one of its own answers'.
 * They keep the page to its own scripts and files, and keep answers out of every cache unless a route says otherwise:
 * what people may see must not stay behind on a computer that others use too.
 * Editors set styles through the object model, which needs no exception. Plain-http newsrooms stay on http.
 */
export function securityHeaders(
  { publicUrl }: Pick<Config, "publicUrl">,
  { strictPage }: { strictPage: boolean },
): SecurityHeaders {
  const https = publicUrl?.startsWith("https:") ?? false;
  const socketOrigin = publicUrl?.replace(/^http/, "ws");
  const headers: Record<string, string> = { "cache-control": "no-store" };
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => {},
  };
  // They depend on no request: made once here, they can be sent where there is no framework yet or any more.
  helmet({
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
    strictTransportSecurity: https,
    crossOriginOpenerPolicy: https,
    originAgentCluster: false,
    xFrameOptions: { action: "sameorigin" },
  })({} as IncomingMessage, response as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw new Error("The security headers cannot be made", { cause: error });
  });
  return headers;
}
