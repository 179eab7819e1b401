import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ApiError } from "../../../src/domain/protocol/api.ts";
import type { SecurityHeaders } from "../guard/securityHeaders.ts";

/** How long the other side may take to read the answer and close. Milliseconds. */
const lingerMs = 5_000;

/**
 * Answers on a socket that no framework answers on: what was no HTTP, and upgrades. Says that the connection ends, and
 * ends it within 5 seconds whatever the other side does.
 */
export function answerRaw(
  socket: Duplex,
  status: number,
  error: ApiError,
  headers: SecurityHeaders,
  more: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify(error);
  const lines = Object.entries({
    ...headers,
    ...more,
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  timer.unref();
  socket.once("close", () => clearTimeout(timer));
  // Its end is only heard on a socket that is read.
  socket.resume();
  socket.once("end", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`);
}
