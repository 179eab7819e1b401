import type { FastifyServerOptions } from "fastify";
import type { ApiError } from "../../../src/domain/protocol/api.ts";
import type { SecurityHeaders } from "../guard/securityHeaders.ts";
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

/** Answers what Node's parser gave up, with the headers that every answer has. */
export const answerBrokenRequests =
  (headers: SecurityHeaders): NonNullable<FastifyServerOptions["clientErrorHandler"]> =>
  (error, socket) => {
    if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return;
    const { status, ...refusal } = answers[error.code ?? ""] ?? noHttp;
    answerRaw(socket, status, refusal, headers);
  };
