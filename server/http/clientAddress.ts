import type { IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import type { Config } from "../config.ts";

/**
 * The visitor's address of requests that Fastify does not see, by the rules by which it fills `request.ip`: the
 * connection's own, or with `TRUST_PROXY` the one in `X-Forwarded-For` that the last trusted proxy wrote.
 */
export function clientAddress(trustProxy: Config["trustProxy"]): (request: IncomingMessage) => string {
  const trust = Array.isArray(trustProxy)
    ? proxyAddr.compile(trustProxy)
    : typeof trustProxy === "function"
      ? trustProxy
      : () => trustProxy;
  return (request) => proxyAddr(request, trust);
}
