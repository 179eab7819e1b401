import type { Counter } from "prom-client";

/** What Node says of an error that nobody caught. */
type Origin = "uncaughtException" | "unhandledRejection";

export interface UnexpectedParts {
  logger: { error(what: object, message: string): void };
  counter: Pick<Counter<"kind">, "inc">;
  /** Ends the process in order: what is open is written first. */
  stop(): void;
}

/** Errors of a socket or pipe whose other side went away: nothing but that connection is concerned. */
const connectionCodes = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "ETIMEDOUT", "ERR_STREAM_DESTROYED"]);

/**
 * Logs and counts errors that nobody caught. Whoever threw one was interrupted in mid-work, so what it holds is in
 * doubt and the process ends in order, to be started again: what is acknowledged is on disk, and pages hold the rest.
 * Two kinds leave nothing in doubt, and the process goes on: a connection that broke, and a rejection that nobody
 * waited for, whose work was over when it came.
 */
export function watchUnexpected({ logger, counter, stop }: UnexpectedParts): void {
  const onError = (error: unknown, origin: Origin): void => {
    const goesOn = origin === "unhandledRejection" || isBrokenConnection(error);
    counter.inc({ kind: origin });
    logger.error({ err: error }, goesOn ? "an error was not handled" : "an error was not handled; stopping");
    if (!goesOn) stop();
  };
  process.on("uncaughtException", (error) => onError(error, "uncaughtException"));
  process.on("unhandledRejection", (reason) => onError(reason, "unhandledRejection"));
}

const isBrokenConnection = (error: unknown): boolean =>
  error instanceof Error && "code" in error && connectionCodes.has(String(error.code));
