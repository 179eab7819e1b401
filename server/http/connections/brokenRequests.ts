import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { FastifyServerOptions } from "fastify";
import type { ApiError } from "../../../src/domain/protocol/api.ts";
import { TokenBuckets } from "../../TokenBuckets.ts";
import { addressGroup } from "../guard/addressGroup.ts";
import type { SecurityHeaders } from "../guard/securityHeaders.ts";
import { askBeforeBodies, endParsing } from "./parser.ts";
import { answerRaw } from "./rawAnswer.ts";

type Answer = { status: number } & ApiError;

const answers: Readonly<Record<string, Answer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: "bad-request",
    message: "The request took too long to arrive.",
  },
  HPE_HEADER_OVERFLOW: { status: 431, code: "too-large", message: "The request's headers are too large." },
};
const noHttp: Answer = { status: 400, code: "bad-request", message: "This is no HTTP request." };

/** Answers requests with an `Expect` that is none (RFC 9110, section 10.1.1), which Node would do without any header. */
export function refuseExpectations(server: Server, headers: SecurityHeaders): void {
  server.on("checkExpectation", ({ socket }: IncomingMessage) => {
    endParsing(socket);
    answerRaw(
      socket,
      417,
      { code: "bad-request", message: "The server expects nothing of the kind." },
      headers,
    );
  });
}

/** Browsers send some twenty, and proxies add a few. */
const mostHeaders = 200;

/**
 * Answers requests with more than 200 headers with 431 before anything else is done for them: Node puts headers together
 * one by one, and thousands fit into 16 kB. None of fewer is dropped in silence, as Node does by itself.
 */
export function boundHeaders(server: Server, headers: SecurityHeaders): void {
  // One more is kept, by which it shows that there were too many.
  server.maxHeadersCount = mostHeaders + 1;
  server.on("connection", (socket: Socket) => {
    askBeforeBodies(socket, ({ rawHeaders }) => {
      // Names and values in turn.
      if (rawHeaders.length <= 2 * mostHeaders) return true;
      answerRaw(socket, 431, { code: "too-large", message: "The request has too many headers." }, headers);
      return false;
    });
  });
}

/** Bodies that say no length: those of one address, those of all together, and how many are read at a time. */
const unknownLengths = {
  ofOneAddress: { burst: 20, perSecond: 2, keys: 1_000 },
  ofAll: { burst: 40, perSecond: 4, keys: 1 },
  atOnce: 8,
};

/**
 * Answers requests whose body says no length (it comes in chunks) with 411 (RFC 9110, section 15.5.12) once there are many
 * of them, before any of it is read. Browsers and proxies say the length. Nothing stops Node's parser within a body, and a
 * chunk of one byte costs it as much as one of a thousand: two hundred such bodies held the server up for seven seconds.
 * `isProxy`: true for the address of a proxy, which makes chunks of its own.
 */
export function boundUnknownLengths(
  server: Server,
  headers: SecurityHeaders,
  isProxy: (address: string) => boolean,
): void {
  const { ofOneAddress, ofAll, atOnce } = unknownLengths;
  const [addresses, all] = [new TokenBuckets(ofOneAddress), new TokenBuckets(ofAll)];
  const reading = new Map<IncomingMessage, Socket>();
  const mayBeRead = (ip: string): boolean =>
    reading.size < atOnce && addresses.take(addressGroup(ip)) === 0 && all.take("") === 0;
  server.on("connection", (socket: Socket) => {
    const ip = socket.remoteAddress ?? "";
    if (isProxy(ip)) return;
    // Not every request that is left tells of its own end.
    socket.once("close", () => {
      for (const [request, of] of reading) if (of === socket) reading.delete(request);
    });
    askBeforeBodies(socket, (request) => {
      if (request.upgrade || request.headers["transfer-encoding"] === undefined) return true;
      if (mayBeRead(ip)) {
        reading.set(request, socket);
        request.once("close", () => reading.delete(request));
        return true;
      }
      const message = "Say how long the request's body is (Content-Length).";
      answerRaw(socket, 411, { code: "bad-request", message }, headers);
      return false;
    });
  });
}

/** Answers what Node's parser gave up, with the headers that every answer has. */
export const answerBrokenRequests =
  (headers: SecurityHeaders): NonNullable<FastifyServerOptions["clientErrorHandler"]> =>
  (error, socket) => {
    if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return;
    const { status, ...refusal } = answers[error.code ?? ""] ?? noHttp;
    answerRaw(socket, status, refusal, headers);
  };
