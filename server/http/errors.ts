import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { ApiError, ErrorCode } from "../../src/domain/protocol/api.ts";
import { ShortOfMemory } from "../rooms/MemoryBudget.ts";
import { NotCommitted } from "../rooms/rooms.ts";
import { DamagedArticle } from "../storage/articleLog.ts";
import { DatabaseLost } from "../storage/databaseFile.ts";
import { socketOf } from "./connections/requestSockets.ts";

export const httpStatus = {
  "bad-request": 400,
  "not-signed-in": 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "name-taken": 409,
  "too-large": 413,
  "not-a-picture": 415,
  "empty-file": 415,
  "damaged-picture": 415,
  "picture-type": 415,
  "too-many-pixels": 422,
  "too-many-requests": 429,
  "password-short": 422,
  "password-long": 422,
  "password-personal": 422,
  "password-common": 422,
  "picture-quota": 429,
  "too-slow": 408,
  "search-too-broad": 400,
  "unknown-address": 403,
  "sign-up-closed": 403,
  "invitation-used": 410,
  "storage-full": 507,
  unavailable: 503,
  damaged: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** Answers with a refusal. Routes return its result. */
export function refuse(reply: FastifyReply, code: ErrorCode, message: string): FastifyReply {
  const body: ApiError = { code, message };
  return reply.code(httpStatus[code]).send(body);
}

/**
 * Turns whatever was thrown into an answer that says what to do and nothing about the server's inside. A request whose
 * client went away is no fault of the server.
 */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (socketOf(request.raw).destroyed || error.code === "ECONNRESET") {
    refuse(reply, "bad-request", "The request was broken off.");
    return;
  }
  const { code, message } = describe(error);
  if (code === "internal" || code === "storage-full" || code === "unavailable")
    request.log.error({ err: error }, "request failed");
  refuse(reply, code, message);
}

function describe(error: FastifyError): ApiError {
  if (isStorageFull(error))
    return {
      code: "storage-full",
      message: "The server's disk is full. Nothing of this was stored; free space and try again.",
    };
  if (codesOf(error).some((code) => code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")))
    return { code: "unavailable", message: "The database is busy. Try again in a moment." };
  if (error instanceof DamagedArticle)
    return {
      code: "damaged",
      message:
        "This article is damaged on the server's disk. Whoever runs the server can restore it from a backup.",
    };
  if (error instanceof DatabaseLost)
    return {
      code: "unavailable",
      message:
        "Nothing can be saved: the server's database is not at its place. Whoever runs the server finds in its log what to do.",
    };
  if (error instanceof NotCommitted)
    return { code: "unavailable", message: "The change could not be stored yet. Try again in a moment." };
  if (error instanceof ShortOfMemory)
    return {
      code: "unavailable",
      message: "The server is short of memory, or this was too much at once. Try again in a moment.",
    };
  if (error.validation)
    return { code: "bad-request", message: `The request does not fit: ${error.message}.` };
  const status = error.statusCode ?? 500;
  if (status === 413) return { code: "too-large", message: "The request is too large." };
  if (status === 408) return { code: "too-slow", message: error.message };
  if (status === 429) return { code: "too-many-requests", message: error.message };
  if (status === 404 || status === 414)
    return { code: "not-found", message: "There is nothing at this address." };
  if (status >= 400 && status < 500) return { code: "bad-request", message: error.message };
  return { code: "internal", message: "Something went wrong on the server. Its log tells more." };
}

/** True when a write failed for want of space. */
export const isStorageFull = (error: unknown): boolean =>
  codesOf(error).some((code) => code === "SQLITE_FULL" || code === "ENOSPC" || code === "EDQUOT");

/** The codes of an error and of its causes. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if ("code" in at && typeof at.code === "string") codes.push(at.code);
  return codes;
}
