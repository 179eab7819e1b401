import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyInstance } from "fastify";
import type { Config } from "../../config.ts";

const header = "x-forwarded-for";

/**
 * Makes `X-Forwarded-For` plain addresses, so that `request.ip` is always one: some proxies add the port, or brackets.
 * What stands left of something that is no address was written by nobody known, and is dropped with it. Register it
 * before whatever asks for `request.ip`.
 */
export function readForwardedFor(app: FastifyInstance, { trustProxy }: Pick<Config, "trustProxy">): void {
  if (trustProxy !== false) app.addHook("onRequest", async ({ raw }) => cleanForwardedFor(raw));
}

/** True for the address of a connection whose `X-Forwarded-For` is believed. */
export function isTrustedProxy(trustProxy: Config["trustProxy"]): (address: string) => boolean {
  if (trustProxy === false) return () => false;
  const trust = typeof trustProxy === "function" ? trustProxy : proxyAddr.compile(trustProxy);
  return (address) => trust(address, 0);
}

/** The visitor's address of requests that no hook sees, by the same rules as `request.ip`. */
export function clientAddress(trustProxy: Config["trustProxy"]): (request: IncomingMessage) => string {
  if (trustProxy === false) return (request) => request.socket.remoteAddress ?? "";
  const trust = typeof trustProxy === "function" ? trustProxy : proxyAddr.compile(trustProxy);
  return (request) => {
    cleanForwardedFor(request);
    return proxyAddr(request, trust);
  };
}

function cleanForwardedFor({ headers }: IncomingMessage): void {
  const said = headers[header];
  if (said !== undefined) headers[header] = knownAddresses(String(said)).join(", ");
}

/** No chain of proxies is as long. */
const mostAddresses = 32;

/** The last 32 at most, from the last thing on that is no address. */
export function knownAddresses(said: string): string[] {
  const last = said
    .split(",")
    .slice(-mostAddresses)
    .map((entry) => withoutPort(entry.trim()));
  return last.slice(last.findLastIndex((address) => isIP(address) === 0) + 1);
}

/** `192.0.2.7:4711`, `[2001:db8::7]:4711` and `[2001:db8::7]` without what is not the address. */
function withoutPort(entry: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(entry) ?? [];
  return bracketed ?? plain ?? entry;
}
