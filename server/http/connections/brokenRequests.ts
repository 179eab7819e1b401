import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { FastifyServerOptions } from "fastify";
import type { ApiError } from "../../../src/domain/protocol/api.ts";
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

/**
 * Answers requests whose body says no length with 411 (RFC 9110, section 15.5.12), before any of it is read: browsers
 * and proxies say it. Chunks of one byte cost a thousand times what they are, and nothing stops Node's parser within a body.
 */
export function refuseUnknownLengths(server: Server, headers: SecurityHeaders): void {
  server.on("connection", (socket: Socket) =>
    askBeforeBodies(socket, (request) => {
      if (request.headers["transfer-encoding"] === undefined) return true;
      const message = "Say how long the request's body is (Content-Length).";
      answerRaw(socket, 411, { code: "bad-request", message }, headers);
      return false;
    }),
  );
}

/** Answers what Node's parser gave up, with the headers that every answer has. */
export const answerBrokenRequests =
  (headers: SecurityHeaders): NonNullable<FastifyServerOptions["clientErrorHandler"]> =>
  (error, socket) => {
    if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return;
    const { status, ...refusal } = answers[error.code ?? ""] ?? noHttp;
    answerRaw(socket, status, refusal, headers);
  };
