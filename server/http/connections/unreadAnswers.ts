import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";

export interface UnreadLimits {
  /** How long a reader may take nothing. Milliseconds. */
  restMs: number;
  checkEveryMs: number;
}

/**
 * What a reader takes shows only when the system's buffers have room again: behind a proxy on the same machine, a line
 * of 128 kbit/s moves them once in 90 s, by 1.5 MB.
 */
const usual: UnreadLimits = { restMs: 120_000, checkEveryMs: 10_000 };

interface Sending {
  request: FastifyRequest;
  response: ServerResponse;
  /** Bytes that the connection had taken at the last look that found more, and when that was. */
  taken: number;
  since: number;
}

/**
 * Ends the connection of a streamed answer whose reader takes nothing: its file stays open, and a temporary one on the
 * disk, as long as the answer lasts. What the other side sends meanwhile does not count, as it does for the timeout of
 * a connection. An answer that waits behind others of its connection takes nothing either.
 */
export function endUnreadAnswers(app: FastifyInstance, limits: Partial<UnreadLimits> = {}): void {
  const { restMs, checkEveryMs } = { ...usual, ...limits };
  const sending = new Set<Sending>();
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  const look = (): void => {
    const now = performance.now();
    for (const each of sending) {
      const taken = takenOf(each.response);
      if (taken !== each.taken) Object.assign(each, { taken, since: now });
      else if (now - each.since >= restMs) {
        sending.delete(each);
        end(each);
      }
    }
    if (sending.size === 0) stop();
  };
  app.addHook("onClose", async () => stop());
  app.addHook("onSend", (request, { raw: response }, payload, done) => {
    if (isStream(payload) && !response.destroyed) {
      const each = { request, response, taken: takenOf(response), since: performance.now() };
      sending.add(each);
      response.once("close", () => sending.delete(each));
      timer ??= setInterval(look, checkEveryMs).unref();
    }
    done(null, payload);
  });
}

/** Bytes that the system took from the answer's connection; 0 while it is not the answer's turn. */
const takenOf = ({ socket }: ServerResponse): number =>
  socket ? socket.bytesWritten - socket.writableLength : 0;

function end({ request }: Sending): void {
  const route = request.routeOptions.url;
  request.log.info({ route, person: request.visitor?.person.id }, "an answer that nobody reads was ended");
  request.raw.socket.destroy();
}

const isStream = (payload: unknown): boolean =>
  typeof payload === "object" && payload !== null && "pipe" in payload;
